import ArgumentParser

/// Flags about the pictures.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Pictures to learn from: mnist, fashion-mnist or cifar10 of the data folder, or the path of an IDX file, of a \
            CIFAR-10 file (.bin), or of a folder of PNG or PGM files of any size. (default: mnist)
            """, valueName: "name or path"))
    var dataset: String?

    @Option(
        help: """
            Height and width that the networks work on: 28, 32 or 64; pictures are resized and cut to it. \
            (default: as the pictures suggest)
            """)
    var size: Int?

    @Option(help: "1 for grey, 3 for colour. (default: as the pictures are)")
    var channels: Int?

    func apply(to configuration: inout DCGANConfiguration) {
        if let dataset { configuration.dataset = dataset }
        if let size { configuration.size = size }
        if let channels { configuration.channels = channels }
    }
}
