/// The calls that every variant of an operator must pass.
protocol OperatorCases: SendableMetatype {
    static var operatorName: String { get }
    /// Small whole numbers, chosen so that every intermediate result is one too: all variants must agree exactly.
    static var exactCases: [KernelCase] { get }
    /// Random numbers, compared within a tolerance scaled by the terms of each result.
    static var randomCases: [KernelCase] { get }
    /// Small shapes with their results in double precision.
    static var definitions: [Definition] { get }
    /// One valid call of each entry point, with every operand; leaving out any that is not optional must be refused.
    static var entryPoints: [KernelCase] { get }
    static var errors: [ErrorCase] { get }
}

/// All operators under test, by their names in the registry.
let testedOperators: [any OperatorCases.Type] = [
    GEMMCases.self,
    Conv1dCases.self, SparseConv1dCases.self, Conv2dCases.self, ConvTranspose1dCases.self, ConvTranspose2dCases.self,
    MaxPool1dCases.self, MaxPool2dCases.self, AveragePool1dCases.self, AveragePool2dCases.self,
    GlobalMaxPoolCases.self, GlobalAveragePoolCases.self,
    ReflectionPad2dCases.self, EmbeddingCases.self, ElementwiseCases.self, LayoutCases.self, ReductionCases.self,
    SoftmaxCases.self,
    BatchNormCases.self, OptimizerCases.self, RandomCases.self, ArrayCases.self,
]

func operatorCases(_ operatorName: String) -> (any OperatorCases.Type)? {
    testedOperators.first { $0.operatorName == operatorName }
}
