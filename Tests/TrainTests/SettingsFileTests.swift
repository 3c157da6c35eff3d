import TestSupport
import Testing

@testable import SwiftletTrain

@Suite("A file of settings is laid over others")
struct SettingsFileTests {
    private enum Color: String, Codable, CaseIterable { case red, green }

    private struct Inner: Codable, Equatable {
        var batchSize = 50
        var decay: Float? = 0.99
        var sizes = [1, 2]
        var color = Color.red
    }

    private struct Outer: Codable, Equatable {
        var inner = Inner()
        var file: String?
        var share = 0.1
        var seed: UInt64 = 1
        var isFast = false
        var names: [String] = []
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func settings(_ text: String, validate: (Outer) throws -> Void = { _ in }) throws -> Outer {
        try folder.write(text, to: "some.json")
        return try SettingsFile(folder("some.json")).settings(over: Outer(), validate: validate)
    }

    @Test("What the file says wins; the rest stays; null is no value")
    func overlay() throws {
        var expected = Outer()
        expected.inner.batchSize = 7
        expected.inner.decay = nil
        expected.inner.color = .green
        expected.file = "a b.txt"
        expected.seed = .max
        expected.names = ["x"]
        let text = """
            {"inner": {"batch_size": 7, "decay": null, "color": "green"}, "file": "a b.txt",
             "seed": 18446744073709551615, "names": ["x"]}
            """
        #expect(try settings(text) == expected)
        #expect(try settings("{}") == Outer())
    }

    @Test("A complete file leaves nothing to what it is laid over", arguments: [nil, 0.1 as Float, 3e-5])
    func complete(decay: Float?) throws {
        var written = Outer()
        written.inner.decay = decay
        written.share = 1.0 / 3
        try AtomicFile.write(JSON.document(CompleteSettings(configuration: written)), to: folder("complete.json"))
        var other = Outer()
        other.inner.decay = 0.5
        other.file = "other"
        other.share = 0.7
        let read = try SettingsFile(folder("complete.json")).settings(over: other) { _ in }
        #expect(read == written)
    }

    @Test(
        "A setting that there is not, and a value of the wrong kind, are told by file and name",
        arguments: [
            (#"{"epochs": 3}"#, "there is no setting epochs"),
            (#"{"batch-size": 3}"#, "there is no setting batch-size; did you mean inner.batch_size?"),
            (#"{"inner": {"file": "x"}}"#, "there is no setting inner.file; did you mean file?"),
            (#"{"inner": 3}"#, "inner must be settings in braces, got 3"),
            (#"{"inner": {"batch_size": "many"}}"#, #"inner.batch_size must be a whole number, got "many""#),
            (#"{"inner": {"batch_size": 1.5}}"#, "inner.batch_size must be a whole number, got 1.5"),
            (#"{"inner": {"batch_size": null}}"#, "inner.batch_size must be a whole number, got null"),
            (#"{"inner": {"decay": [1]}}"#, "inner.decay must be a number or null, got [1]"),
            (#"{"inner": {"sizes": [1, "2"]}}"#, #"inner.sizes must be a list of whole numbers, got [1,"2"]"#),
            (#"{"inner": {"color": "blue"}}"#, #"inner.color must be one of red, green, got "blue""#),
            (#"{"seed": -1}"#, "seed must be a whole number from 0 to 18446744073709551615, got -1"),
            (#"{"is_fast": 1}"#, "is_fast must be true or false, got 1"),
            (#"{"file": 1}"#, "file must be a text or null, got 1"),
            ("[1]", "settings in braces were expected"), ("{\"seed\": 1,\n}", ":2: expected '\"'"),
            (#"{"seed": 1, "seed": 2}"#, "expected no second 'seed'"), ("", ":1: expected a value"),
        ])
    func refusals(text: String, expected: String) throws {
        let error = try #require(throws: RunError.self) { try settings(text) }
        #expect(error.description.hasPrefix(folder("some.json")), "\(error)")
        #expect(error.description.contains(expected), "\(error)")
    }

    @Test("What makes no sense is told by the setting that is to blame")
    func validation() throws {
        let error = try #require(throws: RunError.self) {
            try settings(#"{"share": 0.5, "inner": {"decay": 0.5, "batch_size": 0}, "seed": 3}"#) {
                if $0.inner.batchSize < 1 { throw RunError("--batch-size must be at least 1") }
            }
        }
        #expect(error.description == "\(folder("some.json")): inner.batch_size: --batch-size must be at least 1")
    }

    @Test("A file that is not there is named")
    func missing() throws {
        let error = try #require(throws: RunError.self) { try SettingsFile(folder("none.json")) }
        #expect(error.description.contains("none.json cannot be read"))
    }
}
