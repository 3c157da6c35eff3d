import Testing

@testable import SwiftletTensor

@Suite struct BufferPoolTests {
    @Test func sizeClassesHoldTheirRequestsAndWasteAtMostAQuarter() {
        var largest = (index: -1, bytes: 0)
        for bytes in Array(0...5000) + [1 << 20, (1 << 20) + 1, 3 << 30] {
            let sizeClass = BufferPool.sizeClass(bytes: bytes)
            #expect(sizeClass.bytes >= bytes)
            #expect(sizeClass.bytes <= max(64, bytes + bytes / 4))
            #expect(sizeClass.index >= largest.index && sizeClass.bytes >= largest.bytes)
            #expect((sizeClass.index == largest.index) == (sizeClass.bytes == largest.bytes))
            largest = sizeClass
        }
    }

    @Test func buffersAreAligned() throws {
        let context = try ComputeContext()
        for count in [0, 1, 17, 1000] {
            #expect(UInt(bitPattern: Tensor.zeros([count], in: context).base) % 64 == 0)
        }
    }

    @Test func repeatedWorkAsksTheSystemForNothing() throws {
        let context = try ComputeContext(threads: 2)
        let input = Tensor.full([4, 3, 9, 9], 0.5, in: context)
        let weight = Tensor.full([8, 3, 3, 3], 0.1, in: context)
        var allocations: [Int] = []
        for _ in 0..<6 {
            let features = input.conv2d(weight: weight, padding: 1, activation: .relu)
            let pooled = features.maxPool2d(2).flattened()
            _ = (pooled.softmax() * pooled + 1).sum().item
            allocations.append(context.statistics.systemAllocations)
        }
        #expect(allocations[1...].allSatisfy { $0 == allocations[1] })
        #expect(context.statistics.requests > context.statistics.systemAllocations)
    }

    @Test func freedBuffersAreUsedAgain() throws {
        let context = try ComputeContext()
        let before = context.statistics
        for _ in 0..<10 { _ = Tensor.zeros([100], in: context) }
        #expect(context.statistics.systemAllocations == before.systemAllocations + 1)
        #expect(context.statistics.requests == before.requests + 10)
        #expect(context.statistics.bytesInUse == before.bytesInUse)
        #expect(context.statistics.bytesHeld >= 400)
        context.pool.trim()
        #expect(context.statistics.bytesHeld == 0)
        #expect(context.statistics.peakBytesHeld >= 400)
    }
}
