import SwiftletTensor
import Testing

@Suite struct ConvolutionTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func tensor(_ shape: Shape, _ elements: [Float]) -> Tensor { Tensor(elements, shape: shape, in: context) }

    @Test func conv1d() {
        let input = tensor([1, 1, 5], [1, 2, 3, 4, 5])
        let weight = tensor([1, 1, 3], [1, 0, -1])
        #expect(input.conv1d(weight: weight).elements == [-2, -2, -2])
        #expect(input.conv1d(weight: weight, padding: 1).elements == [-2, -2, -2, -2, 4])
        #expect(input.conv1d(weight: weight, stride: 2).elements == [-2, -2])
        #expect(input.conv1d(weight: weight, dilation: 2).elements == [-4])
        let bias = tensor([1], [1.5])
        #expect(input.conv1d(weight: weight, bias: bias, activation: .relu).elements == [0, 0, 0])
        #expect(input.conv1d(weight: weight, bias: bias).elements == [-0.5, -0.5, -0.5])
    }

    @Test func groupsSeeTheirOwnChannels() {
        let input = tensor([1, 2, 2], [1, 2, 10, 20])
        let weight = tensor([2, 1, 1], [3, 5])
        #expect(input.conv1d(weight: weight, groups: 2).elements == [3, 6, 50, 100])
        #expect(input.convTranspose1d(weight: weight, groups: 2).elements == [3, 6, 50, 100])
    }

    @Test func conv2d() {
        let input = tensor([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])
        let weight = tensor([1, 1, 2, 2], [1, 2, 3, 4])
        #expect(input.conv2d(weight: weight).elements == [37, 47, 67, 77])
        let padded = input.conv2d(
            weight: weight, stride: Size2D(height: 2, width: 1), padding: Size2D(height: 1, width: 0))
        #expect(padded.shape == [1, 1, 2, 2] && padded.elements == [11, 18, 67, 77])
    }

    @Test func transposedConvolutions() {
        let input = tensor([1, 1, 2], [1, 2])
        let weight = tensor([1, 1, 3], [1, 10, 100])
        #expect(input.convTranspose1d(weight: weight).elements == [1, 12, 120, 200])
        #expect(input.convTranspose1d(weight: weight, stride: 2).elements == [1, 10, 102, 20, 200])
        #expect(
            input.convTranspose1d(weight: weight, stride: 2, padding: 1, outputPadding: 1).elements
                == [10, 102, 20, 200])
        let image = tensor([1, 1, 1, 2], [1, 2])
        let filter = tensor([1, 1, 2, 2], [1, 10, 100, 1000])
        let output = image.convTranspose2d(weight: filter)
        #expect(output.shape == [1, 1, 2, 3] && output.elements == [1, 12, 20, 100, 1200, 2000])
    }

    /// <conv(x), g> = <x, transposed(g)>, exactly on small integers.
    @Test func transposedIsTheTranspose() {
        var random = RandomStream(seed: 1)
        func integers(_ shape: Shape) -> Tensor {
            tensor(shape, (0..<shape.count).map { _ in Float(random.index(below: 7)) - 3 })
        }
        let (input, weight) = (integers([2, 4, 7, 5]), integers([6, 2, 3, 3]))
        let output = input.conv2d(weight: weight, stride: 2, padding: 1, groups: 2)
        let outputGradient = integers(output.shape)
        let back = outputGradient.convTranspose2d(weight: weight, stride: 2, padding: 1, groups: 2)
        #expect(back.shape == input.shape)
        #expect((output * outputGradient).sum().item == (input * back).sum().item)
        let inputGradient = gradient(at: input) {
            ($0.conv2d(weight: weight, stride: 2, padding: 1, groups: 2) * outputGradient).sum()
        }
        #expect(inputGradient.elements == back.elements)
    }

    @Test func weightGradientsWithAndWithoutBias() {
        let input = tensor([1, 1, 3], [1, 2, 3])
        let outputGradient = tensor([1, 1, 2], [10, 100])
        let point = [tensor([1, 1, 2], [1, 1]), tensor([1], [0])]
        let withBias = gradients(at: point) {
            (input.conv1d(weight: $0[0], bias: $0[1]) * outputGradient).sum()
        }
        #expect(withBias.map(\.elements) == [[210, 320], [110]])
        let withoutBias = gradient(at: point[0]) { (input.conv1d(weight: $0) * outputGradient).sum() }
        #expect(withoutBias.elements == [210, 320])
        // A bias alone is summed without the weights' kernel.
        let biasAlone = gradient(at: point[1]) { (input.conv1d(weight: point[0], bias: $0) * outputGradient).sum() }
        #expect(biasAlone.elements == [110])
    }
}
