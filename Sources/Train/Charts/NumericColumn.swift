/// Which columns of a table are set to the right.
enum NumericColumn {
    /// Whether every cell that is filled begins with a number.
    static func isMade(of cells: [String]) -> Bool {
        let filled = cells.filter { !$0.isEmpty && $0 != "–" }
        return !filled.isEmpty && filled.allSatisfy { $0.first!.isNumber || ($0.first == "-" && $0.count > 1) }
    }
}
