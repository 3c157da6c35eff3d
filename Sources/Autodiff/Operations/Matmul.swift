import SwiftletTensor

extension Variable {
    /// The matrix product: [m, k] times [k, n] is [m, n].
    public func matmul(_ other: Variable) -> Variable {
        let keptOther = isTracked ? other.value : nil
        let keptSelf = other.isTracked ? value : nil
        return Tape.record(value.matmul(other.value), from: [self, other]) { outputGradient in
            [
                keptOther.map { outputGradient.matmul($0, transposingOther: true) },
                keptSelf.map { $0.matmul(outputGradient, transposingSelf: true) },
            ]
        }
    }
}

/// activation(input * weight transposed + bias), as in torch.nn.Linear: input [..., in], weight [out, in], bias [out], output
/// [..., out].
public func linear(
    _ input: Variable, weight: Variable, bias: Variable? = nil, activation: Activation = .identity
) -> Variable {
    let inputShape = input.shape
    let rowCount = inputShape.dimensions.dropLast().reduce(1, *)
    let rows = input.value.reshaped(to: [rowCount, inputShape[-1]])
    let result = rows.matmul(weight.value, transposingOther: true, bias: bias?.value, activation: activation)
    let output = result.reshaped(to: inputShape.replacing(axis: -1, with: weight.shape[0]))
    let keptWeight = input.isTracked ? weight.value : nil
    let keptRows = weight.isTracked ? rows : nil
    let needsBias = bias?.isTracked ?? false
    let resultShape = result.shape
    let backThroughActivation = activation.gradient(at: result)
    return Tape.record(output, from: [input, weight] + (bias.map { [$0] } ?? [])) { outputGradient in
        let gradient = backThroughActivation(outputGradient.reshaped(to: resultShape))
        let inputGradients = [
            keptWeight.map { gradient.matmul($0).reshaped(to: inputShape) },
            keptRows.map { gradient.matmul($0, transposingSelf: true) },
        ]
        return bias == nil ? inputGradients : inputGradients + [needsBias ? gradient.sum(aroundAxis: 1) : nil]
    }
}
