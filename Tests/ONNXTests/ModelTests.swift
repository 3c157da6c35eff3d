import Foundation
import SwiftProtobuf
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import SwiftletONNX

@Suite("Models and their bytes")
struct ModelTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    private func makeModel() throws -> ONNXModel {
        let network = try Sequential(Linear(2, 3, activation: .relu), Linear(3, 1, bias: false))
            .initialized(seed: 1, in: context)
        let graph = ONNXGraph(named: "network")
        let input = graph.input("features", shape: ["batch", 2], "two numbers")
        graph.output(try network.append(to: graph, input, named: ""), as: "score", shape: ["batch", 1], "one number")
        return ONNXModel(graph, documentation: "Scores.", metadata: ["labels": "[\"é\"]", "black": "0"])
    }

    @Test("A file reads back as what was put together, and the same model has the same bytes")
    func roundTrip() throws {
        let path = folder("model.onnx")
        #expect(try makeModel().write(to: path) == folder.bytes("model.onnx").count)
        #expect(try Data(folder.bytes("model.onnx")) == makeModel().encoded())
        let message = try ModelProto(serializedBytes: folder.bytes("model.onnx"))
        #expect(message.unknownFields.data.isEmpty)
        #expect(message.irVersion == 8 && message.operatorSets == [OperatorSetIdProto(domain: "", version: 17)])
        #expect(
            message.producerName == "Swiftlet" && message.producerVersion == SwiftletVersion.string
                && message.documentation == "Scores.")
        #expect(message.metadata.map(\.key) == ["black", "labels"] && message.metadata.last?.value == "[\"é\"]")
        let graph = try #require(message.graph)
        #expect(graph.nodes.map(\.operatorType) == ["Gemm", "Relu", "Gemm", "Identity"])
        #expect(graph.nodes.map(\.name) == ["0/Gemm", "0/Relu", "1/Gemm", "score/Identity"])
        #expect(graph.initializers.map(\.name) == ["0.weight", "0.bias", "1.weight"])
        #expect(graph.initializers.map(\.dimensions) == [[3, 2], [3], [1, 3]])
        #expect(graph.inputs.first?.documentation == "two numbers")
        let shape = graph.outputs.first?.type?.tensor?.shape
        #expect(shape?.dimensions == [DimensionProto(parameter: "batch"), DimensionProto(value: 1)])
    }

    @Test("In every layer's graph a value has one origin, which comes before its use")
    func order() throws {
        for layer in try LayerCase.all(in: context) {
            let graph = try #require(try ModelProto(serializedBytes: layer.model(in: context).encoded()).graph)
            var known = graph.inputs.compactMap(\.name) + graph.initializers.compactMap(\.name)
            for node in graph.nodes {
                // An optional input that is left out has no name.
                #expect(Set(node.inputs).subtracting([""]).isSubset(of: known), "\(layer.name): \(node)")
                known += node.outputs
            }
            #expect(Set(known).count == known.count, "\(layer.name)")
            #expect(known.last == "output" && graph.outputs.map(\.name) == ["output"], "\(layer.name)")
        }
    }

    @Test("Of every layer's output the number of axes is known, and stays so")
    func ranks() throws {
        for layer in try LayerCase.all(in: context) {
            #expect(try layer.rank() == layer.output(layer.input(1, in: context)).shape.rank, "\(layer.name)")
        }
        let graph = ONNXGraph(named: "graph")
        let indices = graph.input("indices", .int64, shape: ["batch", "length"], "rows")
        let table = try Embedding(2, 3).initialized(seed: 1, in: context)
        #expect(table.append(to: graph, indices, named: "table").rank == 3)
        let unknown = graph.node("Unsqueeze", [indices], named: "")
        #expect(unknown.rank == nil && graph.node("Add", [indices, unknown], named: "").rank == nil)
        #expect(unknown.withRank(3).rank == 3 && unknown.withRank(3).name == unknown.name)
    }

    @Test("The bytes of messages are those that the format prescribes")
    func bytes() throws {
        func bytes(_ message: some Message) throws -> [UInt8] { try message.serializedBytes() }
        // Each field is its number and wire type, then its value; the numbers are those of onnx.proto. A value of 0 is there.
        #expect(
            try bytes(ONNXAttribute.int(0).message(named: "a")) == [0x0a, 1, 0x61, 0x18, 0, 0xa0, 0x01, 2])
        #expect(
            try bytes(ONNXAttribute.ints([1, 300]).message(named: "a"))
                == [0x0a, 1, 0x61, 0x40, 1, 0x40, 0xac, 2, 0xa0, 0x01, 7])
        #expect(
            try bytes(ONNXAttribute.float(1).message(named: "a"))
                == [0x0a, 1, 0x61, 0x15, 0, 0, 0x80, 0x3f, 0xa0, 0x01, 1])
        #expect(
            try bytes(ONNXAttribute.string("s").message(named: "a")) == [0x0a, 1, 0x61, 0x22, 1, 0x73, 0xa0, 0x01, 3])
        let tensor = TensorProto(dimensions: [2], elementType: 1, name: "w", rawData: Data([1, 2]))
        #expect(try bytes(tensor) == [0x08, 2, 0x10, 1, 0x42, 1, 0x77, 0x4a, 2, 1, 2])
        #expect(try bytes(OperatorSetIdProto(domain: "", version: 17)) == [0x0a, 0, 0x10, 17])
    }

    @Test("Names that are taken get a number")
    func names() {
        let graph = ONNXGraph(named: "graph")
        let input = graph.input("x", shape: [1], "a number")
        #expect(graph.constant(1, named: "x").name == "x_2")
        #expect((0..<3).map { _ in graph.node("Relu", [input], named: "").name } == ["/Relu", "/Relu_2", "/Relu_3"])
    }

    private final class Unknown: Layer {
        func callAsFunction(_ input: Tensor) -> Tensor { input }
    }

    @Test("What has no form is refused in a sentence that names the layer")
    func refusals() throws {
        func refusal(_ layers: any Layer...) -> String? {
            let graph = ONNXGraph(named: "graph")
            let input = graph.input("x", shape: ["batch", 1], "a number")
            let error = #expect(throws: ONNXError.self) {
                try Sequential(layers).append(to: graph, input, named: "net")
            }
            return error?.description
        }
        let why = "is a Unknown, which has no form in ONNX; conform it to ONNXLayer"
        #expect(refusal(ReLU(), Unknown()) == "the layer 'net.1' \(why)")
        #expect(refusal(Residual(Sequential(ReLU(), Unknown()))) == "the layer 'net.0.body.1' \(why)")
        #expect(refusal(Residual(ReLU(), shortcut: Unknown())) == "the layer 'net.0.shortcut' \(why)")
        #expect(refusal(Flatten(fromAxis: -2))?.hasPrefix("the layer 'net.0' joins axes from axis -2 on") == true)
    }

    @Test("A file that cannot be written leaves nothing behind")
    func unwritable() throws {
        let error = #expect(throws: RunError.self) { try makeModel().write(to: folder("none/model.onnx")) }
        #expect(error?.description.contains("none/model.onnx") == true)
        #expect(try folder.names.isEmpty)
    }
}
