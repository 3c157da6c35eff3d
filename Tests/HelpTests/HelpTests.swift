import Foundation
import SwiftletTensor
import TestSupport
import Testing

@Suite("What every program says of itself")
struct HelpTests {
    static let programs = ["textcnn", "siamese", "cvae", "dcgan", "runs", "bench"]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ program: String, _ arguments: String...) throws -> String {
        let result = try Program.run(program, arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test("All have the same version, which is a semantic one", arguments: programs)
    func version(program: String) throws {
        #expect(try run(program, "--version") == "\(SwiftletVersion.string)\n")
        #expect(SwiftletVersion.string.wholeMatch(of: /(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z.-]+)?/) != nil)
    }

    @Test(
        "Every command is explained with an example, and every option has a text and says its default",
        arguments: programs)
    func help(program: String) throws {
        let root = try HelpCommand(dump: run(program, "--experimental-dump-help"))
        #expect(root.problems == [])
        #expect(try run(program, "--help").contains("USAGE: \(program)"))
    }

    @Test("The completion scripts name commands and options", arguments: programs, ["bash", "zsh", "fish"])
    func completions(program: String, shell: String) throws {
        let script = try run(program, "--generate-completion-script", shell)
        let root = try HelpCommand(dump: run(program, "--experimental-dump-help"))
        for command in root.subcommands { #expect(script.contains(command.name), "\(command.name)") }
        #expect(script.contains("version"))
    }

    @Test("What will not do is reported")
    func harness() throws {
        let option =
            #"{"kind": "option", "isOptional": true, "names": [{"kind": "long", "name": "size"}], "abstract": "#
        func problems(_ arguments: String, _ discussion: String) throws -> [String] {
            let text = """
                {"command": {"commandName": "a", "abstract": "Does.", "discussion": "\(discussion)",
                 "arguments": [\(arguments)]}}
                """
            return try HelpCommand(dump: text).problems
        }
        let good = option + #""How large. (default: 3)"}"#
        #expect(try problems(good, "Example:\\n  a --size 3") == [])
        #expect(try problems(option + #""How large."}"#, "Example:\\n  a") == ["a --size does not say its default"])
        #expect(try problems(option + "\"\"}", "Example:\\n  a") == ["a --size has no help text"])
        #expect(try problems(good, "Words.") == ["a has no example"])
        #expect(
            try problems(good, "Example:\\n  a --depth 3") == ["a has an example with --depth, which it does not take"])
    }
}
