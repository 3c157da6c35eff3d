import Foundation

enum ThreadCounts {
    static var all: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Reads "1,2"; nil stands for `fallback`.
    static func parse(_ text: String?, fallback: [Int]) throws -> [Int] {
        guard let text else { return fallback }
        var counts: [Int] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let count = Int(item), (1...1024).contains(count) else {
                throw BenchError("--threads takes counts from 1 to 1024 separated by commas, got '\(text)'.")
            }
            if !counts.contains(count) { counts.append(count) }
        }
        return counts
    }
}
