/// An operator that can be measured: how its shapes are written, which ones are standard, and the calls they stand for.
struct OperatorBenchmark: Sendable {
    /// Name in the registry.
    var name: String
    /// What `--shape` may set.
    var keys: [ShapeKey]
    /// Taken from the models that come with the library.
    var standardShapes: [ShapeArguments]
    /// The calls of one shape: forward and backward passes, say.
    var workloads: @Sendable (ShapeArguments) -> [Workload]

    init(
        _ name: String, keys: [ShapeKey], shapes: [(String, [String: Int])],
        workloads: @escaping @Sendable (ShapeArguments) -> [Workload]
    ) {
        self.name = name
        self.keys = keys
        standardShapes = shapes.map { ShapeArguments(name: $0.0, values: $0.1, keys: keys) }
        self.workloads = workloads
    }

    static let all: [OperatorBenchmark] =
        [gemm] + convolutions + pools + globalPools
        + [embedding, elementwise, layout, reduction, softmax, batchNorm, optimizer, random]
}
