import Foundation

/// A terminal without a screen: a program that writes to it finds a width and may redraw its lines.
public final class PseudoTerminal {
    private final class Received: @unchecked Sendable {
        private let lock = NSLock()
        private var bytes: [UInt8] = []

        func append(_ more: ArraySlice<UInt8>) { lock.withLock { bytes += more } }
        var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }
    }

    private let screen: Int32
    private let received = Received()
    /// What the program writes to.
    let programSide: FileHandle

    /// A terminal of so many columns.
    public init(columns: UInt16) throws {
        var (ours, program): (Int32, Int32) = (0, 0)
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ours, &program, nil, nil, &size) == 0 else { throw POSIXError(.ENOTTY) }
        screen = ours
        programSide = FileHandle(fileDescriptor: program, closeOnDealloc: true)
        // A program waits as soon as nobody reads what it has written. The thread ends when the other side is closed.
        Thread.detachNewThread { [screen, received] in
            var piece = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(screen, &piece, piece.count)
                if count <= 0 { break }
                received.append(piece[..<count])
            }
            close(screen)
        }
    }

    /// Makes it wider or narrower.
    public func resize(columns: UInt16) {
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(screen, UInt(TIOCSWINSZ), &size)
    }

    /// All that was written so far.
    public var text: String { received.text }

    /// What each redrawn line showed, without colours; a line that is cleared shows nothing and is left out.
    public var redrawnLines: [String] {
        text.unicodeScalars.split(separator: "\r").map(String.init).filter { $0.hasSuffix("\u{1b}[K") }
            .map { $0.replacing(/\u{1b}\[[0-9;]*[A-Za-z]/, with: "") }.filter { !$0.isEmpty }
    }
}
