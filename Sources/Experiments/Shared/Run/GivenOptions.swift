import ArgumentParser
import SwiftletTrain

/// The options of a command after parsing, in the command and in its groups of options. They are found by reflection, so that no
/// command can forget to name one.
enum GivenOptions {
    /// Whether the flag `--json` is given.
    static func holdJSONFlag(_ command: Any) -> Bool {
        members(of: command).contains { $0.name == "--json" && ($0.value as? Flag<Bool>)?.wrappedValue == true }
    }

    /// Throws `RunError` if a text is empty, as a variable of a shell leaves it that is not set: no file, column or kernel has such
    /// a name.
    static func requireTexts(_ command: Any) throws {
        for (name, value) in members(of: command) {
            if let option = value as? any TextOption, option.texts.contains("") {
                throw RunError("\(name) must not be empty")
            }
            if let argument = value as? any TextArgument, argument.texts.contains("") {
                throw RunError("an argument must not be empty")
            }
        }
    }

    private static func members(of options: Any) -> [(name: String, value: Any)] {
        Mirror(reflecting: options).children.flatMap { label, value -> [(name: String, value: Any)] in
            if let group = value as? any OptionGroupContent { return members(of: group.content) }
            return label.map { [(name: flag(of: $0), value: value)] } ?? []
        }
    }

    /// The flag that a wrapped property declares: `--batch-size` of `_batchSize`.
    private static func flag(of label: String) -> String {
        "--" + label.dropFirst().map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }
}

/// A group of options, whatever its type.
private protocol OptionGroupContent {
    var content: Any { get }
}

extension OptionGroup: OptionGroupContent {
    fileprivate var content: Any { wrappedValue }
}

/// An option whose values may be texts.
private protocol TextOption {
    var texts: [String] { get }
}

extension Option: TextOption {
    fileprivate var texts: [String] { GivenTexts.of(wrappedValue) }
}

/// A positional argument whose values may be texts.
private protocol TextArgument {
    var texts: [String] { get }
}

extension Argument: TextArgument {
    fileprivate var texts: [String] { GivenTexts.of(wrappedValue) }
}

private enum GivenTexts {
    /// Values that are no strings, such as numbers and files, as they describe themselves.
    static func of(_ value: Any) -> [String] {
        if let list = value as? [Any] { return list.flatMap(of) }
        return (value as? any CustomStringConvertible).map { [$0.description] } ?? []
    }
}
