import Swiftlet
import TestSupport
import Testing

private final class Classifier: Layer {
    let hidden = Linear(2, 16, activation: .tanh)
    let output = Linear(16, 2)

    func callAsFunction(_ input: Tensor) -> Tensor {
        output(hidden(input))
    }
}

@Suite("The code of GetStarted.md")
struct GetStartedSnippets {
    @Test("It learns the exclusive or, and a checkpoint gives the same answers")
    func wholeArticle() throws {
        let folder = try TemporaryFolder()
        let path = folder("model.safetensors")

        let inputs = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
        let labels = IntTensor([0, 1, 1, 0])

        let model = try Classifier().initialized(seed: 1)
        let optimizer = Adam(learningRate: 1e-2)
        for step in 0..<500 {
            let (loss, gradients) = try valueAndGradients(of: model) { pass in
                try model(pass(inputs)).softmaxCrossEntropy(labels: labels)
            }
            optimizer.step(gradients)
            if step % 100 == 0 { print("step \(step): loss \(loss.item)") }
        }

        let logits = model(inputs)
        print(logits.argmax(axis: 1).elements)

        try model.save(to: path)
        let copy = try Classifier().loaded(from: path)

        #expect(logits.argmax(axis: 1).elements == [0, 1, 1, 0])
        #expect(copy(inputs).elements == logits.elements)
    }

    @Test("The loop of the library runs the same step over epochs")
    func loop() throws {
        let batches = [(Tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), IntTensor([0, 1, 1, 0]))]
        let model = try Classifier().initialized(seed: 1)
        let optimizer = Adam(learningRate: 1e-2)
        let random = RandomStream(seed: 1)

        let loop = TrainingLoop(
            epochs: 20, stepsPerEpoch: batches.count, log: { print($0.epoch, $0.train["loss"] ?? 0) })
        let summary = try loop.run(
            batches: { _ in batches },
            step: { inputs, labels in
                let step = random.child(optimizer.stepCount)
                let (loss, gradients) = try valueAndGradients(of: model, random: step) { pass in
                    try model(pass(inputs)).softmaxCrossEntropy(labels: labels)
                }
                optimizer.step(gradients)
                return Metrics(loss: loss.item, count: labels.count)
            })

        #expect(summary.epochs.count == 20)
    }
}
