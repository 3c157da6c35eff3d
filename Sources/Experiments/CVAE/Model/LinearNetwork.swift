import SwiftletNN
import SwiftletTensor

/// Linear layers with ReLU over the pixels and the class.
final class LinearEncoder: PictureEncoder {
    let layers: [Linear]
    let featureCount: Int

    init(_ configuration: ModelConfiguration, _ format: PictureFormat) {
        layers = makeHiddenLayers(
            inputs: format.pixelCount + format.classCount, sizes: configuration.hidden)
        featureCount = configuration.hidden.last ?? format.pixelCount + format.classCount
    }

    func callAsFunction(_ pictures: Tensor, classes: Tensor) -> Tensor {
        let input = Tensor.concatenated([pictures, classes], axis: 1)
        return layers.reduce(input) { $1($0) }
    }
}

/// Linear layers with ReLU, and one without for the logits of the pixels.
final class LinearDecoder: PictureDecoder {
    let layers: [Linear]
    let output: Linear
    let format: PictureFormat

    init(_ configuration: ModelConfiguration, _ format: PictureFormat) {
        let inputs = configuration.decoderInputs(format)
        let sizes = Array(configuration.hidden.reversed())
        layers = makeHiddenLayers(inputs: inputs, sizes: sizes)
        output = Linear(sizes.last ?? inputs, format.pixelCount)
        self.format = format
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        output(layers.reduce(input) { $1($0) })
    }
}
