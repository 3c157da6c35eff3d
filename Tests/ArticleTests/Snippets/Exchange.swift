import Swiftlet
import TestSupport
import Testing

@Suite("The code of WeightsInAndOut.md")
struct ExchangeSnippets {
    @Test("Weights come back from a checkpoint and from an archive, and a model is written")
    func wholeArticle() throws {
        let folder = try TemporaryFolder()
        let (path, modelPath, arraysPath) = (folder("a.safetensors"), folder("a.onnx"), folder("a.npz"))
        let context = try ComputeContext(threads: 1)
        func makeNetwork() -> Sequential { Sequential(Linear(2, 8, activation: .relu), Linear(8, 3)) }
        let network = try makeNetwork().initialized(seed: 1, in: context)
        let weight = Tensor([1, 2, 3, 4], shape: [2, 2], in: context)

        var checkpoint = Checkpoint(tensors: [])
        try checkpoint.add(network)
        try checkpoint.write(to: path)

        let copy = try makeNetwork().loaded(from: path, in: context)

        let graph = ONNXGraph(named: "classifier")
        let features = graph.input("features", shape: ["batch", 2], "two numbers")
        let logits = try network.append(to: graph, features, named: "network")
        graph.output(logits, as: "logits", shape: ["batch", 3], "one a class")
        let model = ONNXModel(graph, documentation: "Tells three classes apart.", metadata: ["labels": "a, b, c"])
        try model.write(to: modelPath)

        try NPZFile.write([("weight", NumericArray(weight))], isCompressed: true, to: arraysPath)
        let arrays = try NPZFile.read(path: arraysPath)
        let again = arrays[0].array.tensor(in: context)

        #expect(try copy.stateDictionary().map(\.value.elements) == network.stateDictionary().map(\.value.elements))
        #expect(again.elements == weight.elements && again.shape == weight.shape)
        guard ONNXRuntime.isPresent else { return }
        let inputs = ["features": NumericArray(weight)]
        let outputs = try ONNXRuntime.run(modelPath, inputs, in: folder)
        try expectSame(outputs["logits"], network(weight), "logits")
    }
}
