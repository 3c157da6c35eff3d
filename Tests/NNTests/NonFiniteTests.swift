import SwiftletNN
import SwiftletTensor
import Testing

@Suite struct NonFiniteTests {
    private let context: ComputeContext
    private let model: Sequential

    init() throws {
        context = try ComputeContext(threads: 1, kernels: "auto")
        model = try Sequential(Linear(3, 4), BatchNorm2d(4), Linear(4, 2)).initialized(seed: 3, in: context)
    }

    /// A loss of the model on constant inputs, scaled within the pass.
    private func loss(_ pass: Pass, input: Float = 1, scale: Float = 1) -> Tensor {
        let batch = pass(Tensor((0..<6).map { input * Float($0) }, shape: [2, 3], in: context))
        let hidden = model.layers[0](batch).reshaped(to: [2, 4, 1, 1])
        let output = model.layers[2](model.layers[1](hidden).flattened())
        return (output * scale).squared().mean()
    }

    private func step(checksGradients: Bool = true, _ body: @escaping (Pass) -> Tensor) throws -> Gradients {
        try finiteValueAndGradients(of: model, random: RandomStream(seed: 1), checksGradients: checksGradients, body)
            .gradients
    }

    private func complaint(checksGradients: Bool = true, _ body: @escaping (Pass) -> Tensor) -> String {
        do {
            _ = try step(checksGradients: checksGradients, body)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test("A step of finite numbers gives what valueAndGradients gives")
    func finite() throws {
        let gradients = try step { loss($0) }
        let expected = try valueAndGradients(of: model, random: RandomStream(seed: 1)) { loss($0) }.gradients
        #expect(gradients.entries.map(\.gradient.elements) == expected.entries.map(\.gradient.elements))
        #expect(gradients.entries.count == 6)
    }

    @Test("A parameter that is not finite is named")
    func parameter() throws {
        let bias = try model.namedParameters().first { $0.name == "2.bias" }!.parameter
        bias.value = Tensor([0, .infinity], in: context)
        #expect(complaint { loss($0) }.hasSuffix("the parameter '2.bias' held such a number before the step"))
    }

    @Test("The first operator is named, with the parameter it worked on")
    func firstOperator() {
        let words = complaint { loss($0, input: .infinity) }
        #expect(words.hasPrefix("the loss is not a number: '"))
        #expect(words.contains("at '0.weight'") && words.contains("first operator"), "\(words)")
    }

    @Test("An operator without parameters is named with the last one before it")
    func behindTheModel() {
        let words = complaint { loss($0, scale: 1e30) }
        #expect(words.hasPrefix("the loss is infinite: '"))
        #expect(words.contains("at '2."), "\(words)")
    }

    @Test("A gradient that overflows behind a finite loss is found if gradients are looked at")
    func gradient() throws {
        let weight = try model.namedParameters().first { $0.name == "0.weight" }!.parameter
        weight.value = Tensor([Float](repeating: 1e-10, count: 12), shape: [4, 3], in: context)
        let input = Tensor([Float](repeating: 3e24, count: 3), shape: [1, 3], in: context)
        let body = { (pass: Pass) in model.layers[0](pass(input)).squared().mean() }
        #expect(complaint(body).hasPrefix("a gradient is not finite: '"))
        #expect(complaint(body).contains("at '0.weight'"))
        #expect(complaint(checksGradients: false, body) == "none")
    }

    @Test("A step that fails leaves buffers as they were")
    func buffers() throws {
        let before = try model.namedBuffers().map(\.buffer.value.elements)
        #expect(before.count == 2)
        #expect(complaint { loss($0, input: .nan) } != "none")
        #expect(try model.namedBuffers().map(\.buffer.value.elements) == before)
        _ = try step { loss($0) }
        #expect(try model.namedBuffers().map(\.buffer.value.elements) != before)
    }
}
