/// A module that draws random numbers during a pass, from `Pass.stream(for:)`.
public protocol StochasticModule: Module {}

/// A module whose children are named by their position alone, as in `torch.nn.Sequential`.
protocol ModuleSequence: Module {
    var elements: [any Module] { get }
}
