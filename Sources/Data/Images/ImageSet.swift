import SwiftletTensor

/// Pictures of one size, with the class of each if it is known.
public struct ImageSet: Sendable {
    /// Pixels a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// 1 for grey, 3 for red, green, blue.
    public let channels: Int
    /// Pictures.
    public let count: Int
    /// count x channels x height x width values: the planes of a picture follow each other, as in a tensor (NCHW).
    public let pixels: [UInt8]
    /// The class number of every picture, from 0; nil if the set has no classes.
    public let labels: [Int32]?
    /// What the class numbers mean, in their order; empty if the set has no classes or they have no names.
    public let classNames: [String]

    /// Values of a picture: channels x height x width.
    public var valuesPerImage: Int { channels * height * width }

    /// A set of planar pixels (count x channels x height x width), which decide the count.
    public init(
        width: Int, height: Int, channels: Int, pixels: [UInt8], labels: [Int32]? = nil, classNames: [String] = []
    ) {
        require(
            width > 0 && height > 0 && channels > 0, "images cannot be \(width) x \(height) x \(channels)")
        let size = width * height * channels
        require(pixels.count % size == 0, "\(pixels.count) values are no whole number of images of \(size)")
        require(
            labels.map { $0.count == pixels.count / size } ?? true,
            "\(labels?.count ?? 0) labels for \(pixels.count / size) images")
        require(
            classNames.isEmpty || (labels ?? []).allSatisfy { classNames.indices.contains(Int($0)) },
            "a label has no class name")
        self.width = width
        self.height = height
        self.channels = channels
        self.count = pixels.count / size
        self.pixels = pixels
        self.labels = labels
        self.classNames = classNames
    }

    /// A set of at least one image; all must have the size and the channels of the first. Of a lazy collection, no two images
    /// are held at a time.
    public init(images: some Collection<Image>, labels: [Int32]? = nil, classNames: [String] = []) {
        guard let first = images.first else { fatalError("a set needs an image") }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(images.count * first.pixels.count)
        for image in images {
            require(
                image.width == first.width && image.height == first.height && image.channels == first.channels,
                "images of a set must have one size")
            pixels += image.planarPixels
        }
        self.init(
            width: first.width, height: first.height, channels: first.channels, pixels: pixels, labels: labels,
            classNames: classNames)
    }

    /// The picture of a number.
    public subscript(index: Int) -> Image {
        let planes = pixels[index * valuesPerImage..<(index + 1) * valuesPerImage]
        return Image(width: width, height: height, channels: channels, planarPixels: planes)
    }

    /// The values of the given pictures (indices.count x channels x height x width), with 0 and 255 becoming the ends of
    /// `scale`.
    public func values(of indices: [Int], scale: ClosedRange<Float> = 0...1) -> [Float] {
        let levels = Image.values(ofLevelsIn: scale)
        let size = valuesPerImage
        return [Float](unsafeUninitializedCapacity: indices.count * size) { values, filled in
            pixels.withUnsafeBufferPointer { pixels in
                levels.withUnsafeBufferPointer { levels in
                    for (position, index) in indices.enumerated() {
                        require(index >= 0 && index < count, "there is no image \(index) in a set of \(count)")
                        for offset in 0..<size {
                            values[position * size + offset] = levels[Int(pixels[index * size + offset])]
                        }
                    }
                }
            }
            filled = indices.count * size
        }
    }

    /// The pictures with the given numbers, in that order, with their labels; a number may come more than once.
    public func selecting(_ indices: [Int]) -> ImageSet {
        var selected: [UInt8] = []
        selected.reserveCapacity(indices.count * valuesPerImage)
        for index in indices { selected += pixels[index * valuesPerImage..<(index + 1) * valuesPerImage] }
        return ImageSet(
            width: width, height: height, channels: channels, pixels: selected,
            labels: labels.map { labels in indices.map { labels[$0] } }, classNames: classNames)
    }

    /// The first pictures, or all if there are fewer.
    public func prefix(_ maximum: Int) -> ImageSet { selecting(Array(0..<min(maximum, count))) }

    /// The numbers of all pictures of a class, in order; none if the set has no labels.
    public func indices(ofClass label: Int32) -> [Int] {
        guard let labels else { return [] }
        return labels.indices.filter { labels[$0] == label }
    }
}
