import ArgumentParser
import Foundation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Checks each variant against the reference, then times it. The default command.",
        discussion: """
            Without arguments: all operators on their standard shapes. A shape is a list of sizes and switches, for \
            instance --shape M=128,N=400,K=794,transposeB for gemm; what is left out keeps its default.
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

    @Option(help: ArgumentHelp("One shape instead of the standard ones; needs one operator.", valueName: "shape"))
    var shape: String?

    @Option(help: ArgumentHelp("Seconds to measure each row for.", valueName: "seconds"))
    var seconds = 0.1

    @Option(help: ArgumentHelp("Also write the figures to a JSON file.", valueName: "file"))
    var json: String?

    func run() throws {
        let benchmarks = try chosenOperators()
        let choice = try VariantChoice(kernels)
        let threadCounts = try chosenThreads()
        guard seconds > 0, seconds <= 60 else {
            throw BenchError("--seconds must be above 0 and at most 60, got \(seconds).")
        }
        if let json { try checkWritable(json) }
        let work = try benchmarks.map { benchmark in
            (variants: try choice.variants(of: benchmark.name), workloads: try workloads(of: benchmark))
        }
        print("CPU: \(Machine.cpu), \(Machine.instructionSet); threads: \(Machine.threadingModel)\n")
        var rows: [Row] = []
        var printer = RowPrinter()
        for (variants, workloads) in work {
            for workload in workloads {
                for threads in threadCounts {
                    let measured = try Runner(workload, threads: threads, seconds: seconds).run(variants)
                    printer.print(measured)
                    rows += measured
                }
            }
        }
        if let json { try JSONReport(rows: rows).write(to: json) }
        let wrong = rows.filter { $0.outcome == .wrong }
        if !wrong.isEmpty {
            let names = Set(wrong.map { "\($0.workload.operatorName)/\($0.variant)" }).sorted()
            throw BenchError("results differ from the reference's: \(names.joined(separator: ", ")).")
        }
    }

    private func chosenOperators() throws -> [OperatorBenchmark] {
        guard !operators.isEmpty else {
            if shape != nil { throw BenchError("--shape needs the operator that it belongs to, as in bench gemm.") }
            return OperatorBenchmark.all
        }
        if shape != nil, operators.count > 1 {
            throw BenchError("--shape goes with one operator, got \(operators.count).")
        }
        return try operators.map { name in
            guard let benchmark = OperatorBenchmark.all.first(where: { $0.name == name }) else {
                let valid = OperatorBenchmark.all.map(\.name).joined(separator: ", ")
                throw BenchError("no operator '\(name)' (valid: \(valid)).")
            }
            return benchmark
        }
    }

    private func workloads(of benchmark: OperatorBenchmark) throws -> [Workload] {
        guard let shape else {
            // One pass on all shapes after the other, under one heading each.
            let workloads = benchmark.standardShapes.flatMap(benchmark.workloads)
            var passes: [String] = []
            for workload in workloads where !passes.contains(workload.pass) { passes.append(workload.pass) }
            return passes.flatMap { pass in workloads.filter { $0.pass == pass } }
        }
        let parsed = try ShapeArguments(shape, keys: benchmark.keys, operatorName: benchmark.name)
        return benchmark.workloads(parsed)
    }

    private func chosenThreads() throws -> [Int] {
        guard let threads else { return [ProcessInfo.processInfo.activeProcessorCount] }
        return try threads.split(separator: ",", omittingEmptySubsequences: false).map {
            guard let count = Int($0), (1...1024).contains(count) else {
                throw BenchError("--threads takes counts from 1 to 1024 separated by commas, got '\(threads)'.")
            }
            return count
        }
    }

    private func checkWritable(_ path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw BenchError("cannot write \(path): the folder \(folder) does not exist or is not writable.")
        }
    }
}

/// What ends the program with one sentence.
struct BenchError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
