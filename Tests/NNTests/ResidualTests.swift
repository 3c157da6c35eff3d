import SwiftletNN
import SwiftletTensor
import Testing

@Suite struct ResidualTests {
    private let random = RandomStream(seed: 3)

    @Test("The input is added to what the body makes of it, under the activation")
    func sum() throws {
        let context = try ComputeContext(threads: 1)
        let input = Tensor([1, -2, 3, -0.5], shape: [2, 2], in: context)
        let double = Residual(Sequential())
        #expect(double(input).elements == [2, -4, 6, -1])
        let positive = Residual(Sequential(), activation: .relu)
        #expect(positive(input).elements == [2, 0, 6, 0])
        let shortcut = Residual(Sequential(), shortcut: ReLU())
        #expect(shortcut(input).elements == [2, -2, 6, -0.5])
    }

    @Test("Parameters are named by part, and each gets its gradient")
    func parameters() throws {
        let context = try ComputeContext(threads: 1)
        let block = try Residual(
            Sequential(Linear(3, 4), Tanh(), Linear(4, 2, bias: false)), shortcut: Linear(3, 2, bias: false)
        ).initialized(seed: 3, in: context)
        let names = ["body.0.weight", "body.0.bias", "body.2.weight", "shortcut.weight"]
        #expect(try block.namedParameters().map(\.name) == names)
        let input = Tensor([1, 2, 3], shape: [1, 3], in: context)
        let (_, gradients) = try valueAndGradients(of: block, random: random) { block($0(input)).sum() }
        #expect(gradients.entries.map(\.name).sorted() == names.sorted())
        // The sum of the outputs grows with each weight of the shortcut by its input.
        #expect(gradients["shortcut.weight"]?.elements == [1, 2, 3, 1, 2, 3])
    }
}
