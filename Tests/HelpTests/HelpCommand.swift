import Foundation
import Testing

/// A command as the argument parser describes it to tools.
struct HelpCommand {
    private struct Dump: Decodable { var command: Description }

    private struct Description: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var arguments: [Argument]?
        var subcommands: [Description]?
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var isOptional: Bool
        var isRepeating: Bool?
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var abstract: String?

        var name: String { names?.first { $0.kind == "long" }.map { "--\($0.name)" } ?? valueName ?? "" }
    }

    private let description: Description
    private let path: String
    let subcommands: [HelpCommand]

    /// Its name.
    var name: String { description.commandName }

    /// The root of what `--experimental-dump-help` has printed.
    init(dump: String) throws {
        self.init(try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command, within: "")
    }

    private init(_ description: Description, within parent: String) {
        self.description = description
        let path = parent + description.commandName
        self.path = path
        subcommands = (description.subcommands ?? []).filter { $0.commandName != "help" }.map {
            HelpCommand($0, within: "\(path) ")
        }
    }

    /// The options of this command and of those below it.
    private var options: Set<String> {
        subcommands.reduce(Set((description.arguments ?? []).map(\.name))) { $0.union($1.options) }
    }

    /// What is missing, as sentences; that of subcommands too.
    var problems: [String] {
        var problems: [String] = []
        if (description.abstract ?? "").isEmpty { problems.append("\(path) has no abstract") }
        let examples = (description.discussion ?? "").split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        .filter { $0.contains(path.split(separator: " ")[0] + " ") || $0 == path }
        if !(description.discussion ?? "").contains("Example") || examples.isEmpty {
            problems.append("\(path) has no example")
        }
        for word in examples.flatMap({ $0.split(separator: " ") }) where word.hasPrefix("--") {
            if !options.contains(String(word)) {
                problems.append("\(path) has an example with \(word), which it does not take")
            }
        }
        for argument in description.arguments ?? [] {
            let abstract = argument.abstract ?? ""
            if abstract.isEmpty { problems.append("\(path) \(argument.name) has no help text") }
            // A flag is off unless it is given.
            let saysDefault =
                argument.defaultValue != nil || abstract.contains("default: ") || argument.kind == "flag"
            if argument.isOptional && !abstract.isEmpty && !saysDefault {
                problems.append("\(path) \(argument.name) does not say its default")
            }
        }
        return problems + subcommands.flatMap(\.problems)
    }
}
