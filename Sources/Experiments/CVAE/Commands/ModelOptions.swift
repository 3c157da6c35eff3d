import ArgumentParser
import SwiftletTrain

extension ModelKind: ExpressibleByArgument {}
extension Conditioning: ExpressibleByArgument {}

/// Flags about the network.
struct ModelOptions: ParsableArguments {
    @Option(
        help: """
            The customary network of linear layers (hidden 400, 20 latent variables) or of strided convolutions and their \
            transposes (channels 32,64, 32 latent variables). (default: the network of the preset, linear layers)
            """)
    var model: ModelKind?

    @Option(
        help: ArgumentHelp(
            """
            Sizes of the hidden linear layers between picture (or convolutions) and latent variables, separated by \
            commas, or 'none'; the decoder has them in reverse order. (default: 500,500)
            """, valueName: "sizes"),
        transform: parseSizes)
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            """
            Channels of the encoder's convolutions; the decoder has them in reverse order. (default: none, with --model conv \
            32,64)
            """,
            valueName: "counts"),
        transform: parseSizes)
    var channels: [Int]?

    @Option(help: "Number of latent variables. (default: 30)")
    var latent: Int?

    @Option(
        help: """
            How the decoder is told the class: beside z, or also by the products of z with it, which gives its first layer \
            weights of their own for each class. (default: product, with --model concatenation)
            """)
    var conditioning: Conditioning?

    func apply(to configuration: inout ModelConfiguration) {
        if let model { configuration = ModelConfiguration(kind: model) }
        if let hidden { configuration.hidden = hidden }
        if let channels { configuration.channels = channels }
        if let latent { configuration.latent = latent }
        if let conditioning { configuration.conditioning = conditioning }
    }
}

/// "400,400" as numbers; "none" as no numbers.
private func parseSizes(_ text: String) throws -> [Int] {
    if text == "none" { return [] }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let size = Int(part) else {
            throw ValidationError("\"\(text)\" must be whole numbers separated by commas, or 'none'")
        }
        return size
    }
}
