import ArgumentParser

extension KnownPictures: ExpressibleByArgument {}
extension Likelihood: ExpressibleByArgument {}

/// The known sets that have one channel.
enum KnownPictures: String, CaseIterable {
    case mnist
    case fashionMNIST = "fashion-mnist"
}

/// Flags that name pictures.
struct PictureOptions: ParsableArguments {
    @Option(help: "Known set of the data folder. (default: mnist)")
    var dataset: KnownPictures?

    @Option(
        help: ArgumentHelp(
            """
            Images to train on: a file in IDX form, .npy or .npz, plain or gzip (archive.npz:name is one array of several), or a \
            folder with a subfolder of PNG or PGM files for each class. Color becomes grayscale. \
            (default: those of --dataset)
            """, valueName: "file or folder"))
    var images: String?

    @Option(
        help: ArgumentHelp(
            "File of their classes, any integers. (default: in the .npz file of --images, or its subfolders)",
            valueName: "file"))
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "Images to be evaluated on, as --images. (default: those of --dataset, or in the .npz file of --images)",
            valueName: "file or folder"))
    var testImages: String?

    @Option(
        help: ArgumentHelp("File of their classes. (default: as for --labels)", valueName: "file"))
    var testLabels: String?

    @Flag(help: "Read folders nested by class at any depth: the class is the path of the folder that holds the image.")
    var nested = false

    @Option(help: "Height and width that images are resized and cut to. (default: their own)")
    var imageSize: Int?

    private var namesFiles: Bool { [images, labels, testImages, testLabels].contains { $0 != nil } }

    /// Whether no pictures were named.
    var isEmpty: Bool { dataset == nil && !namesFiles }

    func validate() throws {
        if dataset != nil && namesFiles {
            throw ValidationError("--dataset names a known set; give either it or files of your own")
        }
    }

    func apply(to data: inout DataConfiguration) {
        if let dataset {
            data = DataConfiguration(dataset: dataset.rawValue, developmentShare: data.developmentShare)
        }
        if let images { data.images = images }
        if let labels { data.labels = labels }
        if let testImages { data.testImages = testImages }
        if let testLabels { data.testLabels = testLabels }
        if nested { data.nested = true }
        if let imageSize { data.imageSize = imageSize }
    }
}

/// Flags about what the pictures are and how they are treated in training.
struct DataOptions: ParsableArguments {
    @OptionGroup var pictures: PictureOptions

    @Option(
        help: """
            What the decoder's Bernoulli pixels are judged on: the grey levels, pixels drawn black or white once (static), \
            or anew in every epoch (dynamic). Numbers of different settings cannot be compared. (default: dynamic)
            """)
    var likelihood: Likelihood?

    @Option(help: "Share of the training pictures that decides on the best epoch. (default: 0.05)")
    var devShare: Double?

    func apply(to configuration: inout CVAEConfiguration) {
        pictures.apply(to: &configuration.data)
        if let likelihood { configuration.likelihood = likelihood }
        if let devShare { configuration.data.developmentShare = devShare }
    }
}
