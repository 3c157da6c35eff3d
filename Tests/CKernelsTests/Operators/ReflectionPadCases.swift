import CKernels

/// An image and what is added at its sides.
struct ReflectionPadShape {
    var batch = 2
    var channels = 3
    /// [height, width].
    var size: [Int]
    /// [top, bottom, left, right].
    var padding: [Int]

    static let entryPointPrefix = "ck_reflection_pad2d_f32_"

    var outputSize: [Int] { [size[0] + padding[0] + padding[1], size[1] + padding[2] + padding[3]] }
    var inputCount: Int { batch * channels * size[0] * size[1] }
    var outputCount: Int { batch * channels * outputSize[0] * outputSize[1] }

    private var descriptor: ck_reflection_pad2d_descriptor {
        ck_reflection_pad2d_descriptor(
            batch: batch.signed, channels: channels.signed, in_height: size[0].signed, in_width: size[1].signed,
            padding_top: padding[0].signed, padding_bottom: padding[1].signed, padding_left: padding[2].signed,
            padding_right: padding[3].signed)
    }

    private func name(_ pass: String) -> String {
        "\(Self.entryPointPrefix)\(pass) batch \(batch) channels \(channels) size \(size) padding \(padding)"
    }

    func runForward(_ call: KernelCase.Call) -> ck_status {
        call.passing(descriptor) {
            ck_reflection_pad2d_f32_forward(call.context, $0, call["input"], call["output"])
        }
    }

    func runBackward(_ call: KernelCase.Call, beta: Float) -> ck_status {
        call.passing(descriptor) {
            ck_reflection_pad2d_f32_backward(
                call.context, $0, call["output_gradient"], beta, call["input_gradient"])
        }
    }

    func forward(_ values: TestValues) -> KernelCase {
        KernelCase(
            name("forward"), [.input("input", values(inputCount, 1)), .output("output", count: outputCount)],
            run: runForward)
    }

    func backward(_ values: TestValues, beta: Float) -> KernelCase {
        KernelCase(
            name("backward beta \(beta)"),
            [
                .input("output_gradient", values(outputCount, 2)),
                .gradient("input_gradient", values(inputCount, 3), beta: beta),
            ]
        ) { runBackward($0, beta: beta) }
    }

    /// The position that is seen at each padded one: up from the mirrored end, over the axis, and back.
    private static func positions(_ count: Int, _ before: Int, _ after: Int) -> [Int] {
        (0..<count).prefix(before + 1).dropFirst().reversed() + Array(0..<count)
            + (0..<count).suffix(after + 1).dropLast().reversed()
    }

    var definitions: [Definition] {
        let input = TestValues.uniform(inputCount, 1).map(Double.init)
        let gradient = TestValues.uniform(outputCount, 2).map(Double.init)
        var sums = Sums(TestValues.uniform(inputCount, 3).map(Double.init))
        var output: [Double] = []
        for plane in 0..<(batch * channels) {
            for row in Self.positions(size[0], padding[0], padding[1]) {
                for column in Self.positions(size[1], padding[2], padding[3]) {
                    let source = (plane * size[0] + row) * size[1] + column
                    sums.add(gradient[output.count], at: source)
                    output.append(input[source])
                }
            }
        }
        return [
            Definition(forward(.uniform), "output", output, magnitudes: output, units: 0),
            Definition(
                backward(.uniform, beta: 1), "input_gradient", sums.values, magnitudes: sums.magnitudes,
                units: Double(Agreement.roundings(terms: 9))),
        ]
    }
}

enum ReflectionPad2dCases: OperatorCases {
    static let operatorName = "reflection_pad2d"

    private static let shapes: [ReflectionPadShape] = [
        ReflectionPadShape(batch: 0, size: [4, 4], padding: [1, 1, 1, 1]),
        ReflectionPadShape(channels: 0, size: [4, 4], padding: [1, 1, 1, 1]),
        ReflectionPadShape(size: [1, 1], padding: [0, 0, 0, 0]),
        ReflectionPadShape(size: [2, 3], padding: [1, 1, 2, 2]),
        ReflectionPadShape(size: [3, 2], padding: [2, 0, 0, 1]),
        // The sides overlap: a middle row is seen three times.
        ReflectionPadShape(size: [4, 5], padding: [3, 2, 4, 3]),
        ReflectionPadShape(size: [5, 7], padding: [0, 3, 2, 0]),
        ReflectionPadShape(size: [6, 8], padding: [1, 1, 1, 1]),
        ReflectionPadShape(size: [3, 15], padding: [1, 2, 7, 14]),
        ReflectionPadShape(size: [5, 16], padding: [2, 2, 2, 2]),
        ReflectionPadShape(size: [2, 17], padding: [1, 0, 16, 1]),
        ReflectionPadShape(batch: 1, channels: 1, size: [9, 33], padding: [4, 8, 5, 9]),
        // Enough work to be split among threads.
        ReflectionPadShape(batch: 3, channels: 7, size: [50, 52], padding: [1, 1, 1, 1]),
    ]

    static var exactCases: [KernelCase] {
        shapes.flatMap { [$0.forward(.integers), $0.backward(.integers, beta: 0), $0.backward(.integers, beta: 1)] }
    }

    static var randomCases: [KernelCase] {
        shapes.flatMap { shape in
            [shape.forward(.uniform)]
                + [0, 1].map { (beta: Float) in
                    shape.backward(.uniform, beta: beta).agreeing(
                        .scaled(
                            units: Agreement.roundings(terms: 9), magnitudes: shape.backward(.magnitudes, beta: beta)))
                }
        }
    }

    static var definitions: [Definition] { shapes.filter { $0.outputCount < 10_000 }.flatMap(\.definitions) }

    private static let small = ReflectionPadShape(size: [4, 6], padding: [1, 2, 3, 0])

    static var entryPoints: [KernelCase] { [small.forward(.uniform), small.backward(.uniform, beta: 0)] }

    static var errors: [ErrorCase] {
        let changes: [(String, (inout ReflectionPadShape) -> Void)] = [
            ("batch", { $0.batch = -1 }), ("channels", { $0.channels = -1 }), ("in_height", { $0.size[0] = -1 }),
            ("in_width", { $0.size[1] = 0 }), ("padding_top", { $0.padding[0] = -1 }),
            ("padding_top must be less than in_height, got 4 for 4", { $0.padding[0] = 4 }),
            ("padding_bottom", { $0.padding[1] = 5 }), ("padding_left", { $0.padding[2] = 6 }),
            ("padding_right", { $0.padding[3] = .max }), ("", { $0.channels = .max / 2 }),
        ]
        var badBeta = small.backward(.uniform, beta: 1)
        badBeta.run = { small.runBackward($0, beta: 0.5) }
        return changes.flatMap { mention, change -> [ErrorCase] in
            var broken = small
            change(&broken)
            var forward = small.forward(.uniform)
            forward.run = broken.runForward
            var backward = small.backward(.uniform, beta: 1)
            backward.run = { broken.runBackward($0, beta: 1) }
            return [forward, backward].map { call in
                var call = call
                call.name += " with a bad \(mention)"
                return ErrorCase(call, mentions: ReflectionPadShape.entryPointPrefix, mention)
            }
        } + [ErrorCase(badBeta, mentions: ReflectionPadShape.entryPointPrefix, "beta")]
    }
}
