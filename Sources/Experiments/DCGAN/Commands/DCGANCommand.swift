import ArgumentParser
import SwiftletTensor

/// The command `dcgan`.
public struct DCGANCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "dcgan",
        abstract: "Pictures from noise by a deep convolutional generative adversarial network (Radford et al. 2015).",
        discussion: """
            Train a pair of networks, then draw what the generator makes or measure it.

            Examples:
              dcgan train --dataset photographs --size 64 --output runs/photographs
              dcgan sample --checkpoint runs/photographs --count 100
            """,
        version: SwiftletVersion.string,
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, SampleCommand.self, InterpolateCommand.self, NearestCommand.self,
            ExportCommand.self,
        ])

    /// For the argument parser.
    public init() {}
}
