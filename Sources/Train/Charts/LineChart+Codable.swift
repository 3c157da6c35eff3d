extension LineChart: Codable, Equatable {
    private enum CodingKeys: CodingKey {
        case title, xLabel, yLabel, series
    }

    /// Reads what `encode` wrote; its size is that of a new chart.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try container.decode(String.self, forKey: .title),
            xLabel: try container.decode(String.self, forKey: .xLabel),
            yLabel: try container.decode(String.self, forKey: .yLabel),
            series: try container.decode([Series].self, forKey: .series))
    }

    /// Writes labels and curves, not the size, which is a matter of where the chart is shown.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(xLabel, forKey: .xLabel)
        try container.encode(yLabel, forKey: .yLabel)
        try container.encode(series, forKey: .series)
    }

    /// Whether two charts draw the same.
    public static func == (left: LineChart, right: LineChart) -> Bool {
        left.title == right.title && left.xLabel == right.xLabel && left.yLabel == right.yLabel
            && left.series == right.series && left.size == right.size
    }
}

extension LineChart.Series: Codable, Equatable {
    private enum CodingKeys: CodingKey {
        case name, x, y
    }

    /// Reads what `encode` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let x = try container.decode([Double].self, forKey: .x)
        let y = try container.decode([Double].self, forKey: .y)
        guard x.count == y.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .y, in: container, debugDescription: "\(y.count) y values for \(x.count) x values")
        }
        self.init(name: try container.decode(String.self, forKey: .name), points: Array(zip(x, y)))
    }

    /// Writes the name, and x and y apart from each other.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(points.map(\.x), forKey: .x)
        try container.encode(points.map(\.y), forKey: .y)
    }

    /// Whether two curves have the same name and points.
    public static func == (left: LineChart.Series, right: LineChart.Series) -> Bool {
        left.name == right.name && left.points.elementsEqual(right.points, by: ==)
    }
}
