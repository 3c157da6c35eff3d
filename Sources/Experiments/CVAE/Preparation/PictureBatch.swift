import SwiftletTensor

/// What a step of training or of an evaluation works on, made ahead on another thread.
public struct PictureBatch: Sendable {
    /// Examples.
    public let count: Int
    /// Values from 0 to 1, count x pixels.
    public let pictures: [Float]
    /// Class numbers.
    public let labels: [Int32]
    /// Standard normal numbers for the latent variables, count x latent.
    public let noise: [Float]

    /// Pictures as a tensor [count, pixels].
    func pictureTensor(in context: ComputeContext) -> Tensor {
        Tensor(pictures, shape: [count, pictures.count / count], in: context)
    }

    /// Noise as a tensor [count, latent].
    func noiseTensor(in context: ComputeContext) -> Tensor {
        Tensor(noise, shape: [count, noise.count / count], in: context)
    }
}

/// Class numbers one-hot: [labels, classes].
func oneHot(_ labels: [Int32], classes: Int, in context: ComputeContext) -> Tensor {
    Tensor(shape: [labels.count, classes], in: context) { elements in
        elements.update(repeating: 0)
        for (row, label) in labels.enumerated() { elements[row * classes + Int(label)] = 1 }
    }
}

/// Numbers from the standard normal distribution, from the beginning of a stream: for the few of one latent vector, which
/// would not pay for `RandomStream.normals`.
func normalNumbers(_ count: Int, random: RandomStream) -> [Float] {
    var random = random
    return (0..<count).map { _ in random.normal() }
}
