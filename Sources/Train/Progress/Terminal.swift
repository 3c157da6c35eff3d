import Foundation

/// What standard error is connected to.
enum Terminal {
    /// Whether lines on standard error can be redrawn.
    static var isInteractive: Bool {
        isatty(StandardError.descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Whether colours are wanted; see https://no-color.org.
    static var wantsColor: Bool { (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty }

    /// Whether characters beyond ASCII are shown.
    static var showsUnicode: Bool {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let upper = locale.uppercased()
        return ["UTF-8", "UTF8"].contains { upper.firstRange(of: $0) != nil }
    }

    /// Columns of the terminal; 80 if it does not say.
    static var width: Int {
        var size = winsize()
        guard ioctl(StandardError.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
