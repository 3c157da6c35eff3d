import SwiftletData
import SwiftletTrain

/// How training changes pictures at random.
public struct AugmentationConfiguration: Codable, Equatable, Sendable {
    /// Largest shift along rows and along columns, as a share of the side.
    public var shift: Float = 0.05
    /// Largest change of scale, as a share.
    public var scale: Float = 0.05
    /// Largest rotation in degrees.
    public var rotation: Float = 5
    /// Whether half of the pictures are mirrored.
    public var flip = true
    /// Largest change of contrast, as a share.
    public var contrast: Float = 0

    /// The defaults of the pooled network.
    public init() {}

    /// Pictures as they are.
    public static let none: AugmentationConfiguration = {
        var configuration = AugmentationConfiguration()
        (configuration.shift, configuration.scale, configuration.rotation, configuration.contrast) = (0, 0, 0, 0)
        configuration.flip = false
        return configuration
    }()

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    func validate() throws {
        for (value, limit, flag) in [
            (shift, 0.5, "--shift"), (scale, 0.9, "--scale"), (rotation, 180, "--rotation"),
            (contrast, 1, "--contrast"),
        ] as [(Float, Float, String)] where !(0...limit).contains(value) {
            throw RunError("\(flag) must be a number from 0 to \(limit), got \(value)")
        }
    }

    /// The changes that these settings allow. Throws `DataError` for settings that `validate` refuses.
    func augmentation() throws -> Augmentation {
        try Augmentation(shift: shift, scale: scale, rotation: rotation, flip: flip, contrast: contrast)
    }
}
