import CKernels

/// What the updates refuse, and one call of each for the tests of all entry points.
extension OptimizerCases {
    static var entryPoints: [KernelCase] {
        [
            sgd(momentum: 0.9), adam(step: 1, amsgrad: true), lion(decay: 0), rmsprop(centered: true, momentum: 0.9),
            adadelta(decay: 0),
        ].map { $0.call(.uniform, 9) } + [maxNorm(2, 3, 1, .uniform)]
    }

    static var errors: [ErrorCase] {
        func refused(
            _ mention: String, in call: KernelCase, _ run: @escaping (KernelCase.Call) -> ck_status
        ) -> ErrorCase {
            var call = call
            call.run = run
            return ErrorCase(call, mentions: String(call.name.prefix { $0 != " " }), mention)
        }
        let sgdCall = sgd(momentum: 0.9).call(.uniform, 9)
        let adamCall = adam(step: 1, amsgrad: true).call(.uniform, 9)
        let rmspropCall = rmsprop(centered: true, momentum: 0.9).call(.uniform, 9)
        let adadeltaCall = adadelta(decay: 0).call(.uniform, 9)
        let normCall = maxNorm(2, 3, 1, .uniform)
        func sgdRefused(_ mention: String, count: Int64 = 9, _ change: @escaping (inout ck_sgd_descriptor) -> Void)
            -> ErrorCase
        {
            refused(mention, in: sgdCall) { call in
                var options = ck_sgd_descriptor(
                    learning_rate: 0.1, momentum: 0.9, dampening: 0, nesterov: false, weight_decay: 0,
                    is_first_step: false)
                change(&options)
                return ck_sgd_f32_update(
                    call.context, &options, count, call["gradient"], call["momentum_buffer"], call["parameter"])
            }
        }
        func adamRefused(_ mention: String, count: Int64 = 9, _ change: @escaping (inout ck_adam_descriptor) -> Void)
            -> ErrorCase
        {
            refused(mention, in: adamCall) { call in
                var options = ck_adam_descriptor(
                    learning_rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0,
                    decoupled_weight_decay: false, step: 1, form: CK_ADAM_STANDARD, amsgrad: true,
                    momentum_decay: 0.1)
                change(&options)
                return ck_adam_f32_update(
                    call.context, &options, count, call["gradient"], call["first_moment"], call["second_moment"],
                    call["largest_second_moment"], call["parameter"])
            }
        }
        return [
            sgdRefused("count", count: -1) { _ in }, sgdRefused("learning_rate") { $0.learning_rate = .nan },
            sgdRefused("momentum") { $0.momentum = -1 }, sgdRefused("weight_decay") { $0.weight_decay = .infinity },
            sgdRefused("nesterov") {
                $0.nesterov = true
                $0.momentum = 0
            },
            sgdRefused("nesterov") {
                $0.nesterov = true
                $0.dampening = 0.5
            },
            adamRefused("count", count: .min) { _ in }, adamRefused("beta1") { $0.beta1 = 1 },
            adamRefused("beta2") { $0.beta2 = -0.5 }, adamRefused("epsilon") { $0.epsilon = -1 },
            adamRefused("step") { $0.step = 0 }, adamRefused("momentum_decay") { $0.momentum_decay = -1 },
            adamRefused("learning_rate") { $0.learning_rate = .infinity },
            refused("descriptor", in: sgdCall) {
                ck_sgd_f32_update($0.context, nil, 9, $0["gradient"], $0["momentum_buffer"], $0["parameter"])
            },
            refused("descriptor", in: adamCall) {
                ck_adam_f32_update(
                    $0.context, nil, 9, $0["gradient"], $0["first_moment"], $0["second_moment"],
                    $0["largest_second_moment"], $0["parameter"])
            },
            refused("sums of squares cannot be centered", in: rmspropCall) { call in
                var options = ck_rmsprop_descriptor(
                    learning_rate: 0.1, smoothing: 1, epsilon: 0, weight_decay: 0, momentum: 0.9, centered: true,
                    sums_squares: true)
                return ck_rmsprop_f32_update(
                    call.context, &options, 9, call["gradient"], call["mean_square"], call["mean_gradient"],
                    call["momentum_buffer"], call["parameter"])
            },
            refused("rows", in: normCall) { ck_max_norm_f32($0.context, -1, 3, 1, $0["matrix"]) },
            refused("columns", in: normCall) { ck_max_norm_f32($0.context, 2, -3, 1, $0["matrix"]) },
            refused("", in: normCall) { ck_max_norm_f32($0.context, .max / 2, 3, 1, $0["matrix"]) },
            refused("maximum", in: normCall) { ck_max_norm_f32($0.context, 2, 3, -1, $0["matrix"]) },
        ]
            + [-1, 1.5, .nan].flatMap { (share: Float) in
                [
                    refused("smoothing must be in 0 ... 1", in: rmspropCall) { call in
                        var options = ck_rmsprop_descriptor(
                            learning_rate: 0.1, smoothing: share, epsilon: 0, weight_decay: 0, momentum: 0.9,
                            centered: true, sums_squares: false)
                        return ck_rmsprop_f32_update(
                            call.context, &options, 9, call["gradient"], call["mean_square"], call["mean_gradient"],
                            call["momentum_buffer"], call["parameter"])
                    },
                    refused("beta2 must be in 0 ... 1", in: lion(decay: 0).call(.uniform, 9)) { call in
                        var options = ck_lion_descriptor(
                            learning_rate: 1, beta1: 0.5, beta2: share, weight_decay: 0)
                        return ck_lion_f32_update(
                            call.context, &options, 9, call["gradient"], call["momentum_buffer"], call["parameter"])
                    },
                    refused("rho must be in 0 ... 1", in: adadeltaCall) { call in
                        var options = ck_adadelta_descriptor(
                            learning_rate: 1, rho: share, epsilon: 0, weight_decay: 0)
                        return ck_adadelta_f32_update(
                            call.context, &options, 9, call["gradient"], call["mean_square"],
                            call["mean_square_update"], call["parameter"])
                    },
                ]
            }
    }
}
