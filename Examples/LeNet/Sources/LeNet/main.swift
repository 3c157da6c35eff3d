import Swiftlet

/// LeNet-5 (LeCun et al. 1998) with ReLU and max pooling: images [N, 1, 28, 28] to logits [N, 10].
final class LeNet: Layer {
    let conv1 = Conv2d(1, 6, kernelSize: 5, padding: 2, activation: .relu)
    let conv2 = Conv2d(6, 16, kernelSize: 5, activation: .relu), pool = MaxPool2d(2)
    let fc1 = Linear(400, 120, activation: .relu), fc2 = Linear(120, 84, activation: .relu), fc3 = Linear(84, 10)

    func callAsFunction(_ images: Tensor) -> Tensor {
        fc3(fc2(fc1(pool(conv2(pool(conv1(images)))).flattened())))
    }

    /// The fraction of images whose label has the largest logit.
    func accuracy(on images: ImageSet) throws -> Double {
        let correct = try images.labelledBatches(of: 500).reduce(0) {
            $0 + correctCount(scores: self($1.pictures), labels: $1.labels.elements)
        }
        return Double(correct) / Double(images.count)
    }
}

do {
    guard CommandLine.arguments.count == 2 else { throw RunError("expected the folder of the four files of MNIST") }
    let training = try IDXFile.imageSet(folder: CommandLine.arguments[1], part: .training)
    let test = try IDXFile.imageSet(folder: CommandLine.arguments[1], part: .test)
    let model = try LeNet().initialized(seed: 1)
    print(try model.summary(inputShape: [1, 1, 28, 28]))

    let optimizer = Adam(learningRate: .cosine(from: 2e-3, to: 0, steps: 8 * ((training.count + 63) / 64)))
    for epoch in 1...8 {
        for batch in try training.labelledBatches(of: 64, shuffledBy: RandomStream(seed: UInt64(epoch))) {
            let (_, gradients) = try valueAndGradients(of: model) { pass in
                try model(pass(batch.pictures)).softmaxCrossEntropy(labels: batch.labels)
            }
            optimizer.step(gradients)
        }
        print("epoch \(epoch): test accuracy \(try model.accuracy(on: test))")
    }

    try model.save(to: "lenet.safetensors")
    let reloaded = try LeNet().loaded(from: "lenet.safetensors")
    print("reloaded: test accuracy \(try reloaded.accuracy(on: test))")
} catch {
    exitProgram(reporting: error)
}
