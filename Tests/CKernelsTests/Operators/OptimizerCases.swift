import CKernels
import Foundation

/// The updates of one step. Each case is a choice of options; formulas follow torch.optim of PyTorch 2.
enum OptimizerCases: OperatorCases {
    static let operatorName = "optimizer"

    private static let counts = [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 65, 1009, 40_009]

    /// What a step reads and leaves, in double precision.
    struct State {
        var gradient: Double
        var parameter: Double
        var first: Double
        var second: Double
        var third: Double
    }

    /// One optimizer with given options.
    struct Step {
        var name: String
        /// Operands that hold `first`, `second` and `third`.
        var states: [String]
        var run: (KernelCase.Call, Int) -> ck_status
        var define: (inout State) -> Void

        func call(_ values: TestValues, _ count: Int) -> KernelCase {
            // Running means of squares are not negative.
            let states = self.states.enumerated().map { index, name in
                let isMeanOfSquares = name.hasSuffix("second_moment") || name.hasPrefix("mean_square")
                return Operand.updated(name, (isMeanOfSquares ? .positive : values)(count, 3 + index))
            }
            return KernelCase(
                "\(name) count \(count)",
                [.input("gradient", values(count, 1)), .updated("parameter", values(count, 2))] + states
            ) { run($0, count) }
        }

        var definitions: [Definition] {
            let count = 67
            let call = call(.uniform, count)
            let before = call.operands.map { $0.words.floats.map(Double.init) }
            var after = [[Double]](repeating: [], count: before.count)
            for index in 0..<count {
                let states = (0..<3).map { $0 < self.states.count ? before[2 + $0][index] : 0 }
                var state = State(
                    gradient: before[0][index], parameter: before[1][index], first: states[0], second: states[1],
                    third: states[2])
                define(&state)
                for (position, value) in [state.parameter, state.first, state.second, state.third].enumerated()
                where position <= self.states.count { after[position + 1].append(value) }
            }
            return call.operands.indices.dropFirst().map { position in
                Definition(
                    call, call.operands[position].name, after[position],
                    magnitudes: zip(before[position], after[position]).map { abs($0) + abs($1) + 1 }, units: 16)
            }
        }
    }

    private static func double(_ value: Float) -> Double { Double(value) }

    static func sgd(
        momentum: Float, dampening: Float = 0, nesterov: Bool = false, decay: Float = 0, first: Bool = false,
        rate: Float = 0.1
    ) -> Step {
        let options = ck_sgd_descriptor(
            learning_rate: rate, momentum: momentum, dampening: dampening, nesterov: nesterov, weight_decay: decay,
            is_first_step: first)
        return Step(
            name: "ck_sgd_f32_update momentum \(momentum) \(dampening) \(nesterov) decay \(decay) first \(first)",
            states: momentum == 0 ? [] : ["momentum_buffer"],
            run: { call, count in
                call.passing(options) {
                    ck_sgd_f32_update(
                        call.context, $0, call.size("count", count), call["gradient"], call["momentum_buffer"],
                        call["parameter"])
                }
            },
            define: { state in
                var gradient = state.gradient + double(decay) * state.parameter
                if momentum != 0 {
                    state.first = first ? gradient : double(momentum) * state.first + double(1 - dampening) * gradient
                    gradient = nesterov ? gradient + double(momentum) * state.first : state.first
                }
                state.parameter -= double(rate) * gradient
            })
    }

    static func adam(
        step: Int64, decay: Float = 0, decoupled: Bool = false, epsilon: Float = 1e-8,
        form: ck_adam_form = CK_ADAM_STANDARD, amsgrad: Bool = false
    ) -> Step {
        let (rate, beta1, beta2, rise): (Float, Float, Float, Float) = (0.01, 0.9, 0.999, 0.5)
        let options = ck_adam_descriptor(
            learning_rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: decay,
            decoupled_weight_decay: decoupled, step: step, form: form, amsgrad: amsgrad, momentum_decay: rise)
        let name = "step \(step) decay \(decay) decoupled \(decoupled) epsilon \(epsilon) form \(form.rawValue)"
        return Step(
            name: "ck_adam_f32_update \(name) amsgrad \(amsgrad)",
            states: ["first_moment", "second_moment"] + (amsgrad ? ["largest_second_moment"] : []),
            run: { call, count in
                call.passing(options) {
                    ck_adam_f32_update(
                        call.context, $0, call.size("count", count), call["gradient"], call["first_moment"],
                        call["second_moment"], call["largest_second_moment"], call["parameter"])
                }
            },
            define: { state in
                var gradient = state.gradient
                if decoupled { state.parameter *= 1 - double(rate) * double(decay) }
                if !decoupled { gradient += double(decay) * state.parameter }
                state.first = double(beta1) * state.first + (1 - double(beta1)) * gradient
                state.second = double(beta2) * state.second + (1 - double(beta2)) * gradient * gradient
                if amsgrad { state.third = max(state.third, state.second) }
                let (power1, power2) = (pow(double(beta1), Double(step)), pow(double(beta2), Double(step)))
                var first = state.first / (1 - power1)
                let root = ((amsgrad ? state.third : state.second) / (1 - power2)).squareRoot()
                var denominator = root + double(epsilon)
                if form == CK_ADAM_NESTEROV {
                    let momenta = (1...step + 1).map { double(beta1) * (1 - pow(0.96, Double($0) * double(rise)) / 2) }
                    let product = momenta.dropLast().reduce(1, *)
                    first = state.first * momenta[Int(step)] / (1 - product * momenta[Int(step)])
                    first += gradient * (1 - momenta[Int(step) - 1]) / (1 - product)
                } else if form == CK_ADAM_RECTIFIED {
                    let limit = 2 / (1 - double(beta2)) - 1
                    let length = limit - 2 * Double(step) * power2 / (1 - power2)
                    denominator = 1
                    if length > 5 {
                        denominator = root + double(epsilon) / (1 - power2).squareRoot()
                        first *= ((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
                            .squareRoot()
                    }
                }
                state.parameter -= double(rate) * first / denominator
            })
    }

    static func lion(decay: Float) -> Step {
        let (rate, beta1, beta2): (Float, Float, Float) = (0.01, 0.9, 0.75)
        let options = ck_lion_descriptor(learning_rate: rate, beta1: beta1, beta2: beta2, weight_decay: decay)
        return Step(
            name: "ck_lion_f32_update decay \(decay)", states: ["momentum_buffer"],
            run: { call, count in
                call.passing(options) {
                    ck_lion_f32_update(
                        call.context, $0, call.size("count", count), call["gradient"], call["momentum_buffer"],
                        call["parameter"])
                }
            },
            define: { state in
                let mean = double(beta1) * state.first + (1 - double(beta1)) * state.gradient
                state.first = double(beta2) * state.first + (1 - double(beta2)) * state.gradient
                state.parameter *= 1 - double(rate) * double(decay)
                state.parameter -= double(rate) * (mean > 0 ? 1 : mean < 0 ? -1 : 0)
            })
    }

    static func rmsprop(
        centered: Bool, momentum: Float, decay: Float = 0, sumsSquares: Bool = false
    ) -> Step {
        let (rate, smoothing, epsilon): (Float, Float, Float) = (0.01, 0.75, 1e-2)
        let options = ck_rmsprop_descriptor(
            learning_rate: rate, smoothing: smoothing, epsilon: epsilon, weight_decay: decay, momentum: momentum,
            centered: centered, sums_squares: sumsSquares)
        return Step(
            name: "ck_rmsprop_f32_update centered \(centered) momentum \(momentum) decay \(decay) sums \(sumsSquares)",
            states: ["mean_square"] + (centered ? ["mean_gradient"] : []) + (momentum == 0 ? [] : ["momentum_buffer"]),
            run: { call, count in
                call.passing(options) {
                    ck_rmsprop_f32_update(
                        call.context, $0, call.size("count", count), call["gradient"], call["mean_square"],
                        call["mean_gradient"],
                        call["momentum_buffer"], call["parameter"])
                }
            },
            define: { state in
                let gradient = state.gradient + double(decay) * state.parameter
                if sumsSquares {
                    state.first += gradient * gradient
                } else {
                    state.first = double(smoothing) * state.first + (1 - double(smoothing)) * gradient * gradient
                }
                var variance = state.first
                if centered {
                    state.second = double(smoothing) * state.second + (1 - double(smoothing)) * gradient
                    variance = max(0, variance - state.second * state.second)
                }
                var update = gradient / (variance.squareRoot() + double(epsilon))
                if momentum != 0 {
                    update += double(momentum) * (centered ? state.third : state.second)
                    if centered { state.third = update } else { state.second = update }
                }
                state.parameter -= double(rate) * update
            })
    }

    static func adadelta(decay: Float) -> Step {
        let (rate, rho, epsilon): (Float, Float, Float) = (0.5, 0.9, 1e-6)
        let options = ck_adadelta_descriptor(learning_rate: rate, rho: rho, epsilon: epsilon, weight_decay: decay)
        return Step(
            name: "ck_adadelta_f32_update decay \(decay)", states: ["mean_square", "mean_square_update"],
            run: { call, count in
                call.passing(options) {
                    ck_adadelta_f32_update(
                        call.context, $0, call.size("count", count), call["gradient"], call["mean_square"],
                        call["mean_square_update"], call["parameter"])
                }
            },
            define: { state in
                let gradient = state.gradient + double(decay) * state.parameter
                state.first = double(rho) * state.first + (1 - double(rho)) * gradient * gradient
                let update =
                    ((state.second + double(epsilon)) / (state.first + double(epsilon))).squareRoot() * gradient
                state.second = double(rho) * state.second + (1 - double(rho)) * update * update
                state.parameter -= double(rate) * update
            })
    }

    private static var steps: [Step] {
        [
            sgd(momentum: 0), sgd(momentum: 0, decay: 0.01), sgd(momentum: 0.9, decay: 0.01, first: true),
            sgd(momentum: 0.9), sgd(momentum: 0.9, dampening: 0.25), sgd(momentum: 0.9, nesterov: true, decay: 0.1),
            sgd(momentum: 0.5, nesterov: true, first: true),
            adam(step: 1), adam(step: 7, decay: 0.1), adam(step: 100, decay: 0.1, decoupled: true),
            adam(step: 3, epsilon: 0.1), adam(step: 5, decay: 0.1, amsgrad: true),
            adam(step: 1, form: CK_ADAM_NESTEROV), adam(step: 9, decay: 0.1, form: CK_ADAM_NESTEROV),
            adam(step: 1, form: CK_ADAM_RECTIFIED), adam(step: 4, decay: 0.1, form: CK_ADAM_RECTIFIED),
            adam(step: 30, epsilon: 0.01, form: CK_ADAM_RECTIFIED), lion(decay: 0), lion(decay: 0.1),
            rmsprop(centered: false, momentum: 0), rmsprop(centered: false, momentum: 0.9, decay: 0.1),
            rmsprop(centered: false, momentum: 0, decay: 0.1, sumsSquares: true),
            adadelta(decay: 0), adadelta(decay: 0.01),
        ]
    }
    // Centred: the variance is a difference, so the running mean square is kept above the mean squared.
    private static var centered: [Step] {
        [rmsprop(centered: true, momentum: 0), rmsprop(centered: true, momentum: 0.9)]
    }

    private static func centeredCall(_ step: Step, _ count: Int) -> KernelCase {
        var call = step.call(.uniform, count)
        let position = call.operands.firstIndex { $0.name == "mean_square" }!
        call.operands[position] = .updated("mean_square", TestValues.positive(count, 3).map { $0 + 4 })
        return call
    }

    static func maxNorm(_ rows: Int, _ columns: Int, _ maximum: Float, _ values: TestValues) -> KernelCase {
        KernelCase(
            "ck_max_norm_f32 \(rows)x\(columns) maximum \(maximum)",
            [.updated("matrix", values(rows * columns, 1))]
        ) { ck_max_norm_f32($0.context, $0.size("rows", rows), $0.size("columns", columns), maximum, $0["matrix"]) }
    }

    /// One row whose squares leave the range of float, with a result that is known.
    private static func extremeNorm(_ row: [Float], maximum: Float, becomes expected: [Double]) -> Definition {
        var call = maxNorm(1, row.count, maximum, .uniform)
        call.operands[0].words = row.words
        return Definition(call, "matrix", expected, magnitudes: expected.map { abs($0) }, units: 4)
    }

    private static var extremeNorms: [Definition] {
        [
            extremeNorm([3e19, 4e19], maximum: 3, becomes: [1.8, 2.4]),
            extremeNorm([-3e38, 0], maximum: 0.5, becomes: [-0.5, 0]),
            extremeNorm([3e-24, -4e-24], maximum: 2e-24, becomes: [1.2e-24, -1.6e-24]),
        ]
    }

    private static let normShapes = [
        (0, 3), (3, 0), (1, 1), (3, 7), (2, 8), (5, 9), (3, 16), (4, 17), (2, 33), (7, 1009), (300, 200),
    ]

    /// Powers of two as options keep whole numbers exact.
    static var exactCases: [KernelCase] {
        let exactSteps = [
            sgd(momentum: 0, decay: 0.5, rate: 0.5), sgd(momentum: 0.5, rate: 0.25),
            sgd(momentum: 0.5, dampening: 0.5, decay: 0.25, rate: 0.5),
            sgd(momentum: 0.5, nesterov: true, decay: 0.5, first: true, rate: 0.5),
        ]
        return counts.flatMap { count in exactSteps.map { $0.call(.integers, count) } }
            // Rows within the norm stay as they are, to the bit.
            + normShapes.map { maxNorm($0, $1, 1e6, .uniform) }
    }

    static var randomCases: [KernelCase] {
        counts.flatMap { count in
            steps.map { $0.call(.uniform, count).agreeing(.absolute(units: 16, scale: 4)) }
                + centered.map { centeredCall($0, count).agreeing(.absolute(units: 16, scale: 8)) }
        }
            + normShapes.flatMap { rows, columns in
                [0.5, 3, 0].map { (maximum: Float) in
                    maxNorm(rows, columns, maximum, .uniform).agreeing(
                        .relative(units: Agreement.roundings(terms: columns)))
                }
            }
    }

    static var definitions: [Definition] {
        steps.flatMap(\.definitions) + extremeNorms
            + [(3, 7), (5, 9), (2, 33)].flatMap { rows, columns in
                [0.5, 2].map { (maximum: Float) in
                    let matrix = TestValues.uniform(rows * columns, 1).map(Double.init)
                    let norms = (0..<rows).map { row in
                        matrix[row * columns..<(row + 1) * columns].reduce(0) { $0 + $1 * $1 }.squareRoot()
                    }
                    let expected = matrix.indices.map { index in
                        matrix[index] * min(1, Double(maximum) / norms[index / columns])
                    }
                    return Definition(
                        maxNorm(rows, columns, maximum, .uniform), "matrix", expected,
                        magnitudes: expected.map { abs($0) }, units: Double(Agreement.roundings(terms: columns)))
                }
            }
    }
}
