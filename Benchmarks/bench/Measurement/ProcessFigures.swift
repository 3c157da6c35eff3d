import Foundation

/// Figures of this process that the system keeps.
enum ProcessFigures {
    /// Seconds since the process started, to a hundredth. Throws where the system does not tell.
    static func secondsSinceStart() throws -> Double {
        // The name of the program may hold spaces and parentheses; the fields behind it count from the third.
        let stat = try text("/proc/self/stat")
        let fields = stat.suffix(from: stat.lastIndex(of: ")") ?? stat.startIndex).split(separator: " ").dropFirst()
        let uptime = try text("/proc/uptime").split(separator: " ").first.flatMap { Double($0) }
        guard let uptime, fields.count > 19, let start = Double(fields[fields.startIndex + 19]) else {
            throw BenchError("/proc/self/stat does not say when the process started.")
        }
        return uptime - start / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory that it has held so far, in MB (2^20 bytes). Throws where the system does not tell.
    static func peakMemory() throws -> Double {
        let line = try text("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { throw BenchError("/proc/self/status does not say how much memory the process has held.") }
        return kilobytes / 1024
    }

    private static func text(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw BenchError("cannot read \(path), which Linux has.")
        }
        return text
    }
}
