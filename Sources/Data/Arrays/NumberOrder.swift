import SwiftletTensor

/// Brings the bytes of numbers into the order in which arrays keep them.
enum NumberOrder {
    /// Turns around the bytes of each number of `size` bytes.
    static func swapBytes(_ bytes: inout [UInt8], size: Int) {
        if size == 1 { return }
        for start in stride(from: 0, to: bytes.count, by: size) { bytes[start..<start + size].reverse() }
    }

    /// Numbers of `size` bytes row by row, of which the first axis varied fastest.
    static func rowMajor(_ bytes: [UInt8], shape: Shape, size: Int) -> [UInt8] {
        let sizes = shape.dimensions
        if sizes.count(where: { $0 != 1 }) < 2 || bytes.isEmpty { return bytes }
        // Distance, in numbers, between neighbours along each axis.
        var strides: [Int] = []
        var distance = 1
        for size in sizes {
            strides.append(distance)
            distance *= size
        }
        var index = [Int](repeating: 0, count: sizes.count)
        var source = 0
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { result, count in
            for target in stride(from: 0, to: bytes.count, by: size) {
                for byte in 0..<size { result[target + byte] = bytes[source * size + byte] }
                // The next place, the last axis first.
                var axis = sizes.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    source += strides[axis]
                    if index[axis] < sizes[axis] { break }
                    source -= strides[axis] * sizes[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
            count = bytes.count
        }
    }
}
