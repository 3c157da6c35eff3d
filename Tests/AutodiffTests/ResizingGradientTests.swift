import SwiftletTensor
import Testing

@Suite struct ResizingGradientTests {
    @Test(arguments: PaddingMode.allCases) func padding(_ mode: PaddingMode) throws {
        var check = try GradientCheck()
        let padding = Padding2d(top: 1, bottom: 2, left: 3, right: 0)
        #expect(check.mismatches([check.tensor([2, 2, 3, 4])]) { $0[0].padded(padding, mode: mode) }.isEmpty)
        for axis in [0, 1, -1] {
            let found = check.mismatches([check.tensor([3, 4, 3])]) {
                $0[0].padded(axis: axis, before: 2, after: 1, mode: mode)
            }
            #expect(found.isEmpty, "axis \(axis)")
        }
    }

    @Test(arguments: [Size2D(height: 2, width: 3), Size2D(height: 5, width: 4), 1])
    func adaptivePooling(_ size: Size2D) throws {
        var check = try GradientCheck()
        let input = check.distinctTensor([2, 2, 5, 6])
        #expect(check.mismatches([input]) { $0[0].adaptiveAveragePool2d(to: size) }.isEmpty)
        #expect(check.mismatches([input]) { $0[0].adaptiveMaxPool2d(to: size) }.isEmpty)
        let sequence = check.distinctTensor([2, 3, 7])
        #expect(check.mismatches([sequence]) { $0[0].adaptiveAveragePool1d(to: size.width) }.isEmpty)
        #expect(check.mismatches([sequence]) { $0[0].adaptiveMaxPool1d(to: size.width) }.isEmpty)
    }

    static let scales: [ImageScale] = [
        .factor(2), .factor(1.5), .factor(0.5), .size(Size2D(height: 6, width: 8)),
        .size(Size2D(height: 5, width: 3)),
    ]

    @Test(arguments: scales, [Interpolation.nearest, .bilinear(alignsCorners: false), .bilinear(alignsCorners: true)])
    func interpolation(_ scale: ImageScale, _ interpolation: Interpolation) throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([2, 2, 3, 4])]) { $0[0].interpolated(to: scale, interpolation) }
        #expect(found.isEmpty)
    }

    @Test("Pixels that are repeated stay as they are, infinite ones too")
    func repeatedPixels() throws {
        let context = try ComputeContext(threads: 1)
        let image = Tensor([1, .infinity, 3, 4], shape: [1, 1, 2, 2], in: context)
        let result = image.interpolated(to: .factor(2), .nearest)
        let (one, other): ([Float], [Float]) = ([1, 1, .infinity, .infinity], [3, 3, 4, 4])
        #expect(result.shape == [1, 1, 4, 4] && result.elements == one + one + other + other)
    }
}
