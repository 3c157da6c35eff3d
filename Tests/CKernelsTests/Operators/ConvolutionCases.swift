import CKernels

/// The table that plain and transposed convolutions share. The plain form needs size >= kernel; so all of them do.
enum ConvolutionTable {
    /// In two dimensions: each entry is odd in its own way.
    static let shapes: [ConvolutionShape] = [
        ConvolutionShape(batch: 1, inChannels: 1, outChannels: 1, size: [1, 1], kernel: [1, 1]),
        ConvolutionShape(size: [5, 7], kernel: [5, 7]),
        ConvolutionShape(inChannels: 8, outChannels: 16, size: [6, 8], kernel: [1, 1]),
        ConvolutionShape(inChannels: 1, outChannels: 4, size: [11, 13], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(
            inChannels: 5, outChannels: 6, size: [12, 14], kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
        ConvolutionShape(
            inChannels: 4, outChannels: 7, size: [9, 17], kernel: [3, 5], stride: [2, 1], padding: [0, 2],
            dilation: [1, 3]),
        ConvolutionShape(inChannels: 6, outChannels: 8, groups: 2, size: [7, 9], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(
            inChannels: 6, outChannels: 6, groups: 6, size: [9, 8], kernel: [3, 3], stride: [2, 2], padding: [1, 1]),
        ConvolutionShape(
            inChannels: 3, outChannels: 9, groups: 3, size: [8, 10], kernel: [2, 3], stride: [1, 2], dilation: [3, 2]),
        // A stride beyond the kernel leaves inputs that no window sees.
        ConvolutionShape(inChannels: 2, outChannels: 3, size: [11, 10], kernel: [2, 1], stride: [3, 4]),
        // Padding beyond the kernel gives windows that see nothing.
        ConvolutionShape(inChannels: 2, outChannels: 3, size: [3, 4], kernel: [2, 2], padding: [3, 4]),
        ConvolutionShape(inChannels: 7, outChannels: 13, size: [11, 17], kernel: [5, 3], padding: [2, 1]),
        ConvolutionShape(batch: 3, inChannels: 16, outChannels: 33, size: [6, 31], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(batch: 1, inChannels: 17, outChannels: 15, size: [7, 33], kernel: [3, 3]),
        // Windows whose taps are read in runs of each length, forwards, backwards and every second one.
        ConvolutionShape(inChannels: 5, outChannels: 20, size: [6, 9], kernel: [2, 2]),
        ConvolutionShape(inChannels: 5, outChannels: 20, size: [6, 12], kernel: [3, 4], padding: [1, 1]),
        ConvolutionShape(inChannels: 5, outChannels: 20, size: [7, 12], kernel: [2, 5], padding: [0, 2]),
        ConvolutionShape(inChannels: 5, outChannels: 20, size: [7, 13], kernel: [2, 7], padding: [0, 3]),
        ConvolutionShape(
            inChannels: 20, outChannels: 24, size: [8, 16], kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
        // Enough work to be split among threads.
        ConvolutionShape(batch: 4, inChannels: 24, outChannels: 40, size: [22, 20], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(batch: 9, inChannels: 3, outChannels: 5, size: [60, 60], kernel: [4, 4], stride: [2, 2]),
        // Tiles of 4 x 4 results: whole ones, parts of one and several pieces of work, with each padding.
        ConvolutionShape(batch: 3, inChannels: 32, outChannels: 35, size: [13, 39], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(inChannels: 33, outChannels: 32, size: [12, 9], kernel: [3, 3], padding: [0, 2]),
        ConvolutionShape(inChannels: 41, outChannels: 50, size: [1, 3], kernel: [3, 3], padding: [2, 0]),
        // The same with stride 2: each phase of the image has more or fewer pixels on either side.
        ConvolutionShape(
            batch: 9, inChannels: 16, outChannels: 32, size: [10, 18], kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
        ConvolutionShape(
            batch: 3, inChannels: 16, outChannels: 32, size: [9, 24], kernel: [4, 4], stride: [2, 2], padding: [0, 2]),
        ConvolutionShape(
            inChannels: 48, outChannels: 32, size: [4, 7], kernel: [4, 4], stride: [2, 2], padding: [2, 0]),
    ]

    /// In one dimension: lengths around the tiles as well.
    static let flatShapes: [ConvolutionShape] =
        shapes.map { $0.flattened() }
        + [7, 8, 9, 15, 16, 17, 31, 32, 33].map {
            ConvolutionShape(inChannels: $0, outChannels: 40 - $0, size: [1, $0], kernel: [1, 5]).flattened()
        }
        + [
            ConvolutionShape(batch: 8, inChannels: 50, outChannels: 20, size: [1, 64], kernel: [1, 5]).flattened()
        ]

    static let empty: [ConvolutionShape] = [
        ConvolutionShape(batch: 0, size: [5, 6], kernel: [3, 3])
    ]

    /// Output paddings for each shape, below its stride or dilation.
    static func transposed(_ shapes: [ConvolutionShape]) -> [ConvolutionShape] {
        shapes.flatMap { shape -> [ConvolutionShape] in
            let plain = shape.transposed()
            guard plain.outputSize.allSatisfy({ $0 > 0 }) else { return [] }
            let extra = (0..<2).map { max(shape.stride[$0], shape.dilation[$0]) - 1 }
            return extra == [0, 0] ? [plain] : [plain, shape.transposed(outputPadding: extra)]
        }
    }

    static func exactCases(_ shapes: [ConvolutionShape]) -> [KernelCase] {
        shapes.enumerated().flatMap { index, shape in
            let activation = [nil, CK_ACTIVATION_RELU, CK_ACTIVATION_LEAKY_RELU][index % 3]
            return [
                shape.exactCall(.forward, activation: activation),
                shape.exactCall(.forward, bias: false, activation: CK_ACTIVATION_NONE),
            ]
                + [0, 1].flatMap { (beta: Float) in
                    [
                        shape.exactCall(.backwardData, beta: beta),
                        shape.exactCall(.backwardWeights, beta: beta),
                    ]
                } + [shape.exactCall(.backwardWeights, bias: false)]
        }
    }

    static func randomCases(_ shapes: [ConvolutionShape]) -> [KernelCase] {
        shapes.enumerated().flatMap { index, shape in
            let activation = [CK_ACTIVATION_RELU, CK_ACTIVATION_LEAKY_RELU, CK_ACTIVATION_SIGMOID, CK_ACTIVATION_TANH]
            return ConvolutionShape.Pass.allCases.map {
                shape.randomCall($0, beta: $0 == .forward ? 0 : Float(index % 2))
            }
                + [
                    // Squashing costs a few roundings of results up to 1.
                    shape.call(.forward, .uniform, activation: activation[index % 4]).agreeing(
                        .absolute(
                            units: Agreement.roundings(terms: shape.terms(.forward)),
                            scale: 1 + Float(shape.terms(.forward)) / 4))
                ]
        }
    }

    /// The smaller shapes, whose products can be counted one by one.
    static func definitions(_ shapes: [ConvolutionShape]) -> [Definition] {
        shapes.filter { $0.batch > 0 && $0.outputCount * $0.terms(.forward) < 30_000 }.enumerated().flatMap {
            $1.definitions(activation: $0 % 2 == 0 ? nil : CK_ACTIVATION_LEAKY_RELU)
        }
    }

    static func entryPoints(_ shape: ConvolutionShape) -> [KernelCase] {
        ConvolutionShape.Pass.allCases.map { shape.call($0, .uniform) }
            + [shape.call(.forward, .uniform, activation: CK_ACTIVATION_LEAKY_RELU)]
    }

    /// Every entry point with every field wrong in turn. The operands are those of the valid shape.
    static func errors(_ shape: ConvolutionShape) -> [ErrorCase] {
        typealias Change = (inout ConvolutionShape) -> Void
        let axis = shape.isOneDimensional ? "" : "_width"
        let size = shape.isOneDimensional ? "in_length" : "in_width"
        let kernel = shape.isOneDimensional ? "kernel_length" : "kernel_width"
        var changes: [(String, Change)] = [
            ("batch", { $0.batch = -1 }), ("in_channels", { $0.inChannels = -1 }),
            ("out_channels", { $0.outChannels = -4 }), ("groups", { $0.groups = 0 }), ("groups", { $0.groups = -1 }),
            ("in_channels", { $0.groups = 4 }), ("out_channels", { $0.groups = 3 }),
            (size, { $0.size[1] = -1 }), (kernel, { $0.kernel[1] = 0 }), (kernel, { $0.kernel[1] = -3 }),
            ("stride\(axis)", { $0.stride[1] = 0 }), ("stride\(axis)", { $0.stride[1] = -1 }),
            ("padding\(axis)", { $0.padding[1] = -1 }), ("dilation\(axis)", { $0.dilation[1] = 0 }),
            ("output_padding\(axis)", { $0.outputPadding[1] = -1 }),
            ("output_padding\(axis)", { $0.outputPadding[1] = 5 }),
            ("", { $0.batch = .max / 2 }), ("", { $0.inChannels = .max / 16 * 6 }), ("", { $0.padding[1] = .max / 2 }),
            (
                "",
                {
                    $0.stride[1] = .max; $0.size[1] = .max
                }
            ),
            // Without elements, yet with more planes than can be counted.
            (
                "in_channels",
                {
                    $0.size[1] = 0; $0.batch = 1 << 40; $0.inChannels = 1 << 40
                }
            ),
            (
                "out_channels",
                {
                    $0.size[1] = 0; $0.batch = 1 << 40; $0.outChannels = 1 << 40
                }
            ),
        ]
        if !shape.isTransposed { changes.append((kernel, { $0.kernel[1] = shape.size[1] + 1 })) }
        if !shape.isOneDimensional {
            changes += [
                ("stride_height", { $0.stride[0] = 0 }), ("padding_height", { $0.padding[0] = -1 }),
                ("dilation_height", { $0.dilation[0] = 0 }), ("in_height", { $0.size[0] = -1 }),
                ("kernel_height", { $0.kernel[0] = 0 }),
                ("output_padding_height", { $0.outputPadding[0] = shape.isTransposed ? 9 : 1 }),
            ]
        }
        return changes.flatMap { mention, change in
            ConvolutionShape.Pass.allCases.map { pass in
                var broken = shape
                change(&broken)
                var call = shape.call(pass, .uniform, beta: 1)
                call.name = "\(call.name) with a bad \(mention)"
                call.run = broken.unchecked(pass)
                return ErrorCase(call, mentions: shape.entryPointPrefix, mention)
            }
        }
            + [ConvolutionShape.Pass.backwardData, .backwardWeights].map { pass in
                var call = shape.call(pass, .uniform, beta: 1)
                call.run = shape.unchecked(pass, beta: 2)
                return ErrorCase(call, mentions: shape.entryPointPrefix, "beta")
            }
    }
}

enum Conv2dCases: OperatorCases {
    static let operatorName = "conv2d"
    private static let shapes = ConvolutionTable.empty + ConvolutionTable.shapes
    static var exactCases: [KernelCase] { ConvolutionTable.exactCases(shapes) }
    static var randomCases: [KernelCase] { ConvolutionTable.randomCases(shapes) }
    static var definitions: [Definition] { ConvolutionTable.definitions(shapes) }
    private static let small = ConvolutionShape(
        inChannels: 6, outChannels: 4, groups: 2, size: [5, 6], kernel: [3, 2])
    static var entryPoints: [KernelCase] { ConvolutionTable.entryPoints(small) }
    static var errors: [ErrorCase] { ConvolutionTable.errors(small) }
}

enum Conv1dCases: OperatorCases {
    static let operatorName = "conv1d"
    private static let shapes = ConvolutionTable.empty.map { $0.flattened() } + ConvolutionTable.flatShapes
    static var exactCases: [KernelCase] { ConvolutionTable.exactCases(shapes) }
    static var randomCases: [KernelCase] { ConvolutionTable.randomCases(shapes) }
    static var definitions: [Definition] { ConvolutionTable.definitions(shapes) }
    private static let small = ConvolutionShape(
        inChannels: 6, outChannels: 4, groups: 2, size: [1, 6], kernel: [1, 2]
    ).flattened()
    static var entryPoints: [KernelCase] { ConvolutionTable.entryPoints(small) }
    static var errors: [ErrorCase] { ConvolutionTable.errors(small) }
}

enum ConvTranspose2dCases: OperatorCases {
    static let operatorName = "conv_transpose2d"
    private static let shapes = ConvolutionTable.transposed(ConvolutionTable.empty + ConvolutionTable.shapes)
    static var exactCases: [KernelCase] { ConvolutionTable.exactCases(shapes) }
    static var randomCases: [KernelCase] { ConvolutionTable.randomCases(shapes) }
    static var definitions: [Definition] { ConvolutionTable.definitions(shapes) }
    private static let small = ConvolutionShape(
        inChannels: 6, outChannels: 4, groups: 2, size: [5, 6], kernel: [3, 2]
    ).transposed()
    static var entryPoints: [KernelCase] { ConvolutionTable.entryPoints(small) }
    static var errors: [ErrorCase] { ConvolutionTable.errors(small) }
}

enum ConvTranspose1dCases: OperatorCases {
    static let operatorName = "conv_transpose1d"
    private static let shapes = ConvolutionTable.transposed(
        ConvolutionTable.empty.map { $0.flattened() } + ConvolutionTable.flatShapes)
    static var exactCases: [KernelCase] { ConvolutionTable.exactCases(shapes) }
    static var randomCases: [KernelCase] { ConvolutionTable.randomCases(shapes) }
    static var definitions: [Definition] { ConvolutionTable.definitions(shapes) }
    private static let small = ConvolutionShape(
        inChannels: 6, outChannels: 4, groups: 2, size: [1, 6], kernel: [1, 2]
    ).flattened().transposed()
    static var entryPoints: [KernelCase] { ConvolutionTable.entryPoints(small) }
    static var errors: [ErrorCase] { ConvolutionTable.errors(small) }
}
