import Foundation

/// The system's words for the last failed call, such as "No space left on device".
func systemErrorMessage() -> String { String(cString: strerror(errno)) }
