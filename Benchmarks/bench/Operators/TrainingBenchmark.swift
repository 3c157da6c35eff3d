import CKernels

/// Batch norm and the optimizer updates.
extension OperatorBenchmark {
    static let batchNorm = OperatorBenchmark(
        "batch_norm", keys: [.size("N", 64), .size("C", 64), .size("spatial", 196)], shapes: StandardShapes.batchNorm
    ) { shape in
        let channels = shape["C"]
        let count = shape["N"] * channels * shape["spatial"]
        let descriptor = ck_batch_norm_descriptor(
            batch: Int64(shape["N"]), channels: Int64(channels), spatial: Int64(shape["spatial"]), epsilon: 1e-5)
        let perChannel = count / channels
        return [
            Workload(
                operatorName: "batch_norm", pass: "forward_training", shape: shape.name,
                inputs: [.uniform(count), .positive(channels), .uniform(channels)],
                outputs: [.init(count: channels), .init(count: channels), .init(count: count)],
                operations: 6 * Double(count), tolerance: 1e-4
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_batch_norm_f32_forward_training(
                    context, &size, inputs[0], inputs[1], inputs[2], 0.1, nil, nil, outputs[0], outputs[1], outputs[2])
            },
            Workload(
                operatorName: "batch_norm", pass: "forward_inference", shape: shape.name,
                inputs: [
                    .uniform(count), .positive(channels), .uniform(channels), .uniform(channels), .positive(channels),
                ], outputs: [.init(count: count)], operations: 2 * Double(count), tolerance: 1e-5
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_batch_norm_f32_forward_inference(
                    context, &size, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], outputs[0])
            },
            Workload(
                operatorName: "batch_norm", pass: "backward", shape: shape.name,
                inputs: [
                    .uniform(count), .positive(channels), .uniform(channels), .positive(channels), .uniform(count),
                ], outputs: [.init(count: count), .init(count: channels), .init(count: channels)],
                operations: 9 * Double(count), tolerance: Workload.tolerance(terms: perChannel)
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_batch_norm_f32_backward(
                    context, &size, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], outputs[0], outputs[1],
                    outputs[2])
            },
        ]
    }

    static let optimizer = OperatorBenchmark(
        "optimizer", keys: [.size("count", 1 << 20, canShrink: true)], shapes: StandardShapes.optimizer
    ) { shape in
        let count = shape["count"]
        let total = Int64(count)
        /// Gradient read; parameter and `states` read and written; so many operations an element.
        func update(
            _ pass: String, states: Int, operations: Int,
            _ call: @escaping (OpaquePointer, [UnsafeMutablePointer<Float>], [UnsafeMutablePointer<Float>]) -> ck_status
        ) -> Workload {
            Workload(
                operatorName: "optimizer", pass: pass, shape: shape.name, inputs: [.uniform(count)],
                outputs: (0...states).map {
                    .init(count: count, initial: $0 == 0 ? .uniform(count) : .positive(count))
                },
                operations: Double(operations * count), tolerance: 1e-5, call: call)
        }
        return [
            update("sgd", states: 1, operations: 4) { context, inputs, outputs in
                var options = ck_sgd_descriptor(
                    learning_rate: 1e-3, momentum: 0.9, dampening: 0, nesterov: false, weight_decay: 0,
                    is_first_step: false)
                return ck_sgd_f32_update(context, &options, total, inputs[0], outputs[1], outputs[0])
            },
            update("adam", states: 2, operations: 12) { context, inputs, outputs in
                var options = ck_adam_descriptor(
                    learning_rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0,
                    decoupled_weight_decay: false, step: 10, form: CK_ADAM_STANDARD, amsgrad: false,
                    momentum_decay: 0)
                return ck_adam_f32_update(context, &options, total, inputs[0], outputs[1], outputs[2], nil, outputs[0])
            },
            update("rmsprop", states: 1, operations: 9) { context, inputs, outputs in
                var options = ck_rmsprop_descriptor(
                    learning_rate: 1e-3, smoothing: 0.99, epsilon: 1e-8, weight_decay: 0, momentum: 0, centered: false,
                    sums_squares: false)
                return ck_rmsprop_f32_update(
                    context, &options, total, inputs[0], outputs[1], nil, nil, outputs[0])
            },
            update("adadelta", states: 2, operations: 16) { context, inputs, outputs in
                var options = ck_adadelta_descriptor(learning_rate: 1, rho: 0.9, epsilon: 1e-6, weight_decay: 0)
                return ck_adadelta_f32_update(context, &options, total, inputs[0], outputs[1], outputs[2], outputs[0])
            },
        ]
    }
}
