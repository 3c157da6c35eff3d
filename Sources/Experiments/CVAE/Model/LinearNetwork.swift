import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor

/// Linear layers with ReLU over the pixels and the class.
final class LinearEncoder: PictureEncoder {
    let layers: [Linear]
    let featureCount: Int

    init(
        _ configuration: ModelConfiguration, _ format: PictureFormat, random: RandomStream, in context: ComputeContext
    ) {
        layers = makeHiddenLayers(
            inputs: format.pixelCount + format.classCount, sizes: configuration.hidden, random: random, in: context)
        featureCount = configuration.hidden.last ?? format.pixelCount + format.classCount
    }

    func callAsFunction(_ pictures: Tensor, classes: Tensor, _ pass: Pass) -> Variable {
        let input = Variable(Tensor.concatenated([pictures, classes], alongAxis: 1))
        return layers.reduce(input) { $1($0, pass) }
    }
}

/// Linear layers with ReLU, and one without for the logits of the pixels.
final class LinearDecoder: PictureDecoder {
    let layers: [Linear]
    let output: Linear
    let format: PictureFormat

    init(
        _ configuration: ModelConfiguration, _ format: PictureFormat, random: RandomStream, in context: ComputeContext
    ) {
        let inputs = configuration.decoderInputs(format)
        let sizes = Array(configuration.hidden.reversed())
        layers = makeHiddenLayers(inputs: inputs, sizes: sizes, random: random, in: context)
        output = Linear(
            inputs: sizes.last ?? inputs, outputs: format.pixelCount, random: random.child("output"), in: context)
        self.format = format
    }

    func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        output(layers.reduce(input) { $1($0, pass) }, pass)
    }
}
