import SwiftletTensor
import Testing

@Suite struct ErrorMessageTests {
    /// What comes from data is refused with an error that says what and where.
    @Test func dataErrors() throws {
        let context = try ComputeContext()
        let table = Tensor.zeros([3, 2], in: context)
        let outside = IntTensor([0, 1, 3], shape: [3], in: context)
        let error = #expect(throws: KernelError.self) { try table.embedding(outside) }
        let message = try #require(error?.description)
        #expect(message.contains("ck_embedding_f32_forward") && message.contains("2") && message.contains("3"))
        let labels = IntTensor([1, -1], shape: [2], in: context)
        let logits = Tensor.zeros([2, 4], in: context)
        let labelError = #expect(throws: KernelError.self) { try logits.softmaxCrossEntropy(labels: labels) }
        let labelMessage = try #require(labelError?.description)
        #expect(labelMessage.contains("ck_softmax_cross_entropy_f32") && labelMessage.contains("-1"))
    }

    @Test func contextErrors() {
        #expect(throws: KernelError.self) { try ComputeContext(threads: -1) }
        #expect(throws: KernelError.self) { try ComputeContext(threads: 1 << 40) }
        let error = #expect(throws: KernelError.self) { try ComputeContext(kernels: "gemm=fastest") }
        #expect(error?.description.contains("valid") == true)
    }

    /// Runs `body` in a process of its own, and expects it to end with a message that holds these words.
    private func expectTrap(_ words: [String], _ result: ExitTest.Result?) throws {
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        for word in words { #expect(message.contains(word), "\(message)") }
    }

    @Test func reflectionPaddingAsWideAsTheImage() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([1, 1, 3, 2], in: try ComputeContext()).reflectionPadded(2)
        }
        try expectTrap(["reflectionPadded: ", "less than the sides of [1, 1, 3, 2]", "left 2"], result)
    }

    @Test func differentShapes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let context = try ComputeContext()
            _ = Tensor.zeros([2, 3], in: context) + Tensor.zeros([3, 2], in: context)
        }
        try expectTrap(["add: the shapes [2, 3] and [3, 2] cannot be broadcast to each other"], result)
    }

    @Test func reshaping() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3], in: try ComputeContext()).reshaped(to: [4])
        }
        try expectTrap(["reshaped: 6 elements of shape [2, 3] do not fill [4]"], result)
    }

    @Test func matmulShapes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let context = try ComputeContext()
            _ = Tensor.zeros([2, 3], in: context).matmul(Tensor.zeros([2, 3], in: context))
        }
        try expectTrap(["matmul: the inner sizes 3 and 2 differ: [2, 3] times [2, 3]"], result)
    }

    @Test func convolutionChannels() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let context = try ComputeContext()
            _ = Tensor.zeros([1, 4, 5, 5], in: context).conv2d(weight: Tensor.zeros([8, 3, 3, 3], in: context))
        }
        try expectTrap(["conv2d: the weight [8, 3, 3, 3]", "expects 3 input channels", "[1, 4, 5, 5] has 4"], result)
    }

    /// The kernels' own refusals reach the reader.
    @Test func kernelRefusals() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let context = try ComputeContext()
            let weight = Tensor.zeros([1, 1, 3], in: context)
            _ = Tensor.zeros([1, 1, 5], in: context).conv1d(weight: weight, stride: 0)
        }
        try expectTrap(["ck_conv1d", "stride must be at least 1, got 0"], result)
    }

    @Test func axesAndSizes() async throws {
        let axis = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3], in: try ComputeContext()).sum(axis: 2)
        }
        try expectTrap(["sum: axis 2 of a tensor of shape [2, 3]"], axis)
        let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Shape([1 << 40, 1 << 40])
        }
        try expectTrap(["a shape of [1099511627776, 1099511627776] has too many elements"], size)
        let memory = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([1 << 45])
        }
        try expectTrap(["out of memory: could not get 140737488355328 bytes for a tensor"], memory)
        let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Shape(Array(repeating: 1, count: 9))
        }
        try expectTrap(["a shape has at most 8 axes, got [1, 1, 1, 1, 1, 1, 1, 1, 1]"], rank)
    }

    @Test func updatedWithOtherShapes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let context = try ComputeContext()
            var tensor = Tensor.zeros([2, 3], in: context)
            tensor.add(Tensor.zeros([3], in: context), scaledBy: 2)
        }
        try expectTrap(["add: the shapes [2, 3] and [3] differ"], result)
    }
}
