import ExperimentSupport
import SwiftletTrain

extension ModelConfiguration {
    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        guard Self.sizes.contains(size) else {
            let sizes = Self.sizes.map(String.init).joined(separator: ", ")
            throw RunError("--size must be one of \(sizes), got \(size)")
        }
        guard channels == 1 || channels == 3 else {
            throw RunError("--channels must be 1 for grey or 3 for colour, got \(channels)")
        }
        try requireCount(latentSize, "--latent-size", maximum: 4096)
        if let hiddenSize { try requireCount(hiddenSize, "--hidden-size", maximum: 8192) }
        try requireCount(generatorWidth, "--generator-width", maximum: 1024)
        try requireCount(discriminatorWidth, "--discriminator-width", maximum: 1024)
    }
}
