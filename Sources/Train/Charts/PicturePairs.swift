import Foundation
import SwiftletSVG
import SwiftletTensor

/// Pairs of pictures side by side, each with a line below it, such as two faces and their distance.
public struct PicturePairs: Sendable {
    /// Two pictures and what is said of them.
    public struct Pair: Sendable {
        /// The bytes of a PNG file.
        public var left: [UInt8]
        /// The bytes of a PNG file.
        public var right: [UInt8]
        /// What is written below, in one line.
        public var caption: String
        /// Whether the pair is one that deserves a look, such as a wrong verdict; its caption is then drawn in red.
        public var isMarked: Bool

        /// A pair with its caption.
        public init(left: [UInt8], right: [UInt8], caption: String, isMarked: Bool = false) {
            self.left = left
            self.right = right
            self.caption = caption
            self.isMarked = isMarked
        }
    }

    /// What the pairs show.
    public var title: String
    /// The pairs, row by row.
    public var pairs: [Pair]
    /// Pairs in a row.
    public var columns: Int
    /// Longer side of a picture, in pixels.
    public var pictureSize: Double

    private static let margin = 20.0
    private static let gap = 22.0
    private static let captionHeight = 26.0
    private static let marked = "#c0262d"

    /// Pairs in rows of `columns`, at least 1.
    public init(title: String, pairs: [Pair], columns: Int = 3, pictureSize: Double = 104) {
        require(columns > 0, "no pairs fit into \(columns) columns")
        self.title = title
        self.pairs = pairs
        self.columns = columns
        self.pictureSize = pictureSize
    }

    /// The pairs as a self-contained SVG file.
    public var svg: String {
        var picture = SVG()
        let boxes = pairs.map { [PNGSize(of: $0.left), PNGSize(of: $0.right)].map { $0.fitted(into: pictureSize) } }
        let height = boxes.joined().map(\.height).max() ?? 0
        let captionWidth = pairs.map { SVG.width(of: $0.caption, size: 13) }.max() ?? 0
        let pairWidth = max(boxes.map { $0[0].width + $0[1].width + 2 }.max() ?? 0, captionWidth)
        let columns = max(min(self.columns, pairs.count), 1)
        let width = pairWidth * Double(columns) + Self.gap * Double(columns - 1)
        let top = ChartHead(title: title, items: [], left: Self.margin, right: Self.margin + max(width, 240))
            .draw(in: &picture, top: Self.margin)
        for (index, pair) in pairs.enumerated() {
            let left = Self.margin + Double(index % columns) * (pairWidth + Self.gap)
            let y = top + Double(index / columns) * (height + Self.captionHeight + 8)
            var x = left + (pairWidth - boxes[index][0].width - boxes[index][1].width - 2) / 2
            for (png, box) in zip([pair.left, pair.right], boxes[index]) {
                picture.picture(png: png, x: x, y: y, width: box.width, height: box.height)
                x += box.width + 2
            }
            picture.text(
                pair.caption, x: left + pairWidth / 2, y: y + height + 18, anchor: .middle,
                fill: pair.isMarked ? Self.marked : SVG.ink)
        }
        let rows = Double((pairs.count + columns - 1) / columns)
        return picture.document(
            width: max(width, 240) + 2 * Self.margin,
            height: top + rows * (height + Self.captionHeight + 8) + Self.margin / 2, title: title)
    }
}
