import SwiftletSVG

/// A table as a picture.
public struct TablePicture: Sendable {
    /// What the table shows.
    public var title: String
    /// Heads of the columns.
    public var columns: [String]
    /// Cells row by row; a row may be shorter than the others.
    public var rows: [[String]]
    /// Remarks below the table.
    public var notes: [String]

    private static let margin = 24.0
    private static let rowHeight = 28.0
    private static let gap = 28.0
    private static let narrowest = 320.0

    /// A table with its heads, cells and remarks.
    public init(title: String, columns: [String], rows: [[String]], notes: [String] = []) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.notes = notes
    }

    /// The table as a self-contained SVG file. Columns whose cells begin with digits are set to the right.
    public var svg: String {
        var picture = SVG()
        let count = max(columns.count, rows.map(\.count).max() ?? 0)
        let widths = (0..<count).map(width)
        let tableWidth = max(widths.reduce(0, +) + Self.gap * Double(max(count - 1, 0)), Self.narrowest)
        let right = Self.margin + tableWidth
        var y = Self.margin
        for line in SVG.wrapped(title, size: 17, isBold: true, width: tableWidth) {
            picture.text(line, x: Self.margin, y: y + 14, size: 17, isBold: true)
            y += 22
        }
        y += 8
        drawRow(columns, widths, top: y, isHead: true, in: &picture)
        y += Self.rowHeight
        picture.line(from: (Self.margin, y), to: (right, y), stroke: SVG.ink)
        for (index, row) in rows.enumerated() {
            if index % 2 == 1 {
                picture.rectangle(x: Self.margin, y: y, width: tableWidth, height: Self.rowHeight, fill: "#f5f7fa")
            }
            drawRow(row, widths, top: y, isHead: false, in: &picture)
            y += Self.rowHeight
        }
        picture.line(from: (Self.margin, y), to: (right, y), stroke: SVG.quiet)
        y += 8
        for line in notes.flatMap({ SVG.wrapped($0, size: 12, width: tableWidth) }) {
            picture.text(line, x: Self.margin, y: y + 12, size: 12, fill: SVG.quiet)
            y += 17
        }
        return picture.document(width: right + Self.margin, height: y + Self.margin - 8, title: title)
    }

    private func drawRow(_ cells: [String], _ widths: [Double], top: Double, isHead: Bool, in picture: inout SVG) {
        var x = Self.margin
        for (column, cell) in cells.enumerated() {
            let isRight = isNumeric(column)
            picture.text(
                cell, x: isRight ? x + widths[column] : x, y: top + 19, anchor: isRight ? .end : .start, isBold: isHead)
            x += widths[column] + Self.gap
        }
    }

    private func cells(_ column: Int) -> [String] { rows.compactMap { column < $0.count ? $0[column] : nil } }

    private func width(_ column: Int) -> Double {
        let head = column < columns.count ? SVG.width(of: columns[column], size: 13, isBold: true) : 0
        return max(head, cells(column).map { SVG.width(of: $0, size: 13) }.max() ?? 0)
    }

    private func isNumeric(_ column: Int) -> Bool { NumericColumn.isMade(of: cells(column)) }
}
