/// One call of an operator in one shape.
struct BenchmarkCase {
    private let benchmark: OperatorBenchmark
    private let index: Int
    let shape: ShapeArguments
    let workload: Workload

    private init(_ benchmark: OperatorBenchmark, _ shape: ShapeArguments, index: Int, workload: Workload) {
        self.benchmark = benchmark
        self.shape = shape
        self.index = index
        self.workload = workload
    }

    /// All calls of an operator in some shapes: one pass on all shapes after the other.
    static func all(_ benchmark: OperatorBenchmark, _ shapes: [ShapeArguments]) -> [BenchmarkCase] {
        let cases = shapes.flatMap { shape in
            benchmark.workloads(shape).enumerated().map {
                BenchmarkCase(benchmark, shape, index: $0.offset, workload: $0.element)
            }
        }
        let passes = (cases.map(\.index).max() ?? -1) + 1
        return (0..<passes).flatMap { pass in cases.filter { $0.index == pass } }
    }

    /// Roughly what the reference takes, in units that are the same for all shapes of one call.
    var cost: Double { workload.operations + workload.bytes }

    /// The same call with sizes halved, the largest first, until it costs no more than `limit` or nothing is left to halve.
    func shrunk(toCost limit: Double) -> BenchmarkCase {
        var result = self
        while result.cost > limit, let smaller = result.shape.halvingLargest(of: benchmark.keys) {
            let workload = benchmark.workloads(smaller)[index]
            result = BenchmarkCase(benchmark, smaller, index: index, workload: workload)
        }
        return result
    }
}
