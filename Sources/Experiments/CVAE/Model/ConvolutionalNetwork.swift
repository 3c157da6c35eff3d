import SwiftletNN
import SwiftletTensor

extension ModelConfiguration {
    /// Height and width of the smallest map of features.
    func innerExtent(of format: PictureFormat) -> Size2D {
        Size2D(height: format.height >> channels.count, width: format.width >> channels.count)
    }
}

/// Convolutions that each halve height and width, with ReLU over the picture and one constant plane a class, then linear layers if there are any.
final class ConvolutionalEncoder: PictureEncoder {
    let convolutions: [Conv2d]
    let layers: [Linear]
    let featureCount: Int
    let format: PictureFormat

    init(_ configuration: ModelConfiguration, _ format: PictureFormat) {
        let channels = configuration.channels
        convolutions = zip([1 + format.classCount] + channels, channels).map { count in
            Conv2d(count.0, count.1, kernelSize: 4, stride: 2, padding: 1, activation: .relu)
        }
        let inner = configuration.innerExtent(of: format)
        let mapped = channels.last! * inner.height * inner.width
        layers = makeHiddenLayers(inputs: mapped, sizes: configuration.hidden)
        featureCount = configuration.hidden.last ?? mapped
        self.format = format
    }

    func callAsFunction(_ pictures: Tensor, classes: Tensor) -> Tensor {
        let count = pictures.shape[0]
        let planes = classes.repeated(format.pixelCount, alongNewAxis: 2).reshaped(
            to: [count, format.classCount, format.height, format.width])
        let picture = pictures.reshaped(to: [count, 1, format.height, format.width])
        let input = Tensor.concatenated([picture, planes], axis: 1)
        let maps = convolutions.reduce(input) { $1($0) }
        return layers.reduce(maps.flattened()) { $1($0) }
    }
}

/// Linear layers with ReLU up to the smallest maps, then transposed convolutions, the last one without ReLU for the
/// logits of the pixels.
final class ConvolutionalDecoder: PictureDecoder {
    let layers: [Linear]
    let expansion: Linear
    let convolutions: [ConvTranspose2d]
    let mapShape: (channels: Int, extent: Size2D)

    init(_ configuration: ModelConfiguration, _ format: PictureFormat) {
        let inputs = configuration.decoderInputs(format)
        let sizes = Array(configuration.hidden.reversed())
        let channels = Array(configuration.channels.reversed())
        let inner = configuration.innerExtent(of: format)
        layers = makeHiddenLayers(inputs: inputs, sizes: sizes)
        expansion = Linear(sizes.last ?? inputs, channels[0] * inner.height * inner.width, activation: .relu)
        let outputs = channels.dropFirst() + [1]
        convolutions = zip(channels, outputs).enumerated().map { index, count in
            ConvTranspose2d(
                count.0, count.1, kernelSize: 4, stride: 2, padding: 1,
                activation: index + 1 < channels.count ? .relu : .identity)
        }
        mapShape = (channels[0], inner)
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        let features = expansion(layers.reduce(input) { $1($0) })
        let maps = features.reshaped(
            to: [input.shape[0], mapShape.channels, mapShape.extent.height, mapShape.extent.width])
        return convolutions.reduce(maps) { $1($0) }.flattened()
    }
}
