/// What one shape of an operator reaches.
struct RooflinePoint {
    var number: Int
    var workload: Workload
    var variant: String
    /// Operations a byte that must move.
    var intensity: Double
    var gigaflops: Double
    var shareOfLimit: Double?

    /// A point for each shape, on this number of threads: the variant that `auto` takes, or the fastest if that was not
    /// measured. What moves data without arithmetic has no place in the picture.
    static func all(_ rows: [Row], threads: Int) -> [RooflinePoint] {
        var chosen: [Row] = []
        for row in rows where row.threads == threads && row.outcome == .measured {
            guard row.gigaflops != nil, row.workload.bytes > 0 else { continue }
            let same = chosen.lastIndex {
                $0.workload.title == row.workload.title && $0.workload.shape == row.workload.shape
            }
            guard let same else {
                chosen.append(row)
                continue
            }
            let isBetter = row.gigaflops! > chosen[same].gigaflops!
            if row.isAutomatic || (!chosen[same].isAutomatic && isBetter) { chosen[same] = row }
        }
        return chosen.enumerated().map { index, row in
            RooflinePoint(
                number: index + 1, workload: row.workload, variant: row.variant.name,
                intensity: row.workload.operations / row.workload.bytes, gigaflops: row.gigaflops!,
                shareOfLimit: row.shareOfLimit)
        }
    }

    /// The shape's name without its sizes.
    private var title: String {
        workload.shape.split(separator: " ").filter { !$0.contains("=" as Character) }.joined(separator: " ")
    }

    /// The shapes as a legend shows them: without their sizes if these are many and the names tell the shapes apart.
    static func shapeNames(_ points: [RooflinePoint]) -> [String] {
        let groups = Dictionary(grouping: points, by: \.workload.title)
        return points.map { point in
            let group = groups[point.workload.title]!
            let titles = Set(group.map(\.title))
            let isLong = group.contains { $0.workload.shape.count > 56 }
            return isLong && titles.count == group.count && !titles.contains("") ? point.title : point.workload.shape
        }
    }

    /// Operators of a kind share a colour.
    var family: String {
        if workload.operatorName == "gemm" { return "matrix products" }
        if workload.operatorName.hasPrefix("conv") { return "convolutions" }
        return workload.operatorName.firstRange(of: "pool") != nil ? "pooling" : "other operators"
    }
}
