import CKernels

/// A normalisation of the test table.
struct BatchNormShape {
    var batch: Int
    var channels: Int
    var spatial: Int

    static let epsilon: Float = 1e-3
    static let momentum: Float = 0.25

    var count: Int { batch * channels * spatial }
    var perChannel: Int { batch * spatial }
    private var name: String { "[\(batch), \(channels), \(spatial)]" }

    func descriptor(epsilon: Float = epsilon) -> ck_batch_norm_descriptor {
        ck_batch_norm_descriptor(
            batch: batch.signed, channels: channels.signed, spatial: spatial.signed, epsilon: epsilon)
    }

    func channel(_ index: Int) -> Int { index / spatial % channels }

    func runTraining(
        _ call: KernelCase.Call, epsilon: Float = epsilon, momentum: Float = momentum
    ) -> ck_status {
        call.passing(descriptor(epsilon: epsilon)) {
            ck_batch_norm_f32_forward_training(
                call.context, $0, call["input"], call["scale"], call["offset"], momentum, call["running_mean"],
                call["running_variance"], call["mean"], call["inverse_deviation"], call["output"])
        }
    }

    func training(withRunning: Bool) -> KernelCase {
        var operands: [Operand] = [
            .input("input", TestValues.uniform(count, 1)), .input("scale", TestValues.uniform(channels, 2)),
            .input("offset", TestValues.uniform(channels, 3)), .output("mean", count: channels),
            .output("inverse_deviation", count: channels), .output("output", count: count),
        ]
        if withRunning {
            operands += [
                .updated("running_mean", TestValues.uniform(channels, 4)),
                .updated("running_variance", TestValues.positive(channels, 5)),
            ]
        }
        return KernelCase("ck_batch_norm_f32_forward_training \(name) running \(withRunning)", operands) {
            runTraining($0)
        }
    }

    func inference() -> KernelCase {
        KernelCase(
            "ck_batch_norm_f32_forward_inference \(name)",
            [
                .input("input", TestValues.uniform(count, 1)), .input("scale", TestValues.uniform(channels, 2)),
                .input("offset", TestValues.uniform(channels, 3)),
                .input("running_mean", TestValues.uniform(channels, 4)),
                .input("running_variance", TestValues.positive(channels, 5)), .output("output", count: count),
            ]
        ) { runInference($0) }
    }

    func runInference(_ call: KernelCase.Call, epsilon: Float = epsilon) -> ck_status {
        call.passing(descriptor(epsilon: epsilon)) {
            ck_batch_norm_f32_forward_inference(
                call.context, $0, call["input"], call["scale"], call["offset"], call["running_mean"],
                call["running_variance"], call["output"])
        }
    }

    /// Statistics need not be those of the input for the formula to hold, so any will do.
    func backward(_ values: TestValues) -> KernelCase {
        KernelCase(
            "ck_batch_norm_f32_backward \(name)",
            [
                .input("input", values(count, 1)), .input("scale", values(channels, 2)),
                .input("mean", values(channels, 4)),
                .input(
                    "inverse_deviation", values == .integers ? values(channels, 5) : TestValues.positive(channels, 5)),
                .input("output_gradient", values(count, 6)), .output("input_gradient", count: count),
                .output("scale_gradient", count: channels), .output("offset_gradient", count: channels),
            ]
        ) { runBackward($0) }
    }

    func runBackward(_ call: KernelCase.Call, epsilon: Float = epsilon) -> ck_status {
        call.passing(descriptor(epsilon: epsilon)) {
            ck_batch_norm_f32_backward(
                call.context, $0, call["input"], call["scale"], call["mean"], call["inverse_deviation"],
                call["output_gradient"], call["input_gradient"], call["scale_gradient"], call["offset_gradient"])
        }
    }

    var definitions: [Definition] { forwardDefinitions + backwardDefinitions }

    private func sums(_ term: (Int) -> Double) -> Sums {
        var sums = Sums(count: channels)
        for index in 0..<count { sums.add(term(index), at: channel(index)) }
        return sums
    }

    private var forwardDefinitions: [Definition] {
        let x = TestValues.uniform(count, 1).map(Double.init)
        let scale = TestValues.uniform(channels, 2).map(Double.init)
        let offset = TestValues.uniform(channels, 3).map(Double.init)
        let runningMean = TestValues.uniform(channels, 4).map(Double.init)
        let runningVariance = TestValues.positive(channels, 5).map(Double.init)
        let (m, momentum, epsilon) = (Double(perChannel), Double(Self.momentum), Double(Self.epsilon))
        let mean = sums { x[$0] }.values.map { $0 / m }
        let squares = sums { (x[$0] - mean[channel($0)]) * (x[$0] - mean[channel($0)]) }.values
        let inverse = squares.map { 1 / ($0 / m + epsilon).squareRoot() }
        let runningInverse = runningVariance.map { 1 / ($0 + epsilon).squareRoot() }
        func output(_ mean: [Double], _ inverse: [Double]) -> Sums {
            var sums = Sums(count: count)
            for index in 0..<count {
                let c = channel(index)
                sums.add(scale[c] * inverse[c] * x[index], at: index)
                sums.add(-scale[c] * inverse[c] * mean[c], at: index)
                sums.add(offset[c], at: index)
                sums.magnitudes[index] += abs(scale[c]) * inverse[c]
            }
            return sums
        }
        let training = output(mean, inverse)
        let inference = output(runningMean, runningInverse)
        let call = self.training(withRunning: true)
        let units = Double(Agreement.roundings(terms: perChannel))
        let ones = mean.map { _ in 1.0 }
        // The variance is a sum of squares up to 1, divided by their number.
        let inverseBound = inverse.map { $0 * $0 * $0 + $0 }
        return [
            Definition(call, "mean", mean, magnitudes: ones, units: units),
            Definition(call, "inverse_deviation", inverse, magnitudes: inverseBound, units: units),
            Definition(
                call, "output", training.values,
                magnitudes: (0..<count).map { training.magnitudes[$0] * (1 + inverseBound[channel($0)]) }, units: units),
            Definition(
                call, "running_mean", zip(runningMean, mean).map { (1 - momentum) * $0 + momentum * $1 },
                magnitudes: ones, units: units),
            Definition(
                call, "running_variance",
                zip(runningVariance, squares).map { (1 - momentum) * $0 + momentum * $1 / (m - 1) },
                magnitudes: runningVariance.map { $0 + 2 }, units: units),
            Definition(
                self.inference(), "output", inference.values, magnitudes: inference.magnitudes, units: 8),
        ]
    }

    private var backwardDefinitions: [Definition] {
        let x = TestValues.uniform(count, 1).map(Double.init)
        let scale = TestValues.uniform(channels, 2).map(Double.init)
        let mean = TestValues.uniform(channels, 4).map(Double.init)
        let inverse = TestValues.positive(channels, 5).map(Double.init)
        let gradient = TestValues.uniform(count, 6).map(Double.init)
        let m = Double(perChannel)
        let normalized = (0..<count).map { (x[$0] - mean[channel($0)]) * inverse[channel($0)] }
        let spread = (0..<count).map { (abs(x[$0]) + abs(mean[channel($0)])) * inverse[channel($0)] }
        let sum = sums { gradient[$0] }
        let dot = sums { gradient[$0] * normalized[$0] }
        let dotMagnitude = sums { abs(gradient[$0]) * spread[$0] }.values
        var input = Sums(count: count)
        for index in 0..<count {
            let c = channel(index)
            let factor = scale[c] * inverse[c]
            input.values[index] = factor * (gradient[index] - sum.values[c] / m - normalized[index] * dot.values[c] / m)
            input.magnitudes[index] =
                abs(factor) * (abs(gradient[index]) + sum.magnitudes[c] / m + spread[index] * dotMagnitude[c] / m)
        }
        let call = backward(.uniform)
        let units = Double(Agreement.roundings(terms: perChannel))
        return [
            Definition(call, "offset_gradient", sum.values, magnitudes: sum.magnitudes, units: units),
            Definition(call, "scale_gradient", dot.values, magnitudes: dotMagnitude, units: units),
            Definition(call, "input_gradient", input.values, magnitudes: input.magnitudes, units: units),
        ]
    }
}

enum BatchNormCases: OperatorCases {
    static let operatorName = "batch_norm"

    private static let shapes = [
        (2, 1, 1), (1, 3, 2), (3, 2, 7), (2, 3, 8), (2, 5, 9), (1, 2, 15), (2, 3, 16), (3, 1, 17), (2, 2, 31),
        (2, 3, 33), (7, 13, 1), (8, 17, 1), (33, 31, 1), (64, 40, 1), (5, 6, 49), (4, 7, 1009), (9, 24, 400),
    ].map { BatchNormShape(batch: $0, channels: $1, spatial: $2) }
    private static let empty = [(0, 0, 4), (4, 0, 3)].map { BatchNormShape(batch: $0, channels: $1, spatial: $2) }

    /// The gradient on whole numbers, where the divisor is a power of two.
    static var exactCases: [KernelCase] {
        shapes.filter { $0.perChannel & ($0.perChannel - 1) == 0 && $0.perChannel <= 64 }.map { $0.backward(.integers) }
            + empty.flatMap { [$0.training(withRunning: true), $0.inference(), $0.backward(.uniform)] }
            + [BatchNormShape(batch: 0, channels: 3, spatial: 4)].flatMap { [$0.inference(), $0.backward(.uniform)] }
    }

    static var randomCases: [KernelCase] {
        shapes.flatMap { shape -> [KernelCase] in
            let units = Agreement.roundings(terms: shape.perChannel)
            // With few values per channel the deviation can be tiny, and its inverse up to 1 / sqrt(epsilon) = 32.
            let scale: Float = shape.perChannel < 16 ? 32 * 32 * 32 : 32
            return [
                shape.training(withRunning: true).agreeing(.absolute(units: units, scale: scale)),
                shape.training(withRunning: false).agreeing(.absolute(units: units, scale: scale)),
                shape.inference().agreeing(.absolute(units: 8, scale: 8)),
                shape.backward(.uniform).agreeing(.absolute(units: units, scale: 4 * Float(shape.perChannel))),
            ]
        }
    }

    static var definitions: [Definition] { shapes.filter { $0.count < 3000 }.flatMap(\.definitions) }

    private static let small = BatchNormShape(batch: 2, channels: 3, spatial: 4)
    static var entryPoints: [KernelCase] {
        [small.training(withRunning: true), small.inference(), small.backward(.uniform)]
    }

    static var errors: [ErrorCase] {
        func refused(
            _ mention: String, _ run: @escaping (KernelCase.Call) -> ck_status, in call: KernelCase
        ) -> ErrorCase {
            var call = call
            call.run = run
            return ErrorCase(call, mentions: String(call.name.prefix { $0 != " " }), mention)
        }
        let changes: [(String, (inout BatchNormShape) -> Void)] = [
            ("batch", { $0.batch = -1 }), ("channels", { $0.channels = -1 }), ("spatial", { $0.spatial = -1 }),
            ("", { $0.channels = .max / 2 }),
        ]
        return changes.flatMap { mention, change in
            var broken = small
            change(&broken)
            let shape = broken
            return [
                refused(mention, { shape.runTraining($0) }, in: small.training(withRunning: true)),
                refused(mention, { shape.runInference($0) }, in: small.inference()),
                refused(mention, { shape.runBackward($0) }, in: small.backward(.uniform)),
            ]
        }
            + [-1, .nan].flatMap { (epsilon: Float) in
                [
                    refused(
                        "epsilon", { small.runTraining($0, epsilon: epsilon) }, in: small.training(withRunning: true)),
                    refused("epsilon", { small.runInference($0, epsilon: epsilon) }, in: small.inference()),
                    refused("epsilon", { small.runBackward($0, epsilon: epsilon) }, in: small.backward(.uniform)),
                ]
            } + [
                refused("momentum", { small.runTraining($0, momentum: 1.5) }, in: small.training(withRunning: true)),
                refused(
                    "2 values per channel",
                    { BatchNormShape(batch: 1, channels: 3, spatial: 1).runTraining($0) },
                    in: small.training(withRunning: true)),
            ]
    }
}
