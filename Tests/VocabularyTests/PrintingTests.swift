import SwiftletTensor
import Testing

@Suite struct PrintingTests {
    @Test func floats() {
        #expect("\(Tensor([1, 2.5, -3]))" == "Tensor [3] [ 1.0,  2.5, -3.0]")
        #expect("\(Tensor([[1, 2], [3, 4]]))" == "Tensor [2, 2]\n[[1.0, 2.0],\n [3.0, 4.0]]")
        #expect("\(Tensor.scalar(0.1))" == "Tensor [] 0.1")
        #expect("\(Tensor([1 / 3, 100]))" == "Tensor [2] [  0.333333, 100.000000]")
        #expect("\(Tensor([.nan, -.infinity, 1]))" == "Tensor [3] [ nan, -inf,  1.0]")
        #expect("\(Tensor([1e-5, 1]))" == "Tensor [2] [1.0e-05, 1.0e+00]")
        #expect("\(Tensor([1.5e8, -0.0]))" == "Tensor [2] [ 1.5e+08, -0.0e+00]")
    }

    @Test func integersAndTruthValues() {
        #expect("\(IntTensor([[1, -20], [300, 4]]))" == "IntTensor [2, 2]\n[[  1, -20],\n [300,   4]]")
        #expect("\(BoolTensor([true, false]))" == "BoolTensor [2] [ true, false]")
    }

    @Test func nesting() {
        #expect("\(IntTensor.arange(4).reshaped(to: [2, 1, 2]))" == "IntTensor [2, 1, 2]\n[[[0, 1]],\n\n [[2, 3]]]")
        #expect("\(Tensor.zeros([0]))" == "Tensor [0] []")
        #expect("\(Tensor.zeros([2, 0]))" == "Tensor [2, 0]\n[[],\n []]")
        #expect("\(Tensor.zeros([0, 2]))" == "Tensor [0, 2]\n[]")
    }

    /// Of more than 1,000 elements the first and last three positions of each axis are written.
    @Test func shortening() {
        #expect("\(IntTensor.arange(1001))" == "IntTensor [1001] [   0,    1,    2, ...,  998,  999, 1000]")
        let string = "\(IntTensor.arange(2000).reshaped(to: [10, 200]))"
        let lines = string.split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines[1] == "[[   0,    1,    2, ...,  197,  198,  199],")
        #expect(lines[4] == " ...,")
        #expect(lines[7] == " [1800, 1801, 1802, ..., 1997, 1998, 1999]]")
        #expect("\(IntTensor.arange(1000))".split(separator: "\n").count > 10)
    }

    /// Rows that are longer than a line continue below their first element.
    @Test func longRows() {
        let lines = "\(IntTensor.full([30], 1234))".split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines[1].hasPrefix("[1234, 1234,") && lines[2].hasPrefix(" 1234, "))
    }

    @Test func equality() {
        #expect(Tensor([1, 2]) == Tensor([1, 2]))
        #expect(Tensor([1, 2]) != Tensor([1, 3]))
        #expect(Tensor([1, 2]) != Tensor([[1, 2]]))
        #expect(Tensor([.nan]) != Tensor([.nan]))
        #expect(Tensor.zeros([0, 2]) == Tensor.zeros([0, 2]))
        #expect(Tensor.zeros([0, 2]) != Tensor.zeros([2, 0]))
        #expect(BoolTensor([true]) == [true])
    }

    @Test func closeness() {
        let x: Tensor = [[1, 2], [3, -1000]]
        #expect(x.allClose(x + [[0, 1e-5], [-2e-5, 9e-3]]))
        #expect(!x.allClose(x + [[0, 0], [0, 2e-2]]))
        #expect(!x.allClose(x + [[1e-4, 0], [0, 0]]))
        #expect(x.allClose(x + 0.5, rtol: 0, atol: 0.5))
        #expect(Tensor.ones([2, 3]).allClose(.scalar(1)))
        #expect(Tensor([.infinity]).allClose(Tensor([.infinity])))
        #expect(!Tensor([.infinity]).allClose(Tensor([-.infinity])))
        #expect(!Tensor([1]).allClose(Tensor([.infinity])))
        #expect(!Tensor([.nan]).allClose(Tensor([.nan])))
        #expect(Tensor([.nan]).allClose(Tensor([.nan]), equalNaN: true))
    }

    @Test func differentShapes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2]).allClose(.zeros([3]))
        }
        try expectTrap(result, "allClose: the shapes [2] and [3] cannot be broadcast to each other")
    }
}
