import ArgumentParser
import ExperimentSupport
import SwiftletTensor
import SwiftletTrain

/// Flags of the commands that draw with a trained generator.
struct GeneratorOptions: ParsableArguments {
    @OptionGroup var checkpoint: CheckpointOption

    @Option(help: "The noise follows from it.")
    var seed: UInt64 = 1

    @OptionGroup var compute: ComputeOptions

    /// Reads the networks. Throws what `Networks.read` throws, and `KernelError`.
    func read() throws -> (networks: Networks, data: PictureSource) {
        try Networks.read(checkpoint.file, in: compute.makeContext())
    }

    /// The stream of a command.
    func random(_ command: String) -> RandomStream { RandomStream(seed: seed).child(command) }
}
