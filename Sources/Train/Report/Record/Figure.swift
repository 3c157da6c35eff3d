import SwiftletSVG
import SwiftletTensor

/// A picture that a run leaves behind and its report shows.
public struct Figure: Sendable {
    /// What the picture is.
    public enum Content: Sendable {
        /// The bytes of a PNG file, animated or not.
        case png([UInt8])
        /// The text of an SVG file.
        case svg(String)
        /// A chart. A report draws it anew, in the reader's size and colours and with values to point at.
        case chart(LineChart)
    }

    /// What it is called among the figures of a run, and without the ending, its file: letters, digits, `-`, `_` and `.`.
    public var name: String
    /// What a reader is to see in it, shown below the picture.
    public var caption: String
    /// What it shows, for those who cannot see it.
    public var alternativeText: String
    /// The picture.
    public var content: Content
    /// The metrics of `metrics.jsonl` that it shows already, so that a report does not draw their curves again.
    public var metrics: [String]

    /// A picture with its caption, which serves as alternative text if there is no other. A name that is no plain file
    /// name is a bug and traps.
    public init(
        name: String, caption: String, alternativeText: String? = nil, content: Content, metrics: [String] = []
    ) {
        require(Self.isFileName(name), "'\(name)' cannot be the name of a figure's file")
        self.name = name
        self.caption = caption
        self.alternativeText = alternativeText ?? caption
        self.content = content
        self.metrics = metrics
    }

    /// Whether a text names a file that lies in the run directory itself and is not hidden.
    static func isFileName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix(".")
            && text.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_.".unicodeScalars.contains($0))
            }
    }

    /// Its file in the run directory.
    var fileName: String {
        if case .png = content { return "\(name).png" }
        return "\(name).svg"
    }

    /// The bytes of its file.
    var fileBytes: [UInt8] {
        switch content {
        case .png(let bytes): bytes
        case .svg(let text): Array(text.utf8)
        case .chart(let chart): Array(chart.svg.utf8)
        }
    }
}
