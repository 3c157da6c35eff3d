import Foundation

/// Charts of what `metrics.jsonl` holds: measures of the same kind in one chart, by epoch.
struct MetricCurves {
    /// A measure by epoch, on the training part or in the evaluation after the epoch.
    struct Curve {
        var metric: String
        /// "train" or "evaluation".
        var part: String
        var points: [(x: Double, y: Double)]
    }

    /// The parts of a record that hold measures, and what a legend calls them.
    private static let parts = [(key: "train", name: "training"), (key: "evaluation", name: "evaluation")]

    /// Every curve. Where a run trained several networks, each point is the mean over those that came to the epoch.
    let curves: [Curve]
    /// Networks whose records the metrics hold.
    let networks: Int

    init(_ records: [JSONValue]) {
        var sums: [String: [String: [Double: (sum: Double, count: Int)]]] = [:]
        var perEpoch: [Double: Int] = [:]
        for record in records {
            guard let epoch = record["epoch"]?.number, epoch.isFinite else { continue }
            perEpoch[epoch, default: 0] += 1
            for (key, _) in Self.parts {
                for member in record[key]?.members ?? [] {
                    guard let value = member.value.number else { continue }
                    let old = sums[member.name, default: [:]][key, default: [:]][epoch] ?? (0, 0)
                    sums[member.name, default: [:]][key, default: [:]][epoch] = (old.sum + value, old.count + 1)
                }
            }
        }
        networks = perEpoch.values.max() ?? 0
        curves = MetricText.ordered(sums.keys).flatMap { metric in
            Self.parts.compactMap { part in
                sums[metric]?[part.key].map { means in
                    Curve(
                        metric: metric, part: part.key,
                        points: means.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sum / Double($0.value.count)) }
                    )
                }
            }
        }
    }

    /// One chart a kind of measure, such as all losses together, without the measures in `hidden`.
    func charts(without hidden: Set<String> = []) -> [LineChart] {
        let shown = curves.filter { !hidden.contains($0.metric) }
        return Self.kinds(of: shown).map { kind in
            let members = shown.filter { Self.kind(of: $0.metric) == kind }
            let names = Set(members.map(\.metric))
            let series = members.map { curve in
                let part = Self.parts.first { $0.key == curve.part }!.name
                let name = names.count > 1 ? "\(Wording.words(curve.metric)), \(part)" : part
                return LineChart.Series(name: name, points: Self.shown(curve))
            }
            let label = Wording.words(names.count == 1 ? names.first! : kind)
            let mean = networks > 1 ? ", mean over \(networks) networks" : ""
            return LineChart(
                title: Wording.sentence(label) + " by epoch" + mean, xLabel: "epoch",
                yLabel: Self.axisLabel(label, isShare: MetricText.isShare(members[0].metric)), series: series)
        }
    }

    /// The curve of each measure that says most: of the evaluation, else of training.
    var leading: [Curve] {
        curves.reduce(into: []) { leading, curve in
            if let index = leading.firstIndex(where: { $0.metric == curve.metric }) {
                leading[index] = curve
            } else {
                leading.append(curve)
            }
        }
    }

    /// Points in the unit of the axis: shares as per cent.
    static func shown(_ curve: Curve) -> [(x: Double, y: Double)] {
        MetricText.isShare(curve.metric) ? curve.points.map { ($0.x, 100 * $0.y) } : curve.points
    }

    static func axisLabel(_ label: String, isShare: Bool) -> String { isShare ? "\(label) (%)" : label }

    /// What a measure is, by the last word of its name: "discriminator_loss" is a loss.
    private static func kind(of metric: String) -> String {
        metric.split(separator: "_").last.map(String.init) ?? metric
    }

    private static func kinds(of curves: [Curve]) -> [String] {
        curves.reduce(into: []) { kinds, curve in
            let kind = kind(of: curve.metric)
            if !kinds.contains(kind) { kinds.append(kind) }
        }
    }
}
