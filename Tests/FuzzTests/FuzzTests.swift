import Foundation
import FuzzReaders
import Testing

/// Every input that a fuzzer set out from, kept as its corpus or found to be read wrongly: each is read, or refused in one
/// clear sentence. `Scripts/fuzz` looks for more.
@Suite struct FuzzTests {
    /// Inputs of a file in the folder `Inputs`, one a line in base64; `#` begins a comment.
    private func inputs(_ file: String) throws -> [[UInt8]] {
        let url = try #require(Bundle.module.url(forResource: "Inputs", withExtension: nil))
        return try String(contentsOf: url.appendingPathComponent(file), encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { Array(try #require(Data(base64Encoded: String($0)), "\(file): \($0) is not base64")) }
    }

    @Test(arguments: FuzzedReader.all.map(\.name))
    func knownInputs(name: String) throws {
        let reader = try #require(FuzzedReader.named(name))
        let folder = try ScratchFolder()
        for input in try reader.seeds() + inputs("\(name).corpus") + inputs("\(name).found") {
            let finding = try reader.finding(input, in: folder)
            #expect(finding == nil, "\(Data(input).base64EncodedString())")
        }
    }

    @Test(arguments: FuzzedReader.all.map(\.name))
    func seedsAreValid(name: String) throws {
        let reader = try #require(FuzzedReader.named(name))
        let folder = try ScratchFolder()
        for seed in try reader.seeds() {
            #expect(try reader.isRead(seed, in: folder), "\(Data(seed).base64EncodedString())")
        }
    }
}
