import Testing

@testable import SwiftletTrain

@Suite struct InlineSVGTests {
    func accepts(_ text: String) -> Bool { InlineSVG.accepts(text.utf8) }

    @Test func takesThePicturesOfThisPackage() {
        let hostile = "<script>alert(\"1\")</script> & url(http://x)"
        let chart = LineChart(
            title: "t", xLabel: "x", yLabel: "y",
            series: [.init(name: "a", values: [1, 2]), .init(name: "b", values: [3])])
        #expect(accepts(chart.svg))
        #expect(accepts(TablePicture(title: hostile, columns: ["a"], rows: [[hostile]], notes: [hostile]).svg))
        let point = ScatterPicture.Point(x: 0, y: 1, group: "a", label: hostile, png: smallPNG())
        #expect(accepts(ScatterPicture(title: "t", xLabel: "x", yLabel: "y", points: [point]).svg))
        let pair = PicturePairs.Pair(left: smallPNG(), right: smallPNG(), caption: hostile)
        #expect(accepts(PicturePairs(title: hostile, pairs: [pair]).svg))
    }

    @Test(arguments: [
        "", "text", "<svg", "<svg>", "<svg/>", "<svg></g></svg>", "<svg></svg><p>", "<svg></svg>text<svg></svg>",
        "<svg><script>alert(1)</script></svg>", "<svg onload=\"alert(1)\"></svg>", "<svg><g onclick=\"a\"></g></svg>",
        "<svg><foreignObject></foreignObject></svg>", "<svg><image href=\"http://example.org/a.png\"/></svg>",
        "<svg><image href=\"data:image/svg+xml;base64,AA\"/></svg>",
        "<svg><image xlink:href=\"data:image/png;base64,\"/></svg>",
        "<svg><a href=\"javascript:alert(1)\"></a></svg>", "<svg><style>*{}</style></svg>",
        "<svg><rect fill=\"url(http://example.org)\"/></svg>", "<svg><rect fill=\"URL(#a)\"/></svg>",
        "<svg><rect style=\"fill:red\"/></svg>", "<svg><rect id=\"a\"/></svg>", "<svg><!-- --></svg>",
        "<svg><![CDATA[<script>]]></svg>", "<!DOCTYPE svg><svg></svg>", "<?xml version=\"1.0\"?><svg></svg>",
        "<svg><rect fill='red'/></svg>", "<svg><rect fill=red/></svg>", "<svg><rect fill=\"a<b\"/></svg>",
        "<svg><animate/></svg>", "<svg><use href=\"#a\"/></svg>", "<SVG></SVG>", "<svg><g></svg></g>",
    ])
    func refuses(text: String) { #expect(!accepts(text)) }

    @Test func takesPlainShapes() {
        #expect(
            accepts(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><g><rect x=\"0\"/>a &lt; b</g></svg>\n"))
    }
}
