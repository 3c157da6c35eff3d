import ArgumentParser
import SwiftletTensor
import SwiftletTrain
import Synchronization

/// The flag that names a file of settings.
public struct ConfigurationOptions: ParsableArguments {
    /// `--config`
    @Option(
        help: ArgumentHelp(
            """
            Settings in JSON: the config.json of a run, which this one then repeats, or some of its settings. Flags win over \
            the file, and what neither says is as in --preset. (default: none)
            """, valueName: "file"), transform: ConfigurationFile.init)
    public var config: ConfigurationFile?

    /// For the argument parser.
    public init() {}

    /// The file, if one is named. Throws `RunError` if it cannot be read.
    package func file() throws -> SettingsFile? { try config?.read() }
}

/// A file of settings that is read once, when it is first asked for: a pipe gives its content a single time.
public final class ConfigurationFile: Sendable, CustomStringConvertible {
    /// The path that was given.
    public let description: String
    private let content = Mutex<SettingsFile?>(nil)

    init(_ path: String) { description = path }

    /// Reads the settings. Throws `RunError` if that is not possible.
    func read() throws -> SettingsFile {
        try content.withLock { content in
            let settings = try content ?? SettingsFile(description)
            content = settings
            return settings
        }
    }
}

extension SettingsFile {
    /// The settings of the file in place of those of `base`. Throws `RunError` that names file and setting.
    package func settings<Settings: RunConfiguration>(over base: Settings) throws -> Settings {
        try settings(over: base) { settings in
            try settings.validate()
            _ = try ComputeContext(threadsFlag: settings.threads, kernelsFlag: settings.kernels)
        }
    }
}
