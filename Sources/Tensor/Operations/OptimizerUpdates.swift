import CKernels

/// Settings of stochastic gradient descent, as in torch.optim.SGD.
public struct SGDUpdate: Equatable, Sendable {
    /// Step size.
    public var learningRate: Float
    /// Share of the momentum buffer that is kept at each step.
    public var momentum: Float = 0
    /// Share of the gradient that does not enter the momentum buffer.
    public var dampening: Float = 0
    /// Nesterov's form of momentum.
    public var nesterov = false
    /// Multiple of the parameter that is added to the gradient.
    public var weightDecay: Float = 0

    /// Plain gradient descent.
    public init(learningRate: Float) { self.learningRate = learningRate }
}

/// Settings of Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), as in torch.optim.
public struct AdamUpdate: Equatable, Sendable {
    /// Step size.
    public var learningRate: Float
    /// Decay of the running mean of gradients.
    public var beta1: Float = 0.9
    /// Decay of the running mean of squares.
    public var beta2: Float = 0.999
    /// Added to the denominator.
    public var epsilon: Float = 1e-8
    /// Weight decay.
    public var weightDecay: Float = 0
    /// Whether the decay acts on the parameter (AdamW) rather than on the gradient.
    public var decouplesWeightDecay = false

    /// Adam with its usual constants.
    public init(learningRate: Float) { self.learningRate = learningRate }
}

/// Settings of RMSprop (Tieleman and Hinton 2012), as in torch.optim.RMSprop.
public struct RMSpropUpdate: Equatable, Sendable {
    /// Step size.
    public var learningRate: Float
    /// Decay of the running mean of squares.
    public var smoothing: Float = 0.99
    /// Added to the denominator.
    public var epsilon: Float = 1e-8
    /// Multiple of the parameter that is added to the gradient.
    public var weightDecay: Float = 0
    /// Share of the momentum buffer that is kept at each step.
    public var momentum: Float = 0
    /// Whether the gradient is normalised by an estimate of its variance.
    public var isCentered = false

    /// RMSprop with PyTorch's constants.
    public init(learningRate: Float) { self.learningRate = learningRate }
}

/// Settings of Adadelta (Zeiler 2012), as in torch.optim.Adadelta.
public struct AdadeltaUpdate: Equatable, Sendable {
    /// Factor on the step that the method finds.
    public var learningRate: Float = 1
    /// Decay of the running means.
    public var rho: Float = 0.9
    /// Added under the roots.
    public var epsilon: Float = 1e-6
    /// Multiple of the parameter that is added to the gradient.
    public var weightDecay: Float = 0

    /// Adadelta with PyTorch's constants.
    public init() {}
}

// Each update works in place on the parameter and its state, in one pass.
extension Tensor {
    /// One step of stochastic gradient descent. The momentum buffer is made at the first step, if there is momentum.
    public mutating func update(_ settings: SGDUpdate, gradient: Tensor, momentumBuffer: inout Tensor?) {
        requireSameShapes("SGD", [gradient, momentumBuffer])
        let isFirstStep = momentumBuffer == nil
        if isFirstStep && settings.momentum != 0 { momentumBuffer = Tensor.zeros(shape, in: context) }
        var descriptor = ck_sgd_descriptor(
            learning_rate: settings.learningRate, momentum: settings.momentum, dampening: settings.dampening,
            nesterov: settings.nesterov, weight_decay: settings.weightDecay, is_first_step: isFirstStep)
        let (elements, momenta) = (uniqueBase(), momentumBuffer?.uniqueBase())
        var work: KernelWork {
            let state = momenta == nil ? [] : [shape]
            return KernelWork("sgd", reads: [shape, shape] + state, writes: [shape] + state)
        }
        context.run(work) { context in
            ck_sgd_f32_update(context, &descriptor, count64, gradient.base, momenta, elements)
        }
    }

    /// One step of Adam or AdamW; `step` is 1 for the first, when the moments are zeros.
    public mutating func update(
        _ settings: AdamUpdate, step: Int, gradient: Tensor, firstMoment: inout Tensor, secondMoment: inout Tensor
    ) {
        requireSameShapes("Adam", [gradient, firstMoment, secondMoment])
        var descriptor = ck_adam_descriptor(
            learning_rate: settings.learningRate, beta1: settings.beta1, beta2: settings.beta2,
            epsilon: settings.epsilon, weight_decay: settings.weightDecay,
            decoupled_weight_decay: settings.decouplesWeightDecay, step: Int64(step))
        let (elements, first, second) = (uniqueBase(), firstMoment.uniqueBase(), secondMoment.uniqueBase())
        var work: KernelWork {
            KernelWork("adam", reads: [shape, shape, shape, shape], writes: [shape, shape, shape])
        }
        context.run(work) { context in
            ck_adam_f32_update(context, &descriptor, count64, gradient.base, first, second, elements)
        }
    }

    /// One step of RMSprop; the mean of squares starts as zeros. The mean of gradients and the momentum buffer are made at the
    /// first step, if the settings ask for them.
    public mutating func update(
        _ settings: RMSpropUpdate, gradient: Tensor, meanSquare: inout Tensor, meanGradient: inout Tensor?,
        momentumBuffer: inout Tensor?
    ) {
        requireSameShapes("RMSprop", [gradient, meanSquare, meanGradient, momentumBuffer])
        if meanGradient == nil && settings.isCentered { meanGradient = Tensor.zeros(shape, in: context) }
        if momentumBuffer == nil && settings.momentum != 0 { momentumBuffer = Tensor.zeros(shape, in: context) }
        var descriptor = ck_rmsprop_descriptor(
            learning_rate: settings.learningRate, smoothing: settings.smoothing, epsilon: settings.epsilon,
            weight_decay: settings.weightDecay, momentum: settings.momentum, centered: settings.isCentered)
        let (elements, squares) = (uniqueBase(), meanSquare.uniqueBase())
        let (means, momenta) = (meanGradient?.uniqueBase(), momentumBuffer?.uniqueBase())
        var work: KernelWork {
            let state = [squares, means, momenta].compactMap { $0 == nil ? nil : shape }
            return KernelWork("rmsprop", reads: [shape, shape] + state, writes: [shape] + state)
        }
        context.run(work) { context in
            ck_rmsprop_f32_update(context, &descriptor, count64, gradient.base, squares, means, momenta, elements)
        }
    }

    /// One step of Adadelta; both running means start as zeros.
    public mutating func update(
        _ settings: AdadeltaUpdate, gradient: Tensor, meanSquare: inout Tensor, meanSquareUpdate: inout Tensor
    ) {
        requireSameShapes("Adadelta", [gradient, meanSquare, meanSquareUpdate])
        var descriptor = ck_adadelta_descriptor(
            learning_rate: settings.learningRate, rho: settings.rho, epsilon: settings.epsilon,
            weight_decay: settings.weightDecay)
        let (elements, squares) = (uniqueBase(), meanSquare.uniqueBase())
        let updates = meanSquareUpdate.uniqueBase()
        var work: KernelWork {
            KernelWork("adadelta", reads: [shape, shape, shape, shape], writes: [shape, shape, shape])
        }
        context.run(work) { context in
            ck_adadelta_f32_update(context, &descriptor, count64, gradient.base, squares, updates, elements)
        }
    }

    /// Scales each row whose Euclidean norm exceeds `maximum` down to it (Kim 2014). A row is all that one index of the
    /// first axis holds.
    public mutating func limitRowNorms(to maximum: Float) {
        require(shape.rank >= 2, "limitRowNorms: expected at least two axes, got the shape \(shape)")
        let (rows, columns) = (shape[0], shape.count(of: 1..<shape.rank))
        let elements = uniqueBase()
        context.run(KernelWork("row norm limit", reads: [shape], writes: [shape])) { context in
            ck_max_norm_f32(context, Int64(rows), Int64(columns), maximum, elements)
        }
    }

    private func requireSameShapes(_ name: String, _ tensors: [Tensor?]) {
        for case let tensor? in tensors {
            require(
                tensor.shape == shape, "\(name): a gradient or state of shape \(tensor.shape) for \(shape)")
        }
    }
}
