/// Lays out one line of progress so that it fits a terminal.
struct ProgressBar {
    /// Bars longer than this say no more.
    private static let longest = 30
    private static let shortest = 8

    /// Whether to use characters beyond ASCII.
    var showsUnicode: Bool
    /// Whether to use colours.
    var wantsColor: Bool

    /// The line: head, bar (if `fraction` is known) and as many of the fields, from the first, as fit into `width`
    /// columns. The bar gives way before the fields do.
    func line(head: String, fraction: Double?, fields: [String], width: Int) -> String {
        var parts = [head] + fields
        while parts.count > 1 && Self.length(parts) > width { parts.removeLast() }
        guard let fraction, parts.count == fields.count + 1 else {
            return String(parts.joined(separator: "  ").prefix(max(width, 0)))
        }
        let columns = min(width - Self.length(parts) - 2, Self.longest)
        if columns >= Self.shortest { parts.insert(bar(fraction, columns: columns), at: 1) }
        return parts.joined(separator: "  ")
    }

    private func bar(_ fraction: Double, columns: Int) -> String {
        let filled = Int((max(0, min(fraction, 1)) * Double(columns)).rounded(.down))
        let done = String(repeating: showsUnicode ? "━" : "#", count: filled)
        let left = String(repeating: showsUnicode ? "─" : "-", count: columns - filled)
        return wantsColor ? "\u{1b}[32m\(done)\u{1b}[2;39m\(left)\u{1b}[0m" : done + left
    }

    private static func length(_ parts: [String]) -> Int {
        parts.reduce(0) { $0 + $1.count } + 2 * (parts.count - 1)
    }
}
