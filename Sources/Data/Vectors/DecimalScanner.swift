/// Reads a decimal number from bytes, rounded correctly to Float.
struct DecimalScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var mantissa: UInt64 = 0
    private var digits = 0
    private var exponent = 0

    /// The value of `[+-] digits [. digits] [e [+-] digits]`; nil if the bytes are anything else or the value is not finite.
    static func float(_ bytes: UnsafeRawBufferPointer) -> Float? {
        var scanner = DecimalScanner(bytes)
        return scanner.scan()
    }

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private mutating func scan() -> Float? {
        let isNegative = skip(UInt8(ascii: "-"))
        if !isNegative { _ = skip(UInt8(ascii: "+")) }
        scanDigits()
        if skip(UInt8(ascii: ".")) {
            let whole = digits
            scanDigits()
            exponent = whole - digits
        }
        guard digits > 0 else { return nil }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            guard scanExponent() else { return nil }
        }
        guard position == bytes.count else { return nil }
        if let value = exactValue() { return isNegative ? -value : value }
        return Float(String(decoding: bytes, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
    }

    @inline(__always)
    private mutating func skip(_ sign: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == sign else { return false }
        position += 1
        return true
    }

    @inline(__always)
    private mutating func scanDigits() {
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit <= 9 {
            // More digits than fit wrap round, and `exactValue` refuses them.
            mantissa = mantissa &* 10 &+ UInt64(digit)
            digits += 1
            position += 1
        }
    }

    private mutating func scanExponent() -> Bool {
        let isNegative = skip(UInt8(ascii: "-"))
        if !isNegative { _ = skip(UInt8(ascii: "+")) }
        let start = position
        var value = 0
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit <= 9 {
            value = min(value * 10 + Int(digit), 100_000)
            position += 1
        }
        exponent += isNegative ? -value : value
        return position > start
    }

    /// The value by one multiplication or division of exact doubles (Clinger 1990), which rounds once; nil where that or
    /// the second rounding to Float might go wrong.
    @inline(__always)
    private func exactValue() -> Float? {
        guard digits <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
        if mantissa == 0 { return 0 }
        let power = Self.powersOfTen[abs(exponent)]
        let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        // Half-way between two floats the double may be rounded already, so that the tie would break the wrong way.
        let isTie = value.bitPattern & 0x1fff_ffff == 0x1000_0000
        guard !isTie, value >= 0x1p-126, value < 0x1p127 else { return nil }
        return Float(value)
    }

    private static let powersOfTen: [Double] = (0...22).map { (power: Int) in
        (0..<power).reduce(1.0) { value, _ in value * 10 }
    }
}
