/// A chart as part of a page: drawn narrow, so that its text stays legible on a phone, its values told by a script.
struct ChartSection {
    let chart: LineChart
    /// What it shows, for those who cannot see it.
    var alternativeText: String?
    var caption: String?

    var html: HTML {
        var narrow = chart
        narrow.size = (440, 330)
        let label = "\(alternativeText ?? chart.title). Arrow keys read its values."
        return """
            <figure>
            <h4>\(chart.title)</h4>
            <div class="plot" tabindex="0" role="img" aria-label="\(label)">
            \(HTML(trusted: narrow.svg(showsTitle: false)))</div>
            \(caption.map { "<figcaption>\($0)</figcaption>\n" as HTML } ?? .empty)</figure>

            """
    }
}
