/// A fenced block of an article.
struct CodeBlock {
    /// What follows the fence: "swift", or nothing.
    let language: String
    /// The line on which it begins, from 1.
    let line: Int
    private let lines: [String]

    /// The blocks of a text.
    static func all(in text: String) -> [CodeBlock] {
        var blocks: [CodeBlock] = []
        var open: (language: String, line: Int, lines: [String])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(CodeBlock(language: block.language, line: block.line, lines: block.lines))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), index + 1, [])
                }
            } else {
                open?.lines.append(String(line))
            }
        }
        return blocks
    }

    /// Whether its lines follow each other in a source, all indented alike.
    func stands(in source: String) -> Bool {
        let text = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.first, lines.count <= text.count else { return false }
        return (0...text.count - lines.count).contains { start in
            guard text[start].hasSuffix(first) else { return false }
            let indentation = String(text[start].dropLast(first.count))
            guard indentation.allSatisfy({ $0 == " " }) else { return false }
            return zip(lines, text[start...]).allSatisfy { line, other in
                other == (line.isEmpty ? "" : indentation + line)
            }
        }
    }
}
