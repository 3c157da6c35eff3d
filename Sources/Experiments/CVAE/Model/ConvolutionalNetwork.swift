import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor

/// Each convolution halves height and width: 4 x 4 filters, stride 2, padding 1.
private let halving = Convolution2dOptions(stride: 2, padding: 1)

extension ModelConfiguration {
    /// Height and width of the smallest map of features.
    func innerExtent(of format: PictureFormat) -> Extent2d {
        Extent2d(height: format.height >> channels.count, width: format.width >> channels.count)
    }
}

/// Strided convolutions with ReLU over the picture and one constant plane a class, then linear layers if there are any.
final class ConvolutionalEncoder: PictureEncoder {
    let convolutions: [Conv2d]
    let layers: [Linear]
    let featureCount: Int
    let format: PictureFormat

    init(
        _ configuration: ModelConfiguration, _ format: PictureFormat, random: RandomStream, in context: ComputeContext
    ) {
        let channels = configuration.channels
        convolutions = zip([1 + format.classCount] + channels, channels).enumerated().map { index, count in
            Conv2d(
                inputs: count.0, outputs: count.1, kernelSize: 4, options: halving, activation: .relu,
                random: random.child("convolutions").child(index), in: context)
        }
        let inner = configuration.innerExtent(of: format)
        let mapped = channels.last! * inner.height * inner.width
        layers = makeHiddenLayers(inputs: mapped, sizes: configuration.hidden, random: random, in: context)
        featureCount = configuration.hidden.last ?? mapped
        self.format = format
    }

    func callAsFunction(_ pictures: Tensor, classes: Tensor, _ pass: Pass) -> Variable {
        let count = pictures.shape[0]
        let planes = classes.repeated(format.pixelCount, alongNewAxis: 2).reshaped(
            to: [count, format.classCount, format.height, format.width])
        let picture = pictures.reshaped(to: [count, 1, format.height, format.width])
        let input = Variable(Tensor.concatenated([picture, planes], alongAxis: 1))
        let maps = convolutions.reduce(input) { $1($0, pass) }
        return layers.reduce(maps.flattened()) { $1($0, pass) }
    }
}

/// Linear layers with ReLU up to the smallest maps, then transposed convolutions, the last one without ReLU for the
/// logits of the pixels.
final class ConvolutionalDecoder: PictureDecoder {
    let layers: [Linear]
    let expansion: Linear
    let convolutions: [ConvTranspose2d]
    let mapShape: (channels: Int, extent: Extent2d)

    init(
        _ configuration: ModelConfiguration, _ format: PictureFormat, random: RandomStream, in context: ComputeContext
    ) {
        let inputs = configuration.decoderInputs(format)
        let sizes = Array(configuration.hidden.reversed())
        let channels = Array(configuration.channels.reversed())
        let inner = configuration.innerExtent(of: format)
        layers = makeHiddenLayers(inputs: inputs, sizes: sizes, random: random, in: context)
        expansion = Linear(
            inputs: sizes.last ?? inputs, outputs: channels[0] * inner.height * inner.width, activation: .relu,
            random: random.child("expansion"), in: context)
        let outputs = channels.dropFirst() + [1]
        convolutions = zip(channels, outputs).enumerated().map { index, count in
            ConvTranspose2d(
                inputs: count.0, outputs: count.1, kernelSize: 4, options: halving,
                activation: index + 1 < channels.count ? .relu : .identity,
                random: random.child("convolutions").child(index), in: context)
        }
        mapShape = (channels[0], inner)
    }

    func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        let features = expansion(layers.reduce(input) { $1($0, pass) }, pass)
        let maps = features.reshaped(
            to: [input.shape[0], mapShape.channels, mapShape.extent.height, mapShape.extent.width])
        return convolutions.reduce(maps) { $1($0, pass) }.flattened()
    }
}
