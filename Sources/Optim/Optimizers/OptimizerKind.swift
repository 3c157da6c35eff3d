/// The optimizers by the names that a command line uses.
public enum OptimizerKind: String, Codable, CaseIterable, Sendable {
    /// Stochastic gradient descent.
    case sgd
    /// Adam (Kingma and Ba 2015).
    case adam
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    case adamw
    /// Adam with Nesterov's form of momentum (Dozat 2016).
    case nadam
    /// Adam that needs no warm-up (Liu et al. 2020).
    case radam
    /// Adam for large batches (You et al. 2020).
    case lamb
    /// Signs of the momentum (Chen et al. 2023).
    case lion
    /// Orthogonalized momentum (Jordan 2024), with AdamW for vectors.
    case muon
    /// RMSprop (Tieleman and Hinton 2012).
    case rmsprop
    /// Adagrad (Duchi et al. 2011).
    case adagrad
    /// Adadelta (Zeiler 2012).
    case adadelta

    /// The learning rate to start from if none is given: PyTorch's default where it has one, and 0.01 for SGD.
    public var defaultLearningRate: Float {
        switch self {
        case .sgd, .rmsprop, .adagrad: 1e-2
        case .adam, .adamw, .radam, .lamb, .muon: 1e-3
        case .nadam: 2e-3
        case .lion: 1e-4
        case .adadelta: 1
        }
    }

    /// The weight decay if none is given.
    public var defaultWeightDecay: Float {
        switch self {
        case .adamw, .lamb: 0.01
        case .muon: 0.1
        default: 0
        }
    }

    /// Returns an optimizer of this kind; options that are not given have its defaults.
    ///
    /// Throws `OptimizerError` for a number out of range and for momentum where there is none.
    public func makeOptimizer(
        learningRate: Float? = nil, momentum: Float? = nil, nesterov: Bool = false, weightDecay: Float? = nil
    ) throws -> Optimizer {
        let (number, decay) = (learningRate ?? defaultLearningRate, weightDecay ?? defaultWeightDecay)
        try check(number, "learning rate", isValid: number > 0, "a number above 0")
        try check(decay, "weight decay", isValid: decay >= 0, "0 or more")
        if let momentum {
            try check(momentum, "momentum", isValid: momentum >= 0 && momentum < 1, "a number from 0 to below 1")
            guard self == .sgd || self == .rmsprop || momentum == 0 else {
                throw OptimizerError(description: "\(rawValue) has no momentum; sgd and rmsprop have")
            }
        }
        guard !nesterov || (self == .sgd && (momentum ?? 0) > 0) else {
            throw OptimizerError(description: "Nesterov's form is for sgd with a momentum above 0")
        }
        let rate = LearningRateSchedule.constant(number)
        return switch self {
        case .sgd: SGD(learningRate: rate, momentum: momentum ?? 0, nesterov: nesterov, weightDecay: decay)
        case .adam: Adam(learningRate: rate, weightDecay: decay)
        case .adamw: AdamW(learningRate: rate, weightDecay: decay)
        case .nadam: NAdam(learningRate: rate, weightDecay: decay)
        case .radam: RAdam(learningRate: rate, weightDecay: decay)
        case .lamb: LAMB(learningRate: rate, weightDecay: decay)
        case .lion: Lion(learningRate: rate, weightDecay: decay)
        case .muon: Muon(learningRate: rate, weightDecay: decay)
        case .rmsprop: RMSprop(learningRate: rate, momentum: momentum ?? 0, weightDecay: decay)
        case .adagrad: Adagrad(learningRate: rate, weightDecay: decay)
        case .adadelta: Adadelta(learningRate: rate, weightDecay: decay)
        }
    }

    private func check(_ value: Float, _ name: String, isValid: Bool, _ expected: String) throws {
        guard isValid, value.isFinite else {
            throw OptimizerError(description: "the \(name) must be \(expected), got \(value)")
        }
    }
}
