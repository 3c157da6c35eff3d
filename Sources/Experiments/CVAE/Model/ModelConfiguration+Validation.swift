import ExperimentSupport
import SwiftletTrain

extension ModelConfiguration {
    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        for size in hidden { try requireCount(size, "--hidden", maximum: 65_536) }
        for count in channels { try requireCount(count, "--channels", maximum: 65_536) }
        try requireCount(latent, "--latent", maximum: 65_536)
        switch kind {
        case .mlp where !channels.isEmpty:
            throw RunError("--channels are those of convolutions, and --model mlp has none")
        case .conv where channels.isEmpty:
            throw RunError("--channels must be one or more whole numbers for --model conv")
        case .conv where channels.count > 8:
            throw RunError("--channels: at most 8 convolutions, got \(channels.count)")
        default: break
        }
    }

    /// Throws `RunError` unless the network is for pictures of this size.
    public func validate(for format: PictureFormat) throws {
        let unit = 1 << channels.count
        if format.width % unit != 0 || format.height % unit != 0 {
            throw RunError(
                "--model conv with \(channels.count) convolutions halves pictures \(channels.count) times, so width and "
                    + "height must be multiples of \(unit), but the pictures have \(format.width) x \(format.height) pixels; "
                    + "--model mlp takes any size")
        }
    }
}
