/// A table as HTML, in a box of its own that scrolls where the page is too narrow.
struct TableSection {
    let table: ReportTable

    var html: HTML {
        let count = max(table.columns.count, table.rows.map(\.count).max() ?? 0)
        // The first column names the rows, even where the names are numbers.
        let isNumeric = (0..<count).map { column in
            column > 0 && NumericColumn.isMade(of: table.rows.compactMap { column < $0.count ? $0[column] : nil })
        }
        return """
            <div class="box">
            <div class="scroll" tabindex="0" role="region" aria-label="\(table.title)">
            <table>
            <caption>\(table.title)</caption>
            <thead><tr>\(row(table.columns, "th", isNumeric, scope: " scope=\"col\""))</tr></thead>
            <tbody>
            \(table.rows.map { "<tr>\(row($0, "td", isNumeric))</tr>\n" as HTML })</tbody>
            </table>
            </div>
            \(table.notes.map { "<p class=\"note\">\($0)</p>\n" as HTML })</div>

            """
    }

    private func row(_ cells: [String], _ tag: HTML, _ isNumeric: [Bool], scope: HTML = "") -> [HTML] {
        isNumeric.indices.map { column in
            let cell = column < cells.count ? cells[column] : ""
            let kind: HTML = isNumeric[column] ? " class=\"number\"" : ""
            return "<\(tag)\(scope)\(kind)>\(cell)</\(tag)>"
        }
    }
}
