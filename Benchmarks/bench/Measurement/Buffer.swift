import CKernels
import Foundation

/// Memory aligned to cache lines, filled for a workload.
final class Buffer {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
        self.count = count
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        memset(raw, 0, max(count, 1) * 4)
        pointer = raw.assumingMemoryBound(to: Float.self)
    }

    convenience init(_ input: Workload.Input, key: UInt64, in context: KernelContext) {
        self.init(count: input.count)
        fill(input, key: key, in: context)
    }

    deinit { pointer.deallocate() }

    func holdsSameBits(as other: Buffer) -> Bool {
        count == other.count && memcmp(pointer, other.pointer, count * 4) == 0
    }

    /// Draws from the library's own generator: a Swift loop would be slow in a debug build.
    func fill(_ input: Workload.Input, key: UInt64, in context: KernelContext) {
        let count = Int64(count)
        switch input {
        case .uniform: context.expect(ck_random_uniform_f32(context.pointer, key, 0, count, -1, 1, pointer))
        case .positive: context.expect(ck_random_uniform_f32(context.pointer, key, 0, count, 0.25, 2, pointer))
        case .indices(_, let end):
            context.expect(ck_random_uniform_f32(context.pointer, key, 0, count, 0, Float(end), pointer))
            let integers = pointer.integers
            for index in 0..<self.count { integers[index] = min(Int32(pointer[index]), Int32(end - 1)) }
        case .computed(_, let compute): context.expect(compute(context, pointer))
        }
    }
}
