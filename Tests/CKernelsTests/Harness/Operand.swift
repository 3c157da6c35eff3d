import Foundation

/// One array that a kernel call reads or writes.
struct Operand {
    enum Role {
        /// Read; must not change.
        case input
        /// Written; holds guard values before the call, which must all be replaced and never read.
        case output
        /// Read and written: an accumulated gradient, a parameter.
        case updated
    }
    enum Element { case float, integer }

    var name: String
    var role: Role
    var element = Element.float
    /// Contents before the call, as bits.
    var words: [UInt32]
    /// Rows of `width` elements every `stride` elements; what lies between must not change.
    var rows: (width: Int, stride: Int)?
    /// Whether the operator also takes NULL.
    var isOptional = false

    static func input(_ name: String, _ values: [Float], isOptional: Bool = false) -> Operand {
        Operand(name: name, role: .input, words: values.words, isOptional: isOptional)
    }

    static func integers(_ name: String, _ values: [Int32], isOptional: Bool = false) -> Operand {
        Operand(
            name: name, role: .input, element: .integer, words: values.map { UInt32(bitPattern: $0) },
            isOptional: isOptional)
    }

    static func output(_ name: String, count: Int, element: Element = .float, isOptional: Bool = false) -> Operand {
        Operand(
            name: name, role: .output, element: element,
            words: [UInt32](repeating: GuardedBuffer.guardWord, count: count), isOptional: isOptional)
    }

    static func updated(_ name: String, _ values: [Float], isOptional: Bool = false) -> Operand {
        Operand(name: name, role: .updated, words: values.words, isOptional: isOptional)
    }

    /// A gradient: written with beta 0, added to with beta 1.
    static func gradient(_ name: String, _ initial: [Float], beta: Float, isOptional: Bool = false) -> Operand {
        beta == 0
            ? output(name, count: initial.count, isOptional: isOptional)
            : updated(name, initial, isOptional: isOptional)
    }

    func withRows(width: Int, stride: Int) -> Operand {
        var copy = self
        copy.rows = (width, stride)
        return copy
    }
}

extension [Float] {
    var words: [UInt32] { withUnsafeBytes { Array<UInt32>($0.bindMemory(to: UInt32.self)) } }
}

extension [UInt32] {
    var floats: [Float] { withUnsafeBytes { Array<Float>($0.bindMemory(to: Float.self)) } }
}

/// Whether two arrays hold the same bits. (Comparing arrays with == is slow in a debug build.)
func sameBits(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    a.count == b.count && (a.isEmpty || memcmp(a, b, a.count * 4) == 0)
}

extension [UInt32] {
    /// Position of the first element that still holds the guard value.
    var firstGuardWord: Int? {
        withUnsafeBufferPointer { words in
            var index = 0
            while index < words.count {
                if words[index] == GuardedBuffer.guardWord { return index }
                index += 1
            }
            return nil
        }
    }
}
