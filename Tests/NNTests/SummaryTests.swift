import SwiftletTensor
import Testing

@testable import SwiftletNN

@Suite("The summary of a model tells its layers, shapes, parameters and operations")
struct SummaryTests {
    private final class Network: Layer {
        let convolution: Conv2d
        let norm: BatchNorm2d
        let block: Residual
        let output: Linear
        let unused: Parameter

        init(in context: ComputeContext) {
            func convolution(_ inputs: Int, _ outputs: Int) -> Conv2d {
                Conv2d(inputs, outputs, kernelSize: 3, padding: 1)
            }
            self.convolution = convolution(2, 4)
            norm = BatchNorm2d(4)
            block = Residual(Sequential(convolution(4, 4), ReLU(), Dropout(rate: 0.5)), activation: .relu)
            output = Linear(4, 4)
            unused = Parameter(.zeros([7], in: context), isTrainable: false)
        }

        func callAsFunction(_ input: Tensor) -> Tensor {
            let maps = block(norm(convolution(input))).globalAveragePool()
            return output(output(maps)).matmul(Tensor.ones([4, 3], in: maps.context))
        }
    }

    @Test func rows() throws {
        let context = try ComputeContext(threads: 1)
        let network = try Network(in: context).initialized(seed: 1, in: context)
        let summary = try network.summary(inputShape: [3, 2, 5, 6])
        typealias Row = ModelSummary.Row
        func row(
            _ name: String, _ type: String, _ shape: Shape, _ parameters: Int, _ multiplyAdds: Int, again: Bool = false
        )
            -> Row
        {
            Row(
                name: name, type: type, outputShape: shape, parameters: parameters, isRepeated: again,
                multiplyAdds: multiplyAdds)
        }
        // A convolution of 3 x 3 over 90 pixels: 9 * inputs * outputs multiply-adds each; padding counts by definition.
        let maps: Shape = [3, 4, 5, 6]
        #expect(
            summary.rows == [
                row("convolution", "Conv2d", maps, 76, 90 * 9 * 2 * 4), row("norm", "BatchNorm2d", maps, 8, 0),
                row("block.body.0", "Conv2d", maps, 148, 90 * 9 * 4 * 4), row("block.body.1", "ReLU", maps, 0, 0),
                row("block.body.2", "Dropout", maps, 0, 0), row("output", "Linear", [3, 4], 20, 48),
                row("output", "Linear", [3, 4], 0, 48, again: true),
            ])
        #expect(summary.parameters == 76 + 8 + 148 + 20 + 7 && summary.trainableParameters == summary.parameters - 7)
        #expect(try summary.parameters == network.parameterCount)
        // The product behind the last layer belongs to none.
        #expect(summary.multiplyAdds == summary.rows.reduce(0) { $0 + $1.multiplyAdds } + 36)
        let lines = summary.description.split(separator: "\n")
        #expect(lines.count == 12 && lines[1].hasSuffix("12960") && lines[7].contains("as above"))
        #expect(lines[8].split(separator: " ") == ["elsewhere", "7", "72"])
        #expect(lines[9].split(separator: " ") == ["total", "259", "\(summary.flops)"])
        #expect(lines[10] == "7 of the parameters are frozen.")
    }

    @Test("A summary leaves the model, the context and later passes as they were")
    func changesNothing() throws {
        let context = try ComputeContext(threads: 1)
        let network = try Network(in: context).initialized(seed: 1, in: context)
        let before = try network.stateDictionary().map { ($0.name, $0.value.elements) }
        _ = try network.summary(inputShape: [3, 2, 5, 6])
        #expect(context.observer == nil)
        let after = try network.stateDictionary().map { ($0.name, $0.value.elements) }
        #expect(zip(before, after).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 })
    }

    @Test("A model without parameters has a summary too, and one of several inputs takes them from its caller")
    func otherModels() throws {
        #expect(try Sequential(Flatten()).summary(inputShape: [2, 3, 4]).rows.map(\.outputShape) == [[2, 12]])
        let context = try ComputeContext(threads: 1)
        let layer = try Linear(2, 1).initialized(seed: 1, in: context)
        let input = Tensor.zeros([5, 2], in: context)
        let summary = try layer.summary(in: context) { pass in (layer(pass(input)), layer(pass(input))) }
        #expect(summary.rows.map(\.name) == ["", ""] && summary.multiplyAdds == 20)
    }

    /// A layer of somebody else's that says when it runs, and computes beside the layers that it calls.
    private final class Gate: Layer {
        let inner: Linear
        let factor: Parameter

        init(in context: ComputeContext) {
            inner = Linear(2, 3)
            factor = Parameter(.ones([3, 5], in: context))
        }

        func callAsFunction(_ input: Tensor) -> Tensor {
            running(input) { inner(input).matmul(factor(for: input)) }
        }
    }

    @Test("What a layer computes beside those that it calls is not theirs, and counts in the total")
    func nested() throws {
        let context = try ComputeContext(threads: 1)
        let summary = try Sequential(Gate(in: context)).initialized(seed: 1, in: context).summary(inputShape: [4, 2])
        #expect(summary.rows.map(\.name) == ["0.inner"] && summary.rows.map(\.multiplyAdds) == [4 * 2 * 3])
        #expect(summary.multiplyAdds == 4 * 2 * 3 + 4 * 3 * 5 && summary.parameters == 9 + 15)
        #expect(summary.description.contains("elsewhere"))
    }
}
