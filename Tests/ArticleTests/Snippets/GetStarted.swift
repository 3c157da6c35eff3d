import Swiftlet
import TestSupport
import Testing

private final class Classifier: Module {
    let hidden: Linear
    let output: Linear

    init(random: RandomStream, in context: ComputeContext) {
        hidden = Linear(inputs: 2, outputs: 16, activation: .tanh, random: random.child("hidden"), in: context)
        output = Linear(inputs: 16, outputs: 2, random: random.child("output"), in: context)
    }

    func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        output(hidden(input, pass), pass)
    }
}

@Suite("The code of GetStarted.md")
struct GetStartedSnippets {
    @Test("It learns the exclusive or, and a checkpoint gives the same answers")
    func wholeArticle() throws {
        let folder = try TemporaryFolder()
        let path = folder("model.safetensors")

        let context = try ComputeContext(threads: 2)
        let inputs = Tensor([0, 0, 0, 1, 1, 0, 1, 1], shape: [4, 2], in: context)
        let labels = IntTensor([0, 1, 1, 0], shape: [4], in: context)

        let random = RandomStream(seed: 1)
        let model = Classifier(random: random.child("model"), in: context)
        let optimizer = Adam(learningRate: 1e-2)
        for step in 0..<500 {
            let (loss, gradients) = try valueAndGradients(of: model, random: random.child("step").child(step)) { pass in
                try model(Variable(inputs), pass).softmaxCrossEntropy(labels: labels)
            }
            optimizer.step(gradients)
            if step % 100 == 0 { print("step \(step): loss \(loss.item)") }
        }

        let logits = model(Variable(inputs), Pass(.evaluation)).value
        print(logits.argmax(alongAxis: 1).elements)

        try Checkpoint(tensors: model.stateDictionary().map { ($0.name, $0.value) }).write(to: path)
        let copy = Classifier(random: random.child("copy"), in: context)
        try Checkpoint(reading: path, in: context).load(copy)

        #expect(logits.argmax(alongAxis: 1).elements == [0, 1, 1, 0])
        #expect(copy(Variable(inputs), Pass(.evaluation)).value.elements == logits.elements)
    }

    @Test("The loop of the library runs the same step over epochs")
    func loop() throws {
        let context = try ComputeContext(threads: 1)
        let inputs = Tensor([0, 0, 0, 1, 1, 0, 1, 1], shape: [4, 2], in: context)
        let labels = IntTensor([0, 1, 1, 0], shape: [4], in: context)
        let random = RandomStream(seed: 1)
        let model = Classifier(random: random.child("model"), in: context)
        let optimizer = Adam(learningRate: 1e-2)
        let batches = [(inputs, labels)]

        let loop = TrainingLoop(
            epochs: 20, stepsPerEpoch: batches.count, log: { print($0.epoch, $0.train["loss"] ?? 0) })
        let summary = try loop.run(
            batches: { _ in batches },
            step: { inputs, labels in
                let (loss, gradients) = try valueAndGradients(of: model, random: random) { pass in
                    try model(Variable(inputs), pass).softmaxCrossEntropy(labels: labels)
                }
                optimizer.step(gradients)
                return Metrics(loss: loss.item, count: labels.count)
            })

        #expect(summary.epochs.count == 20)
    }
}
