import ArgumentParser

/// The flag `--json` of a command, whichever of its groups of options declares it.
enum JSONFlag {
    /// Whether the flag is given. It is found by reflection, so that no command can forget to say that it has one.
    static func isGiven(in options: Any) -> Bool {
        Mirror(reflecting: options).children.contains { label, value in
            if let flag = value as? Flag<Bool> { return label == "_json" && flag.wrappedValue }
            return (value as? any OptionGroupContent).map { isGiven(in: $0.content) } ?? false
        }
    }
}

/// A group of options, whatever its type.
private protocol OptionGroupContent {
    var content: Any { get }
}

extension OptionGroup: OptionGroupContent {
    fileprivate var content: Any { wrappedValue }
}
