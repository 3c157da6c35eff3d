import ArgumentParser

/// The command `dcgan`.
public struct DCGANCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "dcgan",
        abstract: "Pictures from noise by a deep convolutional generative adversarial network (Radford et al. 2015).",
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, SampleCommand.self, InterpolateCommand.self, NearestCommand.self,
        ])

    /// For the argument parser.
    public init() {}
}
