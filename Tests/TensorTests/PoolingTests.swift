import SwiftletTensor
import Testing

@Suite struct PoolingTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func tensor(_ shape: Shape, _ elements: [Float]) -> Tensor { Tensor(elements, shape: shape, in: context) }

    @Test func pool1d() {
        let input = tensor([1, 1, 5], [1, 5, 2, 4, 3])
        #expect(input.maxPool1d(2).elements == [5, 4])
        // The gradient shows where the maxima are.
        let outputGradient = tensor([1, 1, 2], [10, 20])
        #expect(gradient(at: input) { ($0.maxPool1d(2) * outputGradient).sum() }.elements == [0, 10, 0, 20, 0])
        #expect(input.maxPool1d(3, stride: 2, padding: 1).elements == [5, 5, 4])
        #expect(input.averagePool1d(2).elements == [3, 3])
        #expect(input.averagePool1d(3, stride: 2, padding: 1).elements == [2, Float(11) / 3, Float(7) / 3])
        let uncounted = input.averagePool1d(3, stride: 2, padding: 1, countsPadding: false)
        #expect(uncounted.elements == [3, Float(11) / 3, 3.5])
        #expect(input.maxPool1d(2, stride: 1, dilation: 3).elements == [4, 5])
    }

    @Test func pool2d() {
        let input = tensor([1, 1, 3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        #expect(input.maxPool2d(2).shape == [1, 1, 1, 2])
        #expect(input.maxPool2d(2).elements == [6, 8])
        let outputGradient = tensor([1, 1, 1, 2], [10, 20])
        #expect(
            gradient(at: input) { ($0.maxPool2d(2) * outputGradient).sum() }.elements
                == [0, 0, 0, 0, 0, 10, 0, 20, 0, 0, 0, 0])
        #expect(input.averagePool2d(2).elements == [3.5, 5.5])
        let wide = input.maxPool2d(Size2D(height: 1, width: 4), stride: Size2D(height: 2, width: 1))
        #expect(wide.elements == [4, 12])
    }

    @Test func globalPoolingStopsAtTheValidLength() {
        let input = tensor([2, 2, 3], [1, 2, 9, -1, -2, 9, 4, 5, 6, 1, 1, 4])
        #expect(input.globalMaxPool().elements == [9, 9, 6, 4])
        #expect(input.globalAveragePool().elements == [4, 2, 5, 2])
        let lengths = IntTensor([2, 3], shape: [2], in: context)
        #expect(input.globalMaxPool(validLengths: lengths).elements == [2, -1, 6, 4])
        #expect(input.globalAveragePool(validLengths: lengths).elements == [1.5, -1.5, 5, 2])
        #expect(input.reshaped(to: [2, 2, 3, 1]).globalAveragePool().elements == [4, 2, 5, 2])
    }
}
