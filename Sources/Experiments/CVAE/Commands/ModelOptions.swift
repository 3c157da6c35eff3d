import ArgumentParser
import SwiftletTrain

extension ModelKind: ExpressibleByArgument {}
extension Conditioning: ExpressibleByArgument {}

/// Flags about the network.
struct ModelOptions: ParsableArguments {
    @Option(help: "Linear layers, or strided convolutions and their transposes. (default: mlp)")
    var model: ModelKind?

    @Option(
        help: ArgumentHelp(
            """
            Sizes of the hidden linear layers between picture (or convolutions) and latent variables, separated by \
            commas, or 'none'; the decoder has them in reverse order. (default: 400 for mlp, none for conv)
            """, valueName: "sizes"),
        transform: parseSizes)
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            "Channels of the encoder's convolutions; the decoder has them in reverse order. (default: 32,64 for conv)",
            valueName: "counts"),
        transform: parseSizes)
    var channels: [Int]?

    @Option(help: "Number of latent variables. (default: 20 for mlp, 32 for conv)")
    var latent: Int?

    @Option(
        help: """
            How the decoder is told the class: beside z, or also by the products of z with it, which gives its first layer \
            weights of their own for each class. (default: concatenation)
            """)
    var conditioning: Conditioning?

    func apply(to configuration: inout ModelConfiguration) {
        // Another kind of network has other customary sizes.
        if let model, model != configuration.kind {
            let conditioning = configuration.conditioning
            configuration = ModelConfiguration(kind: model)
            configuration.conditioning = conditioning
        }
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
