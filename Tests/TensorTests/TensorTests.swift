import Testing

@testable import SwiftletTensor

@Suite struct TensorTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    @Test func elementsGoInAndOut() {
        let tensor = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], in: context)
        #expect(tensor.elements == [1, 2, 3, 4, 5, 6])
        #expect(tensor.reshaped(to: [3, 2]).elements == tensor.elements)
        #expect(Tensor([7], in: context).item == 7)
        #expect(Tensor.zeros([0, 3], in: context).elements.isEmpty)
        #expect(IntTensor([3, -1], shape: [2], in: context).elements == [3, -1])
        let counted = Tensor(shape: [3], in: context) { for index in $0.indices { $0[index] = Float(index) } }
        #expect(counted.elements == [0, 1, 2])
    }

    /// Everything that changes a tensor leaves its copies alone.
    @Test func copiesAreIndependent() {
        let changes: [(inout Tensor) -> Void] = [
            { $0.add(Tensor.ones([3], in: $0.context)) }, { $0.add(Tensor.ones([3], in: $0.context), scaledBy: 2) },
            { $0.lerp(Tensor.ones([3], in: $0.context), weight: 0.5) }, { $0.scale(by: 3) }, { $0.fill(9) },
            { $0.withUnsafeMutableElements { $0[1] = 8 } },
        ]
        for change in changes {
            var tensor = Tensor([1, 2, 3], in: context)
            let copy = tensor
            let view = tensor.reshaped(to: [3, 1])
            change(&tensor)
            #expect(copy.elements == [1, 2, 3])
            #expect(view.elements == [1, 2, 3])
            #expect(tensor.elements != copy.elements)
        }
    }

    @Test func aTensorCanBeAddedToItself() {
        var tensor = Tensor([1, 2, 3], in: context)
        tensor.add(tensor)
        #expect(tensor.elements == [2, 4, 6])
        tensor.add(tensor, scaledBy: 0.5)
        #expect(tensor.elements == [3, 6, 9])
    }

    @Test func theOnlyOwnerIsChangedInPlace() {
        var tensor = Tensor([1, -2, 3], in: context)
        let other = Tensor.ones([3], in: context)
        let (buffer, requests) = (tensor.base, context.statistics.requests)
        tensor.add(other)
        tensor.add(other, scaledBy: 2)
        tensor.scale(by: 2)
        #expect(tensor.base == buffer)
        #expect(context.statistics.requests == requests)
        #expect(tensor.elements == [8, 2, 12])
        tensor.lerp(other, weight: 0.5)
        #expect(tensor.base == buffer && tensor.elements == [4.5, 1.5, 6.5])
        tensor.fill(4)
        #expect(tensor.base == buffer && tensor.elements == [4, 4, 4])
    }
}
