import Swiftlet

/// LeNet-5 (LeCun et al. 1998) with ReLU and maximum pooling: pictures [N, 1, 28, 28] to logits [N, 10].
final class LeNet: Layer {
    let conv1, conv2: Conv2d
    let pool = MaxPool2d(kernelSize: 2)
    let fc1, fc2, fc3: Linear

    init(random: RandomStream, in context: ComputeContext) {
        conv1 = Conv2d(
            inputs: 1, outputs: 6, kernelSize: 5, options: Convolution2dOptions(padding: 2), activation: .relu,
            random: random.child("conv1"), in: context)
        conv2 = Conv2d(
            inputs: 6, outputs: 16, kernelSize: 5, activation: .relu, random: random.child("conv2"), in: context)
        fc1 = Linear(inputs: 400, outputs: 120, activation: .relu, random: random.child("fc1"), in: context)
        fc2 = Linear(inputs: 120, outputs: 84, activation: .relu, random: random.child("fc2"), in: context)
        fc3 = Linear(inputs: 84, outputs: 10, random: random.child("fc3"), in: context)
    }

    func callAsFunction(_ pictures: Variable, _ pass: Pass) -> Variable {
        let maps = pool(conv2(pool(conv1(pictures, pass), pass), pass), pass)
        return fc3(fc2(fc1(maps.flattened(), pass), pass), pass)
    }
}

/// What a model takes pictures for.
func judge(_ model: LeNet, on set: ImageSet, in context: ComputeContext) throws -> ConfusionMatrix {
    var confusion = ConfusionMatrix(classes: 10)
    for batch in try set.labelledBatches(of: 500, in: context) {
        let logits = model(Variable(batch.pictures), Pass(.evaluation)).value
        try confusion.add(labels: batch.labels.elements, judged: logits.argmax(alongAxis: 1).elements)
    }
    return confusion
}

do {
    guard CommandLine.arguments.count == 2 else { throw RunError("expected the folder of Fashion-MNIST's four files") }
    let folder = CommandLine.arguments[1]
    let training = try IDXFile.imageSet(folder: folder, part: .training)
    let test = try IDXFile.imageSet(folder: folder, part: .test)

    let context = try ComputeContext(threads: 2)
    let random = RandomStream(seed: 1)
    let model = LeNet(random: random.child("model"), in: context)
    print(try model.summary(inputShape: [1, 1, 28, 28]))

    let (epochs, batchSize) = (8, 64)
    let steps = epochs * ((training.count + batchSize - 1) / batchSize)
    let optimizer = Adam(learningRate: .cosine(from: 2e-3, to: 0, steps: steps))
    for epoch in 1...epochs {
        let order = random.child("order").child(epoch)
        for batch in try training.labelledBatches(of: batchSize, shuffledBy: order, in: context) {
            let (_, gradients) = try valueAndGradients(of: model, random: random.child(optimizer.stepCount)) { pass in
                try model(Variable(batch.pictures), pass).softmaxCrossEntropy(labels: batch.labels)
            }
            optimizer.step(gradients)
        }
        print("epoch \(epoch): test accuracy \(try judge(model, on: test, in: context).accuracy)")
    }

    try model.save(to: "lenet.safetensors")
    let reloaded = LeNet(random: random.child("another model"), in: context)
    try reloaded.load(from: "lenet.safetensors")
    print("reloaded: test accuracy \(try judge(reloaded, on: test, in: context).accuracy)")
} catch {
    exitProgram(reporting: error)
}
