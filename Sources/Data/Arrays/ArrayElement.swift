/// The kinds of numbers that files of arrays hold.
public enum ArrayElement: String, CaseIterable, Sendable {
    /// True or false, a byte each.
    case bool = "b1"
    /// Signed 8-bit integers.
    case int8 = "i1"
    /// Unsigned 8-bit integers.
    case uint8 = "u1"
    /// Signed 16-bit integers.
    case int16 = "i2"
    /// Unsigned 16-bit integers.
    case uint16 = "u2"
    /// Signed 32-bit integers.
    case int32 = "i4"
    /// Unsigned 32-bit integers.
    case uint32 = "u4"
    /// Signed 64-bit integers.
    case int64 = "i8"
    /// Unsigned 64-bit integers.
    case uint64 = "u8"
    /// Half precision.
    case float16 = "f2"
    /// Single precision.
    case float32 = "f4"
    /// Double precision.
    case float64 = "f8"

    /// Bytes of one number.
    public var byteCount: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16, .float16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether the numbers may have a fraction.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .float32, .float64: true
        default: false
        }
    }
}
