import Foundation
import SwiftletTensor

/// A file of shapes: `operator key=value,...` a line, `#` before a comment.
package struct ShapesFile {
    /// Operators in the order of their first line, with their shapes.
    private(set) var entries: [(benchmark: OperatorBenchmark, shapes: [ShapeArguments])] = []

    /// Most bytes of a file.
    private static let maximumBytes = 1 << 20

    package init(path: String) throws {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard size ?? 0 <= Self.maximumBytes else {
            throw BenchError("\(path) is larger than the bound of \(Self.maximumBytes >> 20) MiB.")
        }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw BenchError("cannot read \(path): \(systemCause(of: error) ?? "\(error)")")
        }
        try self.init(text, name: path)
    }

    init(_ text: String, name: String) throws {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
            let words = content.split(whereSeparator: \.isWhitespace).map(String.init)
            if words.isEmpty { continue }
            let source = "\(name), line \(index + 1): "
            guard words.count == 2 else {
                throw BenchError(
                    "\(source)expected an operator and a shape, as in 'gemm M=128,N=400', got '\(content)'.")
            }
            let benchmark = try OperatorBenchmark.named(words[0], in: source)
            let shape = try ShapeArguments(
                words[1], keys: benchmark.keys, operatorName: benchmark.name, source: source)
            if let known = entries.firstIndex(where: { $0.benchmark.name == benchmark.name }) {
                entries[known].shapes.append(shape)
            } else {
                entries.append((benchmark, [shape]))
            }
        }
        if entries.isEmpty { throw BenchError("\(name) has no shapes.") }
    }
}
