import CKernels
import Foundation
import Testing

/// Operands that overlap: refused, but where an operator says that it works in place; and then with the right result.
@Suite(.serialized) struct OverlapTests {
    /// Operators whose header allows an output to be the very array of an input of as many elements.
    private static let inPlaceOperators: Set = ["elementwise"]

    @Test(arguments: Registry.runnable) func outputsMayNotOverlap(variant: Variant) throws {
        let context = KernelContext(variant, threads: 2)
        let mayCoincide = Self.inPlaceOperators.contains(variant.operatorName)
        for call in try #require(operatorCases(variant.operatorName)).entryPoints {
            let apart = Harness.execute(call, in: context)
            for placed in PlacedCall.all(of: call) {
                let execution = placed.execute(in: context)
                if !placed.overlaps {
                    #expect(execution.status == CK_OK, "\(variant): \(placed.name): \(context.message)")
                    #expect(
                        sameBits(execution.result, apart.contents[placed.operand.name]!), "\(variant): \(placed.name)")
                } else if mayCoincide, isInPlace(placed) {
                    #expect(execution.status == CK_OK, "\(variant): \(placed.name): \(context.message)")
                } else {
                    #expect(execution.status == CK_INVALID_ARGUMENT, "\(variant): \(placed.name)")
                    #expect(execution.isUnchanged, "\(variant): \(placed.name)")
                    for name in [placed.operand.name, placed.other.name, "overlaps"] {
                        #expect(context.message.contains(name), "\(placed.name): \(context.message)")
                    }
                }
            }
        }
    }

    /// In place, the result is that of separate arrays with the same contents.
    @Test(arguments: Registry.runnable.filter { inPlaceOperators.contains($0.operatorName) })
    func worksInPlace(variant: Variant) throws {
        let context = KernelContext(variant, threads: 2)
        var count = 0
        let cases = try #require(operatorCases(variant.operatorName))
        for call in cases.entryPoints + cases.definitions.map(\.call) {
            for placed in PlacedCall.all(of: call) where isInPlace(placed) {
                var apart = call
                let position = apart.operands.firstIndex { $0.name == placed.operand.name }!
                // Both hold what the other one does; the call cannot tell.
                if placed.operand.role == .updated { apart.operands[position].words = placed.other.words }
                let expected = Harness.execute(apart, in: context).contents[placed.operand.name]!
                let execution = placed.execute(in: context)
                #expect(execution.status == CK_OK, "\(variant): \(placed.name): \(context.message)")
                #expect(sameBits(execution.result, expected), "\(variant): \(placed.name)")
                count += 1
            }
        }
        #expect(count > 0)
    }

    private func isInPlace(_ placed: PlacedCall) -> Bool {
        placed.placement == .same && placed.operand.words.count == placed.other.words.count
    }

    /// Columns of one matrix that lie side by side share rows, but no element.
    @Test func matricesMayLieSideBySide() {
        let context = KernelContext()
        // Rows of 9: A in columns 0 ..< 3, C in columns 3 ..< 7.
        let contents = TestValues.integers(2 * 9, 1)
        func product(cColumn: Int, cStride: Int64 = 9) -> (ck_status, [Float]) {
            let matrix = GuardedBuffer(contents.words, aligned: true)
            let right = GuardedBuffer(TestValues.integers(3 * 4, 2).words, aligned: true)
            var descriptor = ck_gemm_descriptor()
            (descriptor.m, descriptor.n, descriptor.k) = (2, 4, 3)
            (descriptor.lda, descriptor.ldb, descriptor.ldc, descriptor.alpha) = (9, 4, cStride, 1)
            let elements = matrix.address.assumingMemoryBound(to: Float.self)
            let status = ck_gemm_f32(
                context.pointer, &descriptor, elements, right.address.assumingMemoryBound(to: Float.self), nil,
                elements + cColumn)
            return (status, matrix.words.floats)
        }
        let (status, result) = product(cColumn: 3)
        #expect(status == CK_OK, "\(context.message)")
        let right = TestValues.integers(3 * 4, 2)
        for row in 0..<2 {
            for column in 0..<4 {
                let expected = (0..<3).reduce(Float(0)) { $0 + contents[row * 9 + $1] * right[$1 * 4 + column] }
                #expect(result[row * 9 + 3 + column] == expected)
            }
            for column in [0, 1, 2, 7, 8] { #expect(result[row * 9 + column] == contents[row * 9 + column]) }
        }
        #expect(product(cColumn: 5).0 == CK_OK)
        // In the last column of A, over the end of the row into A, and with rows of another length.
        for (column, stride) in [(2, 9), (6, 9), (3, 10)] as [(Int, Int64)] {
            #expect(product(cColumn: column, cStride: stride).0 == CK_INVALID_ARGUMENT)
            #expect(context.message.contains("c overlaps a"))
        }
    }

    @Test func rowsMayBeCopiedBesideThemselves() {
        let context = KernelContext()
        let contents = TestValues.integers(3 * 8, 1)
        func copy(from: Int, to: Int) -> (ck_status, [Float]) {
            let matrix = GuardedBuffer(contents.words, aligned: true)
            let elements = matrix.address.assumingMemoryBound(to: Float.self)
            let status = ck_copy_rows_f32(context.pointer, 3, 4, 8, elements + from, 0, 8, elements + to)
            return (status, matrix.words.floats)
        }
        for (from, to) in [(0, 4), (4, 0)] {
            let (status, result) = copy(from: from, to: to)
            #expect(status == CK_OK, "\(context.message)")
            for index in 0..<12 {
                #expect(result[index / 4 * 8 + to + index % 4] == contents[index / 4 * 8 + from + index % 4])
            }
        }
        for (from, to) in [(0, 3), (3, 0), (0, 0)] { #expect(copy(from: from, to: to).0 == CK_INVALID_ARGUMENT) }
    }

    /// b repeats along the other axes of a: in its place, results would be read as operands.
    @Test func broadcastOperandsAreNotOverwritten() {
        let context = KernelContext()
        let elements = GuardedBuffer(TestValues.uniform(24, 1).words, aligned: true)
        let a = GuardedBuffer(TestValues.uniform(24, 2).words, aligned: true)
        var broadcast = ck_broadcast(outer: 2, axis: 3, inner: 4)
        let output = elements.address.assumingMemoryBound(to: Float.self)
        let status = ck_binary_f32(
            context.pointer, CK_BINARY_ADD, &broadcast, a.address.assumingMemoryBound(to: Float.self), output, output)
        #expect(status == CK_INVALID_ARGUMENT)
        #expect(context.message.contains("output overlaps b"))
    }
}
