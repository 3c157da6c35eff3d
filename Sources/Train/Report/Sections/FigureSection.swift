import Foundation

/// A figure of a run, with its picture within the page.
struct FigureSection {
    let figure: FigureRecord
    /// The content of its file.
    let bytes: [UInt8]

    /// Pictures that are wider stand alone in their row.
    private static let widestHalf = 520

    var html: HTML {
        if let chart = figure.chart {
            return ChartSection(chart: chart, alternativeText: figure.alternativeText, caption: figure.caption).html
        }
        let isPNG = figure.file.hasSuffix(".png")
        return isPNG ? card(png, isWide: shownWidth > Self.widestHalf) : card(svg, isWide: true)
    }

    private func card(_ picture: HTML, isWide: Bool) -> HTML {
        """
        <figure\(isWide ? " class=\"wide\"" as HTML : .empty)>
        <div class="scroll"\(legibleWidth)>\(picture)</div>
        <figcaption>\(figure.caption)</figcaption>
        </figure>

        """
    }

    /// Small pictures are enlarged by a whole factor, with their pixels as they are.
    private var factor: Int { max(1, min(4, 480 / PNGSize(of: bytes).width)) }
    private var shownWidth: Int { PNGSize(of: bytes).width * factor }

    private var png: HTML {
        let height = PNGSize(of: bytes).height * factor
        let kind: HTML = factor > 1 ? " class=\"pixels\"" : .empty
        return """
            <img\(kind) src="\(dataURI("image/png"))" width="\(shownWidth)" height="\(height)" \
            alt="\(figure.alternativeText)"/>
            """
    }

    private var svg: HTML {
        if InlineSVG.accepts(bytes) { return HTML(trusted: String(decoding: bytes, as: UTF8.self)) }
        return "<img src=\"\(dataURI("image/svg+xml"))\" alt=\"\(figure.alternativeText)\"/>"
    }

    /// A drawing with text is not made narrower than this; on a phone it scrolls in its box instead.
    private var legibleWidth: HTML {
        let head = String(decoding: bytes.prefix(400), as: UTF8.self)
        guard let match = head.firstMatch(of: /^<svg [^>]*?\bwidth="([0-9]{1,5})(\.[0-9]+)?"/),
            let width = Int(match.output.1)
        else { return .empty }
        return " style=\"--legible: \(width * 3 / 4)px\""
    }

    private func dataURI(_ type: String) -> String { "data:\(type);base64,\(Data(bytes).base64EncodedString())" }
}
