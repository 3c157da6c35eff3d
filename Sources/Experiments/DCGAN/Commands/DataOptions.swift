import ArgumentParser

/// Flags about the pictures.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Images to learn from: mnist, fashion-mnist or cifar10 of the data folder, or the path of a file in IDX form, .npy or \
            .npz (archive.npz:name is one array of several), of a CIFAR-10 file (.bin), or of a folder of PNG or PGM files of any \
            size, or of subfolders of such. (default: mnist)
            """, valueName: "name or path"))
    var dataset: String?

    @Flag(help: "Read folders nested in --dataset at any depth.")
    var nested = false

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
        if nested { configuration.nested = true }
        if let size { configuration.size = size }
        if let channels { configuration.channels = channels }
    }
}
