/// What somebody may have meant by a word that is none of those expected.
package enum Suggestion {
    /// "did you mean 'train'?" if one of the words is near, else all of them: "expected train, evaluate or predict".
    package static func text(for word: String, among words: [String]) -> String {
        if let near = nearest(to: word, among: words) { return "did you mean '\(near)'?" }
        guard let last = words.last, words.count > 1 else { return "expected \(words.joined())" }
        return "expected \(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// The word that differs least, if it differs in no more than a third of the letters or begins alike.
    package static func nearest(to word: String, among words: [String]) -> String? {
        let distances = words.map { (word: $0, distance: distance(word.lowercased(), $0)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        if best.distance <= max(1, max(word.count, best.word.count) / 3) { return best.word }
        let longer = words.filter { word.count > 1 && $0.hasPrefix(word.lowercased()) }
        return longer.count == 1 ? longer[0] : nil
    }

    /// Letters to insert, remove, replace or exchange with their neighbor (Damerau 1964, in its restricted form).
    static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first), Array(second))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
