import ArgumentParser
import Foundation
import SwiftletTrain

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Checks each variant against the reference, then times it. The default command.",
        discussion: """
            Without arguments: all operators on the core of their standard shapes, on all processors. A shape is a list of \
            sizes and switches, for instance --shape M=128,N=400,K=794,transposeB for gemm; what is left out keeps its \
            default. A file of shapes has an operator and a shape a line, and comments after #.

            "of limit" is the least time that the machine could take as a share of the median time: the longest of the \
            operations at the multiply-add peak of the variant's instruction set, and the bytes read and written at the \
            bandwidth of the level (L1, L2, L3, memory) that holds all operands; both are measured at the start. A \
            variant that does with fewer operations than the definition may exceed 100 %. "x ref" and "x auto" are how many times faster a row \
            is than the reference and than the variant that auto takes, which is marked *. A ~ is an estimate: where the \
            reference would take longer than a second, results are checked in a smaller shape.

            Example:
              bench gemm --shape M=128,N=400,K=794,transposeB --threads 1,2
            """)

    @Argument(help: ArgumentHelp("Operators to measure (default: all).", valueName: "operator"))
    var operators: [String] = []

    @Option(
        help: ArgumentHelp(
            "Variants: all, names separated by commas, or a specification by operator such as gemm=avx2,conv2d=gather.",
            valueName: "all|names|specification"))
    var kernels = "all"

    @Option(help: ArgumentHelp("Thread counts, separated by commas (default: all processors).", valueName: "counts"))
    var threads: String?

    @Option(help: ArgumentHelp("One shape; needs one operator (default: the standard ones).", valueName: "shape"))
    var shape: String?

    @Option(help: ArgumentHelp("Shapes from a file (default: the standard ones).", valueName: "file"))
    var shapes: String?

    @Flag(help: "All standard shapes, not only the core of them.")
    var allShapes = false

    @Option(help: ArgumentHelp("Seconds to measure each row for.", valueName: "seconds"))
    var seconds = 0.05

    @Option(help: ArgumentHelp("Also write the figures to a JSON file (default: none).", valueName: "file"))
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Also draw the rows under the machine's limits, as an SVG file (default: none).", valueName: "file"))
    var roofline: String?

    func run() throws {
        let choice = try VariantChoice(kernels)
        let threadCounts = try ThreadCounts.parse(threads, fallback: [ThreadCounts.all])
        guard seconds > 0, seconds <= 60 else {
            throw BenchError("--seconds must be above 0 and at most 60, got \(seconds).")
        }
        for path in [json, roofline].compactMap({ $0 }) { try AtomicFile.requireWritable(path) }
        let work = try chosenShapes().map { benchmark, shapes in
            (variants: choice.variants(of: benchmark.name), cases: BenchmarkCase.all(benchmark, shapes))
        }
        Interruption.install()
        print(Machine.title + "\n")
        var limits = try MachineLimits.measure(threads: threadCounts)
        print(LimitsTable(limits).text + "\n")
        var rows = try measure(work, threadCounts, limits)
        // Limits that were measured while the machine was busy are too low, and shares of them too high.
        let needsFinalLimits = json != nil || roofline != nil || rows.contains(where: { $0.shareOfLimit ?? 0 > 1 })
        if needsFinalLimits && !Interruption.isRequested {
            let rise = limits.keepHigher(try MachineLimits.measure(threads: threadCounts))
            for index in rows.indices { rows[index].setNeed(limits) }
            if rise > 1.1 {
                let factor = String(printf: "%.1f", rise)
                print("\nNote: something else uses the machine: a limit was \(factor) times as high at the end.")
                print("Shares in files are of the higher limits, those above of the first ones.")
                print(LimitsTable(limits).text)
            }
        }
        if let json { try JSONReport(rows: rows, limits: limits).write(to: json) }
        if let roofline {
            let picture = RooflinePicture(rows: rows, limits: limits, threads: threadCounts.max()!)
            try AtomicFile.write(Data(picture.svg.utf8), to: roofline)
        }
        try Self.check(rows)
        if let signal = Interruption.signal {
            throw InterruptedError(signal: signal, "interrupted; \(rows.count) rows were measured before")
        }
    }

    /// The rows of all cases, or those of the cases that were measured before an interruption.
    private func measure(
        _ work: [(variants: VariantSelection, cases: [BenchmarkCase])], _ threadCounts: [Int], _ limits: MachineLimits
    ) throws -> [Row] {
        var rows: [Row] = []
        var printer = RowPrinter()
        for (variants, cases) in work {
            for benchmarkCase in cases {
                do {
                    let runner = try Runner(benchmarkCase, seconds: seconds, limits: limits)
                    let measured = try threadCounts.flatMap { try runner.run(variants, threads: $0) }
                    printer.print(measured)
                    try StandardOutput.flush()
                    rows += measured
                } catch is InterruptedError {
                    return rows
                } catch let error as BenchError {
                    throw BenchError(benchmarkCase.shape.source + error.description)
                }
            }
        }
        return rows
    }

    /// Throws if a result is wrong.
    static func check(_ rows: [Row]) throws {
        let wrong = rows.filter { $0.outcome == .wrong }
        guard !wrong.isEmpty else { return }
        let names = Set(wrong.map { "\($0.workload.operatorName)/\($0.variant.name)" }).sorted()
        throw BenchError("results differ from the reference's: \(names.joined(separator: ", ")).")
    }

    private func chosenShapes() throws -> [(OperatorBenchmark, [ShapeArguments])] {
        guard [shape != nil, shapes != nil, allShapes].count(where: { $0 }) <= 1 else {
            throw BenchError("--shape, --shapes and --all-shapes exclude each other.")
        }
        let chosen = try operators.map { try OperatorBenchmark.named($0) }
        if let shape {
            guard let benchmark = chosen.first, chosen.count == 1 else {
                throw BenchError(
                    "--shape needs the one operator that it belongs to, as in bench gemm; got \(chosen.count).")
            }
            let source = "--shape: "
            return [
                (
                    benchmark,
                    [try ShapeArguments(shape, keys: benchmark.keys, operatorName: benchmark.name, source: source)]
                )
            ]
        }
        if let shapes {
            let entries = try ShapesFile(path: shapes).entries
            if chosen.isEmpty { return entries }
            let names = chosen.map(\.name)
            let kept = entries.filter { names.contains($0.benchmark.name) }
            guard !kept.isEmpty else {
                throw BenchError("\(shapes) has no shapes of \(names.joined(separator: ", ")).")
            }
            return kept
        }
        return (chosen.isEmpty ? OperatorBenchmark.all : chosen).map { ($0, allShapes ? $0.allShapes : $0.coreShapes) }
    }
}
