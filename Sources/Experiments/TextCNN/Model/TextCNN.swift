import SwiftletAutodiff
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

    /// A model with weights drawn from `random`.
    ///
    /// - Parameters:
    ///   - table: initial embedding, [vocabulary, dimension]; row 0 is padding and takes no gradient.
    ///   - classes: number of logits.
    public init(_ configuration: ModelConfiguration, table: Tensor, classes: Int, random: RandomStream) {
        let context = table.context
        embedding = Embedding(table: table, paddingIndex: 0, isFrozen: !configuration.updateEmbedding)
        convolutions = configuration.kernelSizes.enumerated().map { index, kernelSize in
            Conv1d(
                inputs: table.shape[1], outputs: configuration.filters, kernelSize: kernelSize, activation: .relu,
                random: random.child("convolutions").child(index), in: context)
        }
        output = Linear(
            inputs: configuration.featureCount, outputs: classes,
            random: random.child("output"), in: context)
        embeddingDropout = Dropout(rate: configuration.embeddingDropout)
        featureDropout = Dropout(rate: configuration.dropout)
        self.configuration = configuration
    }

    /// Logits [batch, classes] for tokens [batch, length], of which the first `lengths` in each row are real.
    ///
    /// The length must be at least that of the longest kernel. Throws `KernelError` for a token outside the vocabulary.
    public func callAsFunction(_ tokens: IntTensor, lengths: [Int32], _ pass: Pass) throws -> Variable {
        let words = embeddingDropout(try embedding(tokens, pass), pass).transposed()
        let features = zip(configuration.kernelSizes, convolutions).flatMap { kernelSize, convolution -> [Variable] in
            let windows = lengths.map { max($0 - Int32(kernelSize) + 1, 1) }
            let valid = IntTensor(windows, shape: [windows.count], in: tokens.context)
            switch configuration.pooling {
            case .average: return [convolution(words, pass).globalAveragePool(validLengths: valid)]
            case .max: return [convolution.globalMaxPool(words, validLengths: valid, pass)]
            case .both:
                let activations = convolution(words, pass)
                return [
                    activations.globalAveragePool(validLengths: valid), activations.globalMaxPool(validLengths: valid),
                ]
            }
        }
        return output(featureDropout(Variable.concatenated(features, alongAxis: 1), pass), pass)
    }
}
