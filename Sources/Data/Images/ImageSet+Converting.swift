extension ImageSet {
    /// All images in grayscale (1) or RGB (3).
    public func converted(toChannels newChannels: Int) -> ImageSet {
        newChannels == channels ? self : mapped { $0.converted(toChannels: newChannels) }
    }

    /// All images in a size: resized in proportion to just cover it, and cut to it around the center.
    public func fitted(width newWidth: Int, height newHeight: Int) -> ImageSet {
        (newWidth, newHeight) == (width, height) ? self : mapped { $0.fitted(width: newWidth, height: newHeight) }
    }

    private func mapped(_ transform: (Image) -> Image) -> ImageSet {
        ImageSet(images: (0..<count).map { transform(self[$0]) }, labels: labels, classNames: classNames)
    }
}
