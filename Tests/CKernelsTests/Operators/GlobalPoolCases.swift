import CKernels

/// Pooling over all positions, or over the first of each example.
struct GlobalPoolShape {
    var batch: Int
    var channels: Int
    var length: Int
    var isMaximum: Bool
    var hasValidLengths = false

    var inputCount: Int { batch * channels * length }
    var outputCount: Int { batch * channels }
    /// From 1 to `length`, both among them.
    var validLengths: [Int32] { (0..<batch).map { Int32(1 + ($0 * 7 + length - 1) % length) } }
    func validLength(_ row: Int) -> Int { hasValidLengths ? Int(validLengths[row / channels]) : length }

    var entryPointPrefix: String { "ck_global_\(isMaximum ? "max" : "average")_pool_f32_" }
    private func name(_ pass: String) -> String {
        "\(entryPointPrefix)\(pass) \(batch)x\(channels)x\(length) valid lengths \(hasValidLengths)"
    }

    private var descriptor: ck_global_pool_descriptor {
        ck_global_pool_descriptor(batch: batch.signed, channels: channels.signed, length: length.signed)
    }

    func runForward(_ call: KernelCase.Call) -> ck_status {
        let (input, lengths, output) = (call["input"], call.integers("valid_lengths"), call["output"])
        return call.passing(descriptor) {
            isMaximum
                ? ck_global_max_pool_f32_forward(call.context, $0, input, lengths, output, call.integers("indices"))
                : ck_global_average_pool_f32_forward(call.context, $0, input, lengths, output)
        }
    }

    func runBackward(_ call: KernelCase.Call, beta: Float) -> ck_status {
        let (gradient, result) = (call["output_gradient"], call["input_gradient"])
        return call.passing(descriptor) {
            isMaximum
                ? ck_global_max_pool_f32_backward(call.context, $0, gradient, call.integers("indices"), beta, result)
                : ck_global_average_pool_f32_backward(
                    call.context, $0, gradient, call.integers("valid_lengths"), beta, result)
        }
    }

    private var lengths: [Operand] {
        hasValidLengths ? [.integers("valid_lengths", validLengths, isOptional: true)] : []
    }

    /// What lies behind the valid length is NaN: it must never be used.
    func input(_ values: TestValues) -> [Float] {
        var input = values(inputCount, 1)
        guard hasValidLengths else { return input }
        for row in 0..<outputCount {
            for position in validLength(row)..<length { input[row * length + position] = .nan }
        }
        return input
    }

    func forward(_ values: TestValues) -> KernelCase {
        var operands = [Operand.input("input", input(values)), .output("output", count: outputCount)]
        if isMaximum { operands.append(.output("indices", count: outputCount, element: .integer)) }
        return KernelCase(name("forward"), operands + lengths, run: runForward)
    }

    func backward(_ values: TestValues, beta: Float) -> KernelCase {
        var operands = [
            Operand.input("output_gradient", values(outputCount, 2)),
            .gradient("input_gradient", values(inputCount, 3), beta: beta),
        ]
        operands +=
            isMaximum
            ? [.integers("indices", (0..<outputCount).map { Int32($0 * 5 % length) })] : lengths
        return KernelCase(name("backward beta \(beta)"), operands) { runBackward($0, beta: beta) }
    }

    var definitions: [Definition] {
        let input = input(.uniform).map(Double.init)
        let gradient = TestValues.uniform(outputCount, 2).map(Double.init)
        var result: [Double] = []
        var indices: [Double] = []
        var sums = Sums(TestValues.uniform(inputCount, 3).map(Double.init))
        for row in 0..<outputCount {
            let count = validLength(row)
            let part = input[row * length..<row * length + count]
            if isMaximum {
                let best = part.indices.max { part[$0] < part[$1] || (part[$0] == part[$1] && $0 > $1) }!
                result.append(part[best])
                indices.append(Double(best - row * length))
                sums.add(gradient[row], at: row * length + row * 5 % length)
            } else {
                result.append(part.reduce(0, +) / Double(count))
                for position in part.indices { sums.add(gradient[row] / Double(count), at: position) }
            }
        }
        let units = Double(Agreement.roundings(terms: length))
        let ones = result.map { _ in 1.0 }
        return [
            Definition(forward(.uniform), "output", result, magnitudes: ones, units: isMaximum ? 0 : units),
            Definition(
                backward(.uniform, beta: 1), "input_gradient", sums.values, magnitudes: sums.magnitudes, units: 8),
        ]
            + (isMaximum
                ? [Definition(forward(.uniform), "indices", indices, magnitudes: ones, units: 0)] : [])
    }
}

enum GlobalPoolTable {
    static func shapes(isMaximum: Bool) -> [GlobalPoolShape] {
        [
            (0, 3, 4), (3, 0, 4), (1, 1, 1), (2, 3, 7), (2, 3, 8), (3, 5, 9), (2, 7, 15), (2, 3, 16), (3, 4, 17),
            (2, 1, 31), (5, 2, 32), (2, 3, 33), (7, 13, 60), (3, 2, 1031), (64, 50, 64),
        ].flatMap { batch, channels, length in
            [false, true].map {
                GlobalPoolShape(
                    batch: batch, channels: channels, length: length, isMaximum: isMaximum, hasValidLengths: $0)
            }
        }
    }

    static func exactCases(isMaximum: Bool) -> [KernelCase] {
        shapes(isMaximum: isMaximum).filter {
            isMaximum || (!$0.hasValidLengths && $0.length & ($0.length - 1) == 0)
        }.flatMap { [$0.forward(.integers), $0.backward(.integers, beta: 0), $0.backward(.integers, beta: 1)] }
    }

    static func randomCases(isMaximum: Bool) -> [KernelCase] {
        shapes(isMaximum: isMaximum).flatMap { shape in
            let units = Agreement.roundings(terms: shape.length)
            let forward = shape.forward(.uniform)
            return [isMaximum ? forward : forward.agreeing(.absolute(units: units, scale: 1))]
                + [0, 1].map { (beta: Float) in
                    shape.backward(.uniform, beta: beta).agreeing(
                        .scaled(units: 8, magnitudes: shape.backward(.magnitudes, beta: beta)))
                }
        }
    }

    static func definitions(isMaximum: Bool) -> [Definition] {
        shapes(isMaximum: isMaximum).filter { $0.inputCount > 0 && $0.inputCount < 10_000 }.flatMap(\.definitions)
    }

    static func small(isMaximum: Bool) -> GlobalPoolShape {
        GlobalPoolShape(batch: 3, channels: 2, length: 5, isMaximum: isMaximum, hasValidLengths: true)
    }

    static func entryPoints(isMaximum: Bool) -> [KernelCase] {
        let shape = small(isMaximum: isMaximum)
        return [shape.forward(.uniform), shape.backward(.uniform, beta: 0)]
    }

    static func errors(isMaximum: Bool) -> [ErrorCase] {
        let shape = small(isMaximum: isMaximum)
        let changes: [(String, (inout GlobalPoolShape) -> Void)] = [
            ("batch", { $0.batch = -1 }), ("channels", { $0.channels = -1 }), ("length", { $0.length = -1 }),
            ("", { $0.channels = .max / 2 }), ("length", { $0.length = 0 }),
        ]
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
        badBeta.run = { shape.runBackward($0, beta: -1) }
        errors.append(ErrorCase(badBeta, mentions: shape.entryPointPrefix, "beta"))

        func withBad(_ name: String, _ value: Int32, in call: KernelCase) -> ErrorCase {
            var call = call
            call.name += " with \(name) \(value)"
            let position = call.operands.firstIndex { $0.name == name }!
            call.operands[position].words[1] = UInt32(bitPattern: value)
            return ErrorCase(call, mentions: shape.entryPointPrefix, "\(value)")
        }
        for bad: Int32 in [0, -1, 6] {
            errors.append(withBad("valid_lengths", bad, in: shape.forward(.uniform)))
            if !isMaximum { errors.append(withBad("valid_lengths", bad, in: shape.backward(.uniform, beta: 1))) }
        }
        if isMaximum {
            for bad: Int32 in [-1, 5] { errors.append(withBad("indices", bad, in: shape.backward(.uniform, beta: 1))) }
        }
        return errors
    }
}

enum GlobalMaxPoolCases: OperatorCases {
    static let operatorName = "global_max_pool"
    static var exactCases: [KernelCase] { GlobalPoolTable.exactCases(isMaximum: true) }
    static var randomCases: [KernelCase] { GlobalPoolTable.randomCases(isMaximum: true) }
    static var definitions: [Definition] { GlobalPoolTable.definitions(isMaximum: true) }
    static var entryPoints: [KernelCase] { GlobalPoolTable.entryPoints(isMaximum: true) }
    static var errors: [ErrorCase] { GlobalPoolTable.errors(isMaximum: true) }
}

enum GlobalAveragePoolCases: OperatorCases {
    static let operatorName = "global_average_pool"
    static var exactCases: [KernelCase] { GlobalPoolTable.exactCases(isMaximum: false) }
    static var randomCases: [KernelCase] { GlobalPoolTable.randomCases(isMaximum: false) }
    static var definitions: [Definition] { GlobalPoolTable.definitions(isMaximum: false) }
    static var entryPoints: [KernelCase] { GlobalPoolTable.entryPoints(isMaximum: false) }
    static var errors: [ErrorCase] { GlobalPoolTable.errors(isMaximum: false) }
}
