/// Takes a PGM file apart: whole numbers between white space and comments, then the levels.
struct PGMScanner {
    private let bytes: [UInt8]
    private var position: Int
    private let name: String?
    /// Binary files are written with LF alone, so a CR is a mark of a conversion of line ends.
    private var sawCarriageReturn = false

    /// Numbers are refused from here on, which is beyond every bound of a picture.
    private static let largestNumber = 1 << 32

    init(_ bytes: [UInt8], from position: Int, name: String?) {
        self.bytes = bytes
        self.position = position
        self.name = name
    }

    private var left: Int { bytes.count - position }

    /// The number after white space and comments. It must stand apart from what precedes and follows.
    mutating func number(_ meaning: @autoclosure () -> String) throws -> Int {
        let start = position
        skipSpace()
        guard left > 0 else { throw DataError(file: name, "the file is cut off: it ends before the \(meaning())") }
        var value = 0
        let first = position
        while left > 0, case let digit = Int(bytes[position]) - 0x30, (0...9).contains(digit) {
            value = value * 10 + digit
            guard value < Self.largestNumber else { throw DataError(file: name, "the \(meaning()) is too large") }
            position += 1
        }
        let standsApart = first > start && (left == 0 || isSpace(bytes[position]) || bytes[position] == 0x23)
        guard position > first, standsApart else {
            throw DataError(file: name, "the PGM is damaged: a whole number was expected as the \(meaning())")
        }
        return value
    }

    /// The levels that follow one white-space byte, up to the end of the file, where one line end may stand.
    mutating func binaryLevels(_ count: Int, bytesPerLevel: Int) throws -> [UInt16] {
        let size = count * bytesPerLevel
        // Netpbm lets a comment follow the maximum level at once: its line end is the white-space byte.
        while left > 0, bytes[position] == 0x23 { skipComment() }
        if left > 0 {
            sawCarriageReturn = sawCarriageReturn || bytes[position] == 0x0d
            position += 1
        }
        // A header with CR LF is accepted where nothing after it has changed in length.
        if left > 0, bytes[position - 1] == 0x0d, bytes[position] == 0x0a { position += 1 }
        guard left == size || left > size && isLineEnd(bytes[(position + size)...]) else {
            throw DataError(file: name, "the header announces \(size) bytes of pixels, but \(wrongEnd(size))")
        }
        return bytes.withUnsafeBufferPointer { bytes in
            (0..<count).map { index in
                let start = position + index * bytesPerLevel
                return bytesPerLevel == 1 ? UInt16(bytes[start]) : UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
            }
        }
    }

    /// The levels as numbers, up to the end of the file.
    mutating func textLevels(_ count: Int) throws -> [UInt16] {
        // A level takes a digit and a separator at least: no memory is taken for what cannot be there.
        guard left >= 2 * count else {
            throw DataError(
                file: name, "the file is cut off: it cannot hold the \(count) levels that its header announces")
        }
        var levels: [UInt16] = []
        levels.reserveCapacity(count)
        while levels.count < count {
            let level = try number("level \(levels.count + 1) of \(count)")
            guard level <= 65535 else {
                throw DataError(
                    file: name, "level \(levels.count + 1) of \(count) is \(level), above every possible maximum")
            }
            levels.append(UInt16(level))
        }
        skipSpace()
        guard left == 0 else {
            throw DataError(file: name, "the file goes on after the \(count) levels that its header announces")
        }
        return levels
    }

    /// What is wrong with a file whose pixels should take `size` bytes.
    private func wrongEnd(_ size: Int) -> String {
        let next = bytes.dropFirst(position + size)
        if next.starts(with: Array("P5".utf8)) || next.starts(with: Array("P2".utf8)) {
            return "another image follows; a file of a single image was expected"
        }
        let held = "the file holds \(left)"
        if sawCarriageReturn { return "\(held); the header has CR LF: \(textConversion)" }
        return left < size ? "\(held); it is cut off" : held
    }

    /// Whether these are a line end that an editor or a program put after the pixels: one or two bytes of white space. Where
    /// the header has CR LF, they may as well be pixels that a conversion of line ends has moved.
    private func isLineEnd(_ rest: ArraySlice<UInt8>) -> Bool {
        !sawCarriageReturn && rest.count <= 2 && rest.allSatisfy(isSpace)
    }

    private mutating func skipComment() {
        while left > 0, bytes[position] != 0x0a, bytes[position] != 0x0d { position += 1 }
    }

    private mutating func skipSpace() {
        while left > 0 {
            if bytes[position] == 0x23 {
                skipComment()
            } else if isSpace(bytes[position]) {
                sawCarriageReturn = sawCarriageReturn || bytes[position] == 0x0d
                position += 1
            } else {
                return
            }
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
