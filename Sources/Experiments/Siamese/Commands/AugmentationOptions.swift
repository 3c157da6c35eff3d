import ArgumentParser

private let defaults = Preset.quick.configuration.training.augmentation

/// Flags about how training changes pictures at random; each picture of each pair anew.
struct AugmentationOptions: ParsableArguments {
    @Option(help: "Largest shift, as a share of the side. (default: \(defaults.shift), classic 0)")
    var shift: Float?

    @Option(help: "Largest change of scale, as a share. (default: \(defaults.scale), classic 0)")
    var scale: Float?

    @Option(help: "Largest rotation in degrees. (default: \(defaults.rotation), classic 0)")
    var rotation: Float?

    @Flag(inversion: .prefixedNo, help: "Mirror half of the pictures. (default: --flip, classic --no-flip)")
    var flip: Bool?

    @Option(help: "Largest change of contrast, as a share. (default: \(defaults.contrast), classic 0)")
    var contrast: Float?

    func apply(to augmentation: inout AugmentationConfiguration) {
        if let shift { augmentation.shift = shift }
        if let scale { augmentation.scale = scale }
        if let rotation { augmentation.rotation = rotation }
        if let flip { augmentation.flip = flip }
        if let contrast { augmentation.contrast = contrast }
    }
}
