/// How many axes the outputs of operators have.
enum OperatorRank {
    /// Operators whose output has the axes of the first input.
    private static let keeping: Set<String> = [
        "AveragePool", "BatchNormalization", "Cast", "Concat", "Conv", "ConvTranspose", "DepthToSpace", "Elu",
        "Erf", "GlobalAveragePool", "GlobalMaxPool", "Identity", "InstanceNormalization", "LayerNormalization",
        "LeakyRelu", "LogSoftmax", "MaxPool", "PRelu", "Pad", "Relu", "Resize", "Sigmoid", "Slice", "Softmax",
        "Softplus", "Sqrt", "Tanh", "Transpose",
    ]
    /// Operators whose inputs are repeated along the axes that they lack.
    private static let broadcasting: Set<String> = ["Add", "Div", "Mul", "Sub"]

    /// The number of the output's axes, if it is known from the inputs alone.
    static func rank(of operatorType: String, _ inputs: [ONNXValue]) -> Int? {
        if ["Flatten", "Gemm"].contains(operatorType) { return 2 }
        if keeping.contains(operatorType) { return inputs.first?.rank }
        guard broadcasting.contains(operatorType) else { return nil }
        let ranks = inputs.compactMap(\.rank)
        return ranks.count == inputs.count ? ranks.max() : nil
    }
}
