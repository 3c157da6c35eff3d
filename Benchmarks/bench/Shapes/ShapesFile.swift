import Foundation
import SwiftletTensor
import SwiftletTrain

/// A file of shapes: `operator key=value,...` a line, `#` before a comment.
package struct ShapesFile {
    /// Operators in the order of their first line, with their shapes.
    private(set) var entries: [(benchmark: OperatorBenchmark, shapes: [ShapeArguments])] = []

    /// Most bytes of a file.
    private static let maximumBytes = 1 << 20

    package init(path: String) throws {
        let bytes = try WholeFile.require(path, maximum: Self.maximumBytes)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BenchError("cannot read \(path): it is not UTF-8 text.")
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
