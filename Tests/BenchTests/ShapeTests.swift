import Testing

@testable import bench

@Suite("Shapes of the benchmark")
struct ShapeTests {
    private let gemm = OperatorBenchmark.gemm

    private func parse(_ text: String) throws -> ShapeArguments {
        try ShapeArguments(text, keys: gemm.keys, operatorName: "gemm")
    }

    /// Expects an error that holds all of `texts`.
    private func expectError(_ texts: [String], _ body: () throws -> Void) {
        do {
            try body()
            Issue.record("no error")
        } catch {
            for text in texts { #expect("\(error)".contains(text)) }
        }
    }

    @Test("Sizes and switches are read; what is left out keeps its default")
    func sizes() throws {
        let shape = try parse("M=128,K=794,transposeB")
        #expect(shape["M"] == 128 && shape["N"] == 256 && shape["K"] == 794)
        #expect(shape.isOn("transposeB") && !shape.isOn("transposeA"))
        #expect(shape.name == "M=128,K=794,transposeB")
        #expect(gemm.workloads(shape)[0].operations == 2 * 128 * 256 * 794)
    }

    @Test(arguments: [
        ("M=0", "M must be a number from 1 up, got 'M=0'"), ("M", "got 'M'"), ("M=4,", "no size ''"),
        ("M=4,M=5", "M is given twice"), ("transposeB=1", "is a switch and takes no value"),
        ("M=2147483648,N=2147483648,K=2147483648", "too large"),
    ])
    func mistakes(text: String, sentence: String) {
        expectError([sentence]) { _ = try parse(text) }
    }

    @Test("A shape that needs more memory than the machine has is refused before anything is allocated")
    func tooLargeForMemory() throws {
        let workload = gemm.workloads(try parse("M=1000000,N=1000000,K=1000"))[0]
        expectError(["needs", "GB of memory"]) { _ = try Reference(workload) }
    }

    @Test("A file of shapes has an operator and a shape a line, with comments")
    func file() throws {
        let text = """
            # the encoder
            gemm M=128,N=400,transposeB   # weights lie transposed

            softmax rows=64
            gemm M=4
            """
        let entries = try ShapesFile(text, name: "shapes.txt").entries
        #expect(entries.map(\.benchmark.name) == ["gemm", "softmax"])
        #expect(entries[0].shapes.map(\.name) == ["M=128,N=400,transposeB", "M=4"])
    }

    @Test(arguments: [
        ("gemm M=4\nfrobnicate M=4", ["shapes.txt, line 2", "no operator 'frobnicate'", "valid: gemm"]),
        ("\n\ngemm Q=4", ["shapes.txt, line 3", "no size 'Q'"]),
        ("gemm M=4 N=4", ["shapes.txt, line 1", "expected an operator and a shape"]),
        ("# nothing\n", ["shapes.txt has no shapes"]),
    ])
    func fileMistakes(text: String, sentences: [String]) {
        expectError(sentences) { _ = try ShapesFile(text, name: "shapes.txt") }
    }

    @Test("Every operator has core shapes, and distinct ones")
    func standardShapes() {
        for benchmark in OperatorBenchmark.all {
            #expect(!benchmark.coreShapes.isEmpty, "\(benchmark.name)")
            let names = benchmark.allShapes.map(\.name)
            #expect(Set(names).count == names.count, "\(benchmark.name)")
            #expect(Set(benchmark.coreShapes.map(\.name)).isSubset(of: names))
        }
    }

    @Test("Every operator of the registry has a benchmark")
    func registry() {
        let names = Set(Registry.variants.map(\.operatorName))
        #expect(names == Set(OperatorBenchmark.all.map(\.name)))
    }

    @Test("Shapes shrink to a cost, and their cost with them")
    func shrinking() throws {
        let full = BenchmarkCase.all(gemm, [try parse("M=2048,N=2048,K=2048,transposeB")])[0]
        let small = full.shrunk(toCost: full.cost / 100)
        #expect(small.cost <= full.cost / 100 && small.cost > full.cost / 1000)
        #expect(small.shape.isOn("transposeB"))
        let least = full.shrunk(toCost: 0)
        #expect(least.shape["M"] == 1 && least.shape["N"] == 1 && least.shape["K"] == 1)
    }
}
