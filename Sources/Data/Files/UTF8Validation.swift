extension UnsafeRawBufferPointer {
    /// Offset of the first byte that belongs to no well-formed UTF-8 sequence (Unicode 15, table 3-7); nil if there is
    /// none.
    var firstInvalidUTF8: Int? {
        var position = 0
        while position < count {
            // Eight ASCII bytes at a time: nearly all of a text.
            if position + 8 <= count,
                loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                position += 8
                continue
            }
            let length = wellFormedLength(at: position)
            if length == 0 { return position }
            position += length
        }
        return nil
    }

    /// Length of the well-formed sequence that begins here; 0 if none does.
    private func wellFormedLength(at position: Int) -> Int {
        let lead = self[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch lead {
        case 0x00...0x7f: return 1
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        case 0xf1...0xf3: length = 4
        default: return 0
        }
        guard position + length <= count, second.contains(self[position + 1]) else { return 0 }
        for offset in 2..<length where self[position + offset] & 0xc0 != 0x80 { return 0 }
        return length
    }
}
