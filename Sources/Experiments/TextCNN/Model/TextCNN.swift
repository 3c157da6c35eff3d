import SwiftletNN
import SwiftletTensor

/// A convolutional sentence classifier (Kim 2014): embedding, parallel temporal convolutions, ReLU, global pooling,
/// dropout, linear.
///
/// The convolutions filter without padding (output length H − H′ + 1 for H tokens and a kernel of H′), and the pooling
/// sees only windows of real tokens, so that a prediction does not depend on how long the other sentences of a batch are. A
/// sentence shorter than a kernel is padded to it and has one window.
public final class TextCNN: Module {
    /// One row a token of the vocabulary.
    public let embedding: Embedding
    /// One convolution a kernel size, with its ReLU.
    public let convolutions: [Conv1d]
    /// From pooled features to logits.
    public let output: Linear
    private let embeddingDropout: Dropout
    private let featureDropout: Dropout
    let configuration: ModelConfiguration

    /// A model whose other weights are to be initialized.
    ///
    /// - Parameters:
    ///   - table: initial embedding, [vocabulary, dimension]; row 0 is padding and takes no gradient.
    ///   - classes: number of logits.
    public init(_ configuration: ModelConfiguration, table: Tensor, classes: Int) {
        embedding = Embedding(table: table, paddingIndex: 0, isFrozen: !configuration.updateEmbedding)
        convolutions = configuration.kernelSizes.map { kernelSize in
            Conv1d(table.shape[1], configuration.filters, kernelSize: kernelSize, activation: .relu)
        }
        output = Linear(configuration.featureCount, classes)
        embeddingDropout = Dropout(rate: configuration.embeddingDropout)
        featureDropout = Dropout(rate: configuration.dropout)
        self.configuration = configuration
    }

    /// Logits [batch, classes] for tokens [batch, length], of which the first `lengths` in each row are real.
    ///
    /// The length must be at least that of the longest kernel. Throws `KernelError` for a token outside the vocabulary.
    public func callAsFunction(_ tokens: IntTensor, lengths: [Int32]) throws -> Tensor {
        let words = embeddingDropout(try embedding(tokens)).transposed()
        let features = zip(configuration.kernelSizes, convolutions).flatMap { kernelSize, convolution -> [Tensor] in
            let windows = lengths.map { max($0 - Int32(kernelSize) + 1, 1) }
            let valid = IntTensor(windows, shape: [windows.count], in: tokens.context)
            switch configuration.pooling {
            case .average: return [convolution(words).globalAveragePool(validLengths: valid)]
            case .max: return [convolution.globalMaxPool(words, validLengths: valid)]
            case .both:
                let activations = convolution(words)
                return [
                    activations.globalAveragePool(validLengths: valid), activations.globalMaxPool(validLengths: valid),
                ]
            }
        }
        return output(featureDropout(Tensor.concatenated(features, axis: 1)))
    }
}
