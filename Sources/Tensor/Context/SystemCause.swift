import Foundation

/// The system's words for what made a call of Foundation fail, such as "No such file or directory"; nil for other errors.
///
/// Foundation's errors say in their plain description more about themselves than about the cause.
package func systemCause(of error: any Error) -> String? {
    if let cause = error as? POSIXError { return String(cString: strerror(cause.code.rawValue)) }
    guard let failure = error as? CocoaError else { return nil }
    if let cause = failure.underlying as? POSIXError { return systemCause(of: cause) }
    switch failure.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: return "No such file or directory"
    case .fileReadNoPermission, .fileWriteNoPermission: return "Permission denied"
    case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: return "the text is not valid UTF-8"
    case .fileWriteOutOfSpace: return "No space left on device"
    default: return "error \(failure.code.rawValue)"
    }
}
