/// The order of names in which a number counts by its value: s2 before s10.
enum NaturalOrder {
    /// Whether the first name comes before the second. Numbers of equal value go by their length (7 before 007), all else by
    /// its bytes, so that no language plays a part.
    static func precedes(_ first: String, _ second: String) -> Bool {
        let (a, b) = (Array(first.utf8), Array(second.utf8))
        var (i, j) = (0, 0)
        var tie = 0
        while i < a.count, j < b.count {
            guard isDigit(a[i]), isDigit(b[j]) else {
                if a[i] != b[j] { return a[i] < b[j] }
                (i, j) = (i + 1, j + 1)
                continue
            }
            let (m, n) = (number(a, &i), number(b, &j))
            if m.count != n.count { return m.count < n.count }
            if m != n { return m.lexicographicallyPrecedes(n) }
            if tie == 0 { tie = i - j }
        }
        if a.count - i != b.count - j { return a.count - i < b.count - j }
        return tie != 0 ? tie < 0 : a.lexicographicallyPrecedes(b)
    }

    /// The digits from `position` on without leading zeros; moves behind them.
    private static func number(_ bytes: [UInt8], _ position: inout Int) -> ArraySlice<UInt8> {
        let end = bytes[position...].firstIndex { !isDigit($0) } ?? bytes.count
        let digits = bytes[position..<end].drop { $0 == 0x30 }
        position = end
        return digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
