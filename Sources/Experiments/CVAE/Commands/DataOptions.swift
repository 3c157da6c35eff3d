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
            "IDX file of grey pictures to train on, plain or gzip. (default: those of --dataset)", valueName: "file"))
    var images: String?

    @Option(help: ArgumentHelp("IDX file of their classes. (default: those of --dataset)", valueName: "file"))
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "IDX file of grey pictures to be judged on. (default: those of --dataset)", valueName: "file"))
    var testImages: String?

    @Option(help: ArgumentHelp("IDX file of their classes. (default: those of --dataset)", valueName: "file"))
    var testLabels: String?

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
