import SwiftletData

extension ImageSet {
    /// All pictures in grey (1) or RGB (3).
    func converted(toChannels newChannels: Int) -> ImageSet {
        if newChannels == channels { return self }
        return ImageSet(
            images: (0..<count).map { self[$0].converted(toChannels: newChannels) }, labels: labels,
            classNames: classNames)
    }
}
