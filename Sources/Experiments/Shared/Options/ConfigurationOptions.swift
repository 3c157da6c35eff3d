import ArgumentParser
import SwiftletTensor
import SwiftletTrain

/// The flag that names a file of settings.
public struct ConfigurationOptions: ParsableArguments {
    /// `--config`
    @Option(
        help: ArgumentHelp(
            """
            Settings in JSON: the config.json of a run, which this one then repeats, or some of its settings. Flags win over \
            the file, and what neither says is as in --preset. (default: none)
            """, valueName: "file"))
    public var config: String?

    /// For the argument parser.
    public init() {}

    /// The file, if one is named. Throws `RunError` if it cannot be read.
    package func file() throws -> SettingsFile? { try config.map(SettingsFile.init) }
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
