import ExperimentSupport

/// An operator that can be measured: how its shapes are written, which ones are standard, and the calls they stand for.
struct OperatorBenchmark: Sendable {
    /// Name in the registry.
    var name: String
    /// What `--shape` may set.
    var keys: [ShapeKey]
    /// Taken from the models that come with the library: those that are measured by default, and all.
    var coreShapes: [ShapeArguments]
    var allShapes: [ShapeArguments]
    /// The calls of one shape: forward and backward passes, say.
    var workloads: @Sendable (ShapeArguments) -> [Workload]

    init(
        _ name: String, keys: [ShapeKey], shapes: [StandardShape],
        workloads: @escaping @Sendable (ShapeArguments) -> [Workload]
    ) {
        func arguments(_ shapes: [StandardShape]) -> [ShapeArguments] {
            shapes.map { ShapeArguments(name: $0.name, values: $0.values, keys: keys) }
        }
        self.name = name
        self.keys = keys
        coreShapes = arguments(shapes.filter(\.isCore))
        allShapes = arguments(shapes)
        self.workloads = workloads
    }

    static let all: [OperatorBenchmark] =
        [gemm] + convolutions + [sparseConv1d] + pools + globalPools
        + [reflectionPad, embedding, elementwise, layout, reduction, softmax, batchNorm, optimizer, random, array]

    /// The benchmark of an operator by its name; `source` says where the name stands.
    static func named(_ name: String, in source: String = "") throws -> OperatorBenchmark {
        if let benchmark = all.first(where: { $0.name == name }) { return benchmark }
        let commands = source.isEmpty ? BenchCommands.names : []
        let near = Suggestion.nearest(to: name, among: all.map(\.name) + commands).map { "; did you mean '\($0)'?" }
        throw BenchError(
            "\(source)no operator '\(name)'" + (near ?? " (valid: \(all.map(\.name).joined(separator: ", ")))"))
    }
}
