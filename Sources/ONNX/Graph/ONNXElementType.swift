/// What kind of numbers a tensor holds, with its code in a file (`onnx.TensorProto.DataType`).
public enum ONNXElementType: Int32, Sendable {
    /// Single precision.
    case float32 = 1
    /// Signed 64-bit integers, the kind that ONNX has for positions, shapes and labels.
    case int64 = 7
    /// True or false.
    case bool = 9
    /// Double precision.
    case float64 = 11
}
