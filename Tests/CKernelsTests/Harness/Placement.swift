import CKernels
import Foundation

/// Where one operand of a call lies, as seen from another.
enum Placement: CaseIterable {
    /// At the same address.
    case same
    /// One element behind the first of the other.
    case shifted
    /// From the last element of the other on.
    case behindByOne
    /// Its last element is the first of the other.
    case beforeByOne
    /// Right behind the other, without a common element.
    case behind
    /// Right before the other.
    case before

    /// Elements from the start of `other` to that of the operand.
    func offset(_ operand: Operand, from other: Operand) -> Int {
        switch self {
        case .same: 0
        case .shifted: 1
        case .behindByOne: other.words.count - 1
        case .beforeByOne: 1 - operand.words.count
        case .behind: other.words.count
        case .before: -operand.words.count
        }
    }

    /// Whether the two have an element in common.
    func overlaps(_ operand: Operand, with other: Operand) -> Bool {
        let offset = offset(operand, from: other)
        return offset < other.words.count && offset > -operand.words.count
    }
}

/// A call two of whose operands lie in one block, among guard values.
struct PlacedCall {
    var call: KernelCase
    /// Written by the call.
    var operand: Operand
    var other: Operand
    var placement: Placement

    var name: String { "\(call.name): \(operand.name) at \(other.name), \(placement)" }
    var overlaps: Bool { placement.overlaps(operand, with: other) }

    /// Every pair of operands, one of which is written, in every placement.
    static func all(of call: KernelCase) -> [PlacedCall] {
        let operands = call.operands.filter { !$0.words.isEmpty }
        return operands.filter { $0.role != .input }.flatMap { operand in
            operands.filter { $0.name != operand.name }.flatMap { other in
                Placement.allCases.map { PlacedCall(call: call, operand: operand, other: other, placement: $0) }
            }
        }
    }

    struct Execution {
        var status: ck_status
        /// Contents of the operand that is written.
        var result: [UInt32]
        /// Whether no word of the common block has changed.
        var isUnchanged: Bool
    }

    /// Makes the call. What both operands hold is the contents of `other`.
    func execute(in context: KernelContext) -> Execution {
        let offset = placement.offset(operand, from: other)
        let first = min(0, offset)
        let count = max(other.words.count, offset + operand.words.count) - first
        var words = [UInt32](repeating: GuardedBuffer.guardWord, count: count)
        words.replaceSubrange(offset - first..<offset - first + operand.words.count, with: operand.words)
        words.replaceSubrange(-first..<other.words.count - first, with: other.words)
        let block = GuardedBuffer(words, aligned: true)
        let buffers = call.operands.map { GuardedBuffer($0.words, aligned: true) }
        var addresses = Dictionary(
            uniqueKeysWithValues: zip(call.operands, buffers).map { ($0.name, $1.address) })
        addresses[operand.name] = block.address + (offset - first) * 4
        addresses[other.name] = block.address - first * 4
        let status = call.run(KernelCase.Call(context: context.pointer, addresses: addresses))
        let after = block.words
        return Execution(
            status: status, result: Array(after[(offset - first)...].prefix(operand.words.count)),
            isUnchanged: sameBits(after, words) && block.isIntact)
    }
}
