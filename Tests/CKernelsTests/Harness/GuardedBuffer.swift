import Foundation

/// Four-byte words between two walls of guard values, so that a write outside them is seen; by the address sanitizer a
/// read as well.
final class GuardedBuffer {
    /// A NaN whose payload no kernel produces.
    static let guardWord: UInt32 = 0x7fc0_dead
    private static let wallWords = 64
    private static let wall = [UInt32](repeating: guardWord, count: wallWords)

    let count: Int
    private let block: UnsafeMutableRawPointer
    private let offset: Int

    /// Copies `words` to an address that is a multiple of 64 bytes, or one word behind.
    init(_ words: [UInt32], aligned: Bool) {
        count = words.count
        offset = Self.wallWords + (aligned ? 0 : 1)
        let total = offset + count + Self.wallWords
        block = .allocate(byteCount: total * 4, alignment: 64)
        var guardWord = Self.guardWord
        memset_pattern(block, &guardWord, words: offset)
        memcpy(block + offset * 4, words, count * 4)
        memset_pattern(block + (offset + count) * 4, &guardWord, words: Self.wallWords)
        markWalls(AddressSanitizer.poison)
    }

    deinit {
        markWalls(AddressSanitizer.unpoison)
        block.deallocate()
    }

    private func markWalls(_ mark: AddressSanitizer.Mark?) {
        mark?(block, offset * 4)
        mark?(block + (offset + count) * 4, Self.wallWords * 4)
    }

    var address: UnsafeMutableRawPointer { block + offset * 4 }

    var words: [UInt32] {
        [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
            if count > 0 { memcpy(buffer.baseAddress!, address, count * 4) }
            initialized = count
        }
    }

    /// Whether nothing was written before or behind the words.
    var isIntact: Bool {
        markWalls(AddressSanitizer.unpoison)
        defer { markWalls(AddressSanitizer.poison) }
        let front = memcmp(block + (offset - Self.wallWords) * 4, Self.wall, Self.wallWords * 4)
        let back = memcmp(block + (offset + count) * 4, Self.wall, Self.wallWords * 4)
        return front == 0 && back == 0
    }
}

private func memset_pattern(_ destination: UnsafeMutableRawPointer, _ word: UnsafePointer<UInt32>, words: Int) {
    destination.initializeMemory(as: UInt32.self, repeating: word.pointee, count: words)
}
