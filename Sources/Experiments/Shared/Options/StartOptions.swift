import ArgumentParser
import SwiftletTrain

/// The flag that names weights to start from.
public struct StartOptions: ParsableArguments {
    /// `--from`
    @Option(
        help: ArgumentHelp(
            """
            Checkpoint, or run directory that holds one, whose weights the training starts from (fine-tuning). It decides the \
            network; layers for other classes start anew. (default: random weights)
            """, valueName: "path"))
    public var from: String?

    /// For the argument parser.
    public init() {}

    /// The file of the checkpoint: that of the flag, else that of a file of settings; nil for random weights. `file` finds it at a path.
    package func file(
        else settings: SettingsFile?, _ file: (String) throws -> String = CheckpointPath.file(at:)
    ) throws -> String? {
        try from.map(file) ?? settings?.text(at: "from")
    }
}

/// Throws `RunError` unless settings are those that a checkpoint was trained with, naming the first of them that is not by its flag: that
/// of its name, or the one in `flags`. Those in `free` may differ.
public func requireSettings<Settings>(
    _ asked: Settings, of checkpoint: String, _ found: Settings, flags: [String: String] = [:], free: Set<String> = []
) throws {
    for (asked, found) in zip(Mirror(reflecting: asked).children, Mirror(reflecting: found).children) {
        guard let name = asked.label, !free.contains(name) else { continue }
        let flag = flags[name] ?? flag(of: name)
        let (value, other) = (words(asked.value, of: flag), words(found.value, of: flag))
        if value != other {
            throw RunError("\(value) contradicts the checkpoint \(checkpoint), which has \(other)")
        }
    }
}

/// "--kernel-sizes" for "kernelSizes".
private func flag(of setting: String) -> String {
    setting.reduce(into: "--") { flag, character in
        if character.isUppercase { flag.append("-") }
        flag += character.lowercased()
    }
}

/// A flag with a value: "--pooling max", "--no-lowercase".
private func words(_ value: Any, of flag: String) -> String {
    if let isSet = value as? Bool { return isSet ? flag : "--no-" + flag.dropFirst(2) }
    return "\(flag) \(words(for: value))"
}

/// A value as a flag takes it.
private func words(for value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { words(for: $0.value) } ?? "none"
    case .collection: return mirror.children.map { words(for: $0.value) }.joined(separator: ",")
    default: return (value as? any RawRepresentable).map { "\($0.rawValue)" } ?? "\(value)"
    }
}
