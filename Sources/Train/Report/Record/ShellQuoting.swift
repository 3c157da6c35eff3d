/// Writes words so that a shell reads them back as they were.
package enum ShellQuoting {
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+,-".unicodeScalars)

    /// Words as one line of a shell: bash, zsh, and every shell by POSIX as long as no word has control characters.
    package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    /// A word, in quotes if it needs them.
    static func quoted(_ word: String) -> String {
        let scalars = word.unicodeScalars
        // In any other place a `=` would make an assignment of the word.
        if !word.isEmpty && scalars.allSatisfy({ plain.contains($0) || $0 == "=" && word.hasPrefix("-") }) {
            return word
        }
        if scalars.contains(where: isControl) { return "$'" + scalars.map(escape).joined() + "'" }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }

    private static func isControl(_ scalar: UnicodeScalar) -> Bool { scalar.properties.generalCategory == .control }

    /// A character within `$'...'`.
    private static func escape(_ scalar: UnicodeScalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "'", "\\": "\\\(scalar)"
        case _ where isControl(scalar):
            // By bytes of UTF-8, three octal digits each: more digits would not belong to the escape.
            String(scalar).utf8.map { "\\" + String(Int($0) + 0o1000, radix: 8).dropFirst() }.joined()
        default: String(scalar)
        }
    }
}
