import CKernels
import Foundation
import TestSupport
import Testing

@testable import bench

@Suite("The program bench")
struct BenchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bench(_ arguments: String...) throws -> Program.Result {
        try Program("bench", arguments, in: folder).finish()
    }

    /// Expects a run to fail with one sentence that holds all of `texts`.
    private func expectError(_ result: Program.Result, _ texts: [String]) {
        #expect(result.status != nil && result.status != 0)
        #expect(result.output.isEmpty)
        let sentence = result.errors.split(separator: "\n").first ?? ""
        #expect(sentence.hasPrefix("error: "), "\(result.errors)")
        for text in texts { #expect(sentence.contains(text), "\(result.errors)") }
    }

    @Test("list has a line for every variant of the registry, and says which this CPU cannot run")
    func list() throws {
        let result = try bench("list")
        #expect(result.status == 0 && result.errors.isEmpty)
        let rows = result.lines.map { $0.split(separator: " ").map(String.init) }
        for operatorIndex in 0..<ck_operator_count() {
            for variantIndex in 0..<ck_variant_count(operatorIndex) {
                var info = ck_variant_info()
                try #require(ck_variant_describe(operatorIndex, variantIndex, &info) == CK_OK)
                let names = [String(cString: info.operator_name), String(cString: info.variant_name)]
                let row = try #require(rows.first { Array($0.prefix(2)) == names }, "no line for \(names)")
                let automatic = info.is_automatic ? ["takes", "it"] : []
                let expected = [String(cString: info.instruction_set), info.is_supported ? "yes" : "no"] + automatic
                #expect(Array(row.dropFirst(2).prefix(expected.count)) == expected)
            }
        }
    }

    @Test func unknownVariant() throws {
        expectError(
            try bench("gemm", "--kernels", "nonsense"), ["no kernel variant 'nonsense'", "valid", "reference", "auto"])
    }

    @Test func unknownSize() throws {
        let result = try bench("gemm", "--shape", "Q=8")
        expectError(result, ["no size 'Q' in a shape of gemm", "valid: M="])
        #expect(result.errors.count { $0 == "\n" } == 1, "\(result.errors)")
    }

    @Test("A run writes its figures to a JSON file")
    func figures() throws {
        let result = try bench(
            "gemm", "--shape", "M=8,N=8,K=8", "--seconds", "0.01", "--kernels", "reference,generic", "--threads", "1",
            "--json", "figures.json")
        #expect(result.status == 0, "\(result.errors)")
        let data = Data(try folder.text("figures.json").utf8)
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let rows = try #require(document["rows"] as? [[String: Any]])
        #expect(rows.compactMap { $0["variant"] as? String } == ["reference", "generic"])
        for row in rows {
            #expect(row["operator"] as? String == "gemm" && row["threads"] as? Int == 1)
            #expect(try #require(row["median_seconds"] as? Double) > 0)
            let (rate, seconds) = (row["gigaflops_per_second"] as? Double, row["median_seconds"] as? Double)
            let expected = 2 * 8 * 8 * 8 / (try #require(seconds)) / 1e9
            #expect(abs(try #require(rate) - expected) < 1e-6 * expected)
            let quartiles = (row["lower_quartile_seconds"] as? Double, row["upper_quartile_seconds"] as? Double)
            #expect(try #require(quartiles.0) <= (try #require(seconds)))
            #expect(try #require(quartiles.1) >= (try #require(seconds)))
            #expect(try #require(row["share_of_limit"] as? Double) > 0)
            #expect((row["bytes_read"] as? Double) == 512 && (row["bytes_written"] as? Double) == 256)
        }
        let limits = try #require(document["limits"] as? [String: Any])
        #expect(try #require(limits["bandwidths"] as? [Any]).count >= 3)
    }

    @Test("Shapes come from a file, and a roofline is drawn of them")
    func shapesFile() throws {
        try folder.write("gemm M=8,N=8,K=8,transposeB # small\nsoftmax rows=4,classes=3\n", to: "shapes.txt")
        let result = try bench(
            "--shapes", "shapes.txt", "--seconds", "0.001", "--threads", "1", "--kernels", "auto", "--roofline",
            "roofline.svg")
        #expect(result.status == 0, "\(result.errors)")
        for line in [" M=8,N=8,K=8,transposeB", " rows=4,classes=3", "gemm", "softmax cross_entropy"] {
            #expect(result.lines.contains(line), "\(result.output)")
        }
        // All but the CPU's name fits into a terminal.
        #expect(result.lines.dropFirst().allSatisfy { $0.count <= 80 }, "\(result.output)")
        let picture = try folder.text("roofline.svg")
        #expect(picture.contains("M=8,N=8,K=8,transposeB") && picture.contains("rows=4,classes=3"))
    }

    @Test("Mistakes in a file of shapes are named by file and line, those of the kernels too")
    func shapesFileMistakes() throws {
        try folder.write("gemm M=8\n\ngemm Q=8\n", to: "shapes.txt")
        expectError(try bench("--shapes", "shapes.txt"), ["shapes.txt, line 3", "no size 'Q'"])
        expectError(try bench("--shapes", "missing.txt"), ["cannot read missing.txt"])
        expectError(try bench("softmax", "--shapes", "shapes.txt"), ["shapes.txt, line 3"])
        expectError(try bench("gemm", "--shape", "M=8", "--shapes", "shapes.txt"), ["exclude each other"])
        try folder.write("# too small for its kernel\nconv1d L=4,K=9\n", to: "small.txt")
        let result = try bench("--shapes", "small.txt", "--threads", "1", "--seconds", "0.001")
        #expect(result.status != 0 && result.errors.hasPrefix("error: small.txt, line 2: "), "\(result.errors)")
    }

    @Test("limits prints and writes what it measured")
    func limits() throws {
        let result = try bench("limits", "--threads", "1", "--json", "limits.json")
        #expect(result.status == 0 && result.output.contains("Limits on 1 thread:\n  multiply-add, GFLOP/s: baseline"))
        let report = try JSONReport.read(folder("limits.json"))
        #expect(report.rows.isEmpty && !report.limits.peaks.isEmpty)
    }
}
