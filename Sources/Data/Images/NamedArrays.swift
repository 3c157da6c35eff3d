/// The arrays of a .npz file that may be images and labels, found by the names that people give them, else by their shapes.
struct NamedArrays {
    let archive: NPZArchive
    private let path: String
    private let headers: [(name: String, header: NPYHeader)]

    init(_ archive: NPZArchive, _ path: String) {
        self.archive = archive
        self.path = path
        headers = archive.names.compactMap { name in archive.header(name).map { (name, $0) } }
    }

    private static let imageNames: [KnownImageSets.Part: [String]] = [
        .training: ["x_train", "train_images", "train_x", "images_train", "images", "imgs", "x", "image", "data"],
        .test: ["x_test", "test_images", "test_x", "images_test", "images", "imgs", "x", "image", "data"],
    ]
    private static let labelNames: [KnownImageSets.Part: [String]] = [
        .training: ["y_train", "train_labels", "train_y", "labels_train", "labels", "label", "y", "targets", "target"],
        .test: ["y_test", "test_labels", "test_y", "labels_test", "labels", "label", "y", "targets", "target"],
    ]
    /// What in a name of images becomes what in that of their labels.
    private static let pairs = [
        ("images", "labels"), ("imgs", "labels"), ("image", "label"), ("x", "y"), ("X", "y"), ("data", "labels"),
        ("data", "target"), ("images", "classes"),
    ]

    /// The array of images: the one that is asked for, else of a usual name, else the only one of such a shape. Throws `DataError`
    /// that lists what there is.
    func images(_ member: String?, _ part: KnownImageSets.Part) throws -> String {
        if let member { return member }
        let spatial = headers.filter { (3...4).contains($0.header.shape.rank) }.map(\.name)
        let rows = headers.filter { $0.header.shape.rank == 2 && $0.header.shape.dimensions[1] > 1 }.map(\.name)
        let fitting = spatial.isEmpty ? rows : spatial
        return try choose(Self.imageNames[part]!, fitting, "images")
    }

    /// The array of images that are for testing alone, by its name.
    var testImages: String? {
        headers.first { $0.header.shape.rank > 1 && Self.imageNames[.test]!.prefix(4).contains($0.name.lowercased()) }?
            .name
    }

    /// The array of labels: the one that is asked for, else that which belongs to the array of images. Throws `DataError`.
    func labels(_ member: String?, of images: String?, count: Int, _ part: KnownImageSets.Part) throws -> String {
        if let member { return member }
        if let images, let found = labels(of: images, count: count) { return found }
        // Of labels that are too many or too few, the count is what is wrong.
        let fitting = labelLike(count: count)
        return try choose(Self.labelNames[part]!, fitting.isEmpty ? labelLike(count: nil) : fitting, "labels")
    }

    /// The array of labels beside an array of that many images; nil if there is none.
    func labels(of images: String, count: Int) -> String? {
        let fitting = labelLike(count: count)
        let derived = Self.pairs.map { images.replacing($0.0, with: $0.1) }.filter { $0 != images }
        return derived.first { fitting.contains($0) }
            ?? (fitting.count == 1 ? fitting[0] : Self.labelNames[.training]!.first { fitting.contains($0) })
    }

    private func labelLike(count: Int?) -> [String] {
        headers.filter { _, header in
            let sizes = header.shape.dimensions
            let isColumn = sizes.count == 1 || sizes.count == 2 && sizes[1] == 1
            return isColumn && (count == nil || sizes[0] == count) && !header.element.isFloatingPoint
        }.map(\.name)
    }

    private func choose(_ names: [String], _ fitting: [String], _ content: String) throws -> String {
        for name in names {
            if let found = fitting.first(where: { $0.lowercased() == name }) { return found }
        }
        if fitting.count == 1 { return fitting[0] }
        let all = headers.map { "\($0.name) (\($0.header.element) \($0.header.shape))" }.joined(separator: ", ")
        throw DataError(
            file: path,
            (fitting.isEmpty ? "no array holds \(content)" : "several arrays may be the \(content)")
                + "; name one as in archive.npz:name; there are \(all.isEmpty ? "none" : all)")
    }
}
