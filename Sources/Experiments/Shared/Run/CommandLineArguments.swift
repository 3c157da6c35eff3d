import ArgumentParser

/// The arguments of a program, and what the argument parser does not say of them.
struct CommandLineArguments {
    private let arguments: [String]

    init(_ arguments: some Sequence<String>) { self.arguments = Array(arguments) }

    /// The arguments with negative numbers joined to the options before them: `--epochs -1` as `--epochs=-1`. The parser would
    /// take the number for an option and report that the value is missing.
    var parsable: [String] {
        var joined: [String] = []
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        for argument in arguments[..<end] {
            if let option = joined.last, option.wholeMatch(of: /--[a-z][a-z0-9-]*/) != nil, Self.isNegative(argument) {
                joined[joined.count - 1] = "\(option)=\(argument)"
            } else {
                joined.append(argument)
            }
        }
        return joined + arguments[end...]
    }

    private static func isNegative(_ argument: String) -> Bool {
        argument.wholeMatch(of: /-(\.?[0-9].*|(?i:inf|infinity|nan))/) != nil
    }

    /// What an error of the parser says, in other words where they can say more.
    func sentence(for message: String, of root: any ParsableCommand.Type) -> String {
        // Of the types of options only those without a sign refuse a negative integer.
        if let unsigned = message.wholeMatch(of: /The value '(-\d+)' is invalid for '(--[a-z-]+) <.*>'/) {
            return "\(unsigned.output.2) must be at least 0, got \(unsigned.output.1)"
        }
        return unknownCommand(of: root) ?? Self.choice(of: message) ?? message
    }

    /// What must be chosen from, where a message lists it: in quotation marks in a line or, of many, each on a line of its own.
    private static func choice(of message: String) -> String? {
        let form =
            /The value '(?<value>(?s:.*))' is invalid for '(?<name>\S+)(?: <.*>)?'\. Please provide one of (?<list>(?s:.*))/
        guard let match = message.wholeMatch(of: form) else { return nil }
        let values = match.list.matches(of: /'(.+?)'|\n *- (.+)/).compactMap { $0.output.1 ?? $0.output.2 }
        return "\(match.name) must be one of \(values.joined(separator: ", ")), got '\(match.value)'"
    }

    /// A sentence on the first argument that stands where a subcommand was expected and is none; nil if there is no such argument.
    func unknownCommand(of root: any ParsableCommand.Type) -> String? {
        var command = root
        for argument in arguments {
            let configuration = command.configuration
            if argument.hasPrefix("-") || configuration.subcommands.isEmpty { return nil }
            let named = configuration.subcommands.first { $0.configuration.commandName == argument }
            if named == nil && configuration.defaultSubcommand != nil { return nil }
            guard let named else {
                let names = configuration.subcommands.compactMap { $0.configuration.commandName }
                return "there is no command '\(argument)'; \(Suggestion.text(for: argument, among: names))"
            }
            command = named
        }
        return nil
    }
}
