import CKernels

/// The table that all pooling windows share.
enum PoolTable {
    static let shapes: [PoolShape] = [
        PoolShape(batch: 0, size: [4, 4], kernel: [2, 2], stride: [2, 2]),
        PoolShape(batch: 1, channels: 1, size: [1, 1], kernel: [1, 1], stride: [1, 1]),
        PoolShape(size: [5, 7], kernel: [5, 7], stride: [1, 1]),
        PoolShape(size: [6, 8], kernel: [2, 2], stride: [2, 2]),
        // Odd sizes leave a last row and column out.
        PoolShape(size: [7, 9], kernel: [2, 2], stride: [2, 2]),
        PoolShape(size: [11, 13], kernel: [3, 3], stride: [2, 2], padding: [1, 1]),
        PoolShape(size: [8, 33], kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
        PoolShape(size: [9, 17], kernel: [2, 4], stride: [1, 3], padding: [1, 2]),
        PoolShape(size: [10, 31], kernel: [4, 2], stride: [3, 2]),
        PoolShape(size: [13, 19], kernel: [3, 2], stride: [2, 1], padding: [1, 0], dilation: [2, 5]),
        PoolShape(size: [7, 15], kernel: [1, 2], stride: [4, 3]),
        PoolShape(batch: 1, channels: 17, size: [2, 16], kernel: [2, 2], stride: [2, 2]),
        PoolShape(batch: 3, channels: 5, size: [32, 34], kernel: [2, 2], stride: [2, 2]),
        // A window whose taps all lie in the padding.
        PoolShape(size: [3, 3], kernel: [2, 2], stride: [1, 1], padding: [1, 1], dilation: [4, 4]),
        // Enough work to be split among threads.
        PoolShape(batch: 5, channels: 9, size: [40, 42], kernel: [2, 2], stride: [2, 2]),
    ]

    static let flatShapes =
        shapes.map { $0.flattened() }
        + [7, 8, 9, 15, 16, 17, 31, 32, 33].map {
            PoolShape(channels: 5, size: [1, $0], kernel: [1, 4], stride: [1, 2], padding: [0, 1]).flattened()
        }
        + [PoolShape(batch: 16, channels: 40, size: [1, 120], kernel: [1, 2], stride: [1, 2]).flattened()]

    static func averages(_ shapes: [PoolShape]) -> [PoolShape] {
        shapes.flatMap { shape in
            shape.padding == [0, 0]
                ? [shape.average(includesPadding: false)]
                : [shape.average(includesPadding: false), shape.average(includesPadding: true)]
        }
    }

    static func exactCases(_ shapes: [PoolShape]) -> [KernelCase] {
        shapes.filter { $0.isMaximum || $0.dividesExactly }.flatMap {
            [$0.forward(.integers), $0.backward(.integers, beta: 0), $0.backward(.integers, beta: 1)]
        }
    }

    static func randomCases(_ shapes: [PoolShape]) -> [KernelCase] {
        shapes.flatMap { shape in
            let units = Agreement.roundings(terms: shape.kernel[0] * shape.kernel[1])
            // A maximum has no rounding at all.
            let forward =
                shape.isMaximum
                ? shape.forward(.uniform)
                : shape.forward(.uniform).agreeing(.scaled(units: units, magnitudes: shape.forward(.magnitudes)))
            let backward = [0, 1].map { (beta: Float) in
                let call = shape.backward(.uniform, beta: beta)
                var magnitudes = shape.backward(.magnitudes, beta: beta)
                // The maxima stay where they were.
                magnitudes.operands = zip(magnitudes.operands, call.operands).map {
                    $0.element == .integer ? $1 : $0
                }
                return call.agreeing(.scaled(units: units, magnitudes: magnitudes))
            }
            return [forward] + backward
        }
    }

    static func definitions(_ shapes: [PoolShape]) -> [Definition] {
        shapes.filter { $0.outputCount * $0.kernel[0] * $0.kernel[1] < 10_000 }.flatMap(\.definitions)
    }

    static func entryPoints(_ shape: PoolShape) -> [KernelCase] {
        [shape.forward(.uniform), shape.backward(.uniform, beta: 0)]
    }

    static func errors(_ shape: PoolShape) -> [ErrorCase] {
        typealias Change = (inout PoolShape) -> Void
        let axis = shape.isOneDimensional ? "" : "_width"
        let size = shape.isOneDimensional ? "in_length" : "in_width"
        let kernel = shape.isOneDimensional ? "kernel_length" : "kernel_width"
        var changes: [(String, Change)] = [
            ("batch", { $0.batch = -1 }), ("channels", { $0.channels = -1 }), (size, { $0.size[1] = -1 }),
            (kernel, { $0.kernel[1] = 0 }), ("stride\(axis)", { $0.stride[1] = 0 }),
            ("padding\(axis)", { $0.padding[1] = -1 }), ("padding\(axis)", { $0.padding[1] = 3 }),
            (kernel, { $0.kernel[1] = shape.size[1] + 3 }), ("", { $0.channels = .max / 2 }),
        ]
        changes.append(("dilation\(axis)", { $0.dilation[1] = 0 }))
        if !shape.isMaximum { changes.append(("dilation", { $0.dilation[1] = 2 })) }
        if !shape.isOneDimensional {
            changes += [
                ("in_height", { $0.size[0] = -1 }), ("kernel_height", { $0.kernel[0] = 0 }),
                ("stride_height", { $0.stride[0] = 0 }), ("padding_height", { $0.padding[0] = 4 }),
            ]
        }
        var errors = changes.flatMap { mention, change -> [ErrorCase] in
            var broken = shape
            change(&broken)
            var forward = shape.forward(.uniform)
            forward.run = broken.runForward
            var backward = shape.backward(.uniform, beta: 1)
            backward.run = { broken.runBackward($0, beta: 1) }
            return [forward, backward].map { call in
                var call = call
                call.name += " with a bad \(mention)"
                return ErrorCase(call, mentions: shape.entryPointPrefix, mention)
            }
        }
        var badBeta = shape.backward(.uniform, beta: 1)
        badBeta.run = { shape.runBackward($0, beta: 0.5) }
        errors.append(ErrorCase(badBeta, mentions: shape.entryPointPrefix, "beta"))
        if shape.isMaximum {
            let plane = Int32(shape.size[0] * shape.size[1])
            for bad in [-2, plane, .max] {
                var outside = shape.backward(.uniform, beta: 1)
                outside.name += " with index \(bad)"
                let position = outside.operands.firstIndex { $0.name == "indices" }!
                outside.operands[position].words[2] = UInt32(bitPattern: bad)
                errors.append(ErrorCase(outside, mentions: shape.entryPointPrefix, "ind", "\(bad)"))
            }
        }
        return errors
    }

    static let small = PoolShape(size: [6, 7], kernel: [2, 3], stride: [2, 1], padding: [1, 1])
}

enum MaxPool2dCases: OperatorCases {
    static let operatorName = "max_pool2d"
    static var exactCases: [KernelCase] { PoolTable.exactCases(PoolTable.shapes) }
    static var randomCases: [KernelCase] { PoolTable.randomCases(PoolTable.shapes) }
    static var definitions: [Definition] { PoolTable.definitions(PoolTable.shapes) }
    static var entryPoints: [KernelCase] { PoolTable.entryPoints(PoolTable.small) }
    static var errors: [ErrorCase] { PoolTable.errors(PoolTable.small) }
}

enum MaxPool1dCases: OperatorCases {
    static let operatorName = "max_pool1d"
    static var exactCases: [KernelCase] { PoolTable.exactCases(PoolTable.flatShapes) }
    static var randomCases: [KernelCase] { PoolTable.randomCases(PoolTable.flatShapes) }
    static var definitions: [Definition] { PoolTable.definitions(PoolTable.flatShapes) }
    static var entryPoints: [KernelCase] { PoolTable.entryPoints(PoolTable.small.flattened()) }
    static var errors: [ErrorCase] { PoolTable.errors(PoolTable.small.flattened()) }
}

enum AveragePool2dCases: OperatorCases {
    static let operatorName = "average_pool2d"
    private static let shapes = PoolTable.averages(PoolTable.shapes)
    private static let small = PoolTable.small.average(includesPadding: false)
    static var exactCases: [KernelCase] { PoolTable.exactCases(shapes) }
    static var randomCases: [KernelCase] { PoolTable.randomCases(shapes) }
    static var definitions: [Definition] { PoolTable.definitions(shapes) }
    static var entryPoints: [KernelCase] { PoolTable.entryPoints(small) }
    static var errors: [ErrorCase] { PoolTable.errors(small) }
}

enum AveragePool1dCases: OperatorCases {
    static let operatorName = "average_pool1d"
    private static let shapes = PoolTable.averages(PoolTable.flatShapes)
    private static let small = PoolTable.small.flattened().average(includesPadding: false)
    static var exactCases: [KernelCase] { PoolTable.exactCases(shapes) }
    static var randomCases: [KernelCase] { PoolTable.randomCases(shapes) }
    static var definitions: [Definition] { PoolTable.definitions(shapes) }
    static var entryPoints: [KernelCase] { PoolTable.entryPoints(small) }
    static var errors: [ErrorCase] { PoolTable.errors(small) }
}
