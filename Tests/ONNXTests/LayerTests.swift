import SwiftletData
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletONNX

@Suite("Layers in ONNX Runtime", .enabled(if: ONNXRuntime.isPresent, ONNXRuntime.absent))
struct LayerTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    /// What ONNX Runtime makes of one example and of three, for each case.
    private func run(_ cases: [LayerCase]) throws -> [[[String: Tensor]]] {
        let jobs = try cases.enumerated().flatMap { index, layer in
            let path = folder("\(index).onnx")
            try layer.model(in: context).write(to: path)
            return [1, 3].map { ONNXRuntime.Job(path, ["input": NumericArray(layer.input($0, in: context))]) }
        }
        let outputs = try ONNXRuntime.run(jobs, in: folder)
        return cases.indices.map { Array(outputs[2 * $0...2 * $0 + 1]) }
    }

    @Test("Every layer is valid in the checker's full check and gives the same numbers, on one example and on three")
    func allLayers() throws {
        let cases = try LayerCase.all(in: context)
        for (layer, outputs) in zip(cases, try run(cases)) {
            let mismatch = layer.mismatch(outputs, in: context)
            #expect(mismatch == nil)
        }
    }

    @Test("Convolutions under every kind of padding")
    func paddedConvolutions() throws {
        let cases = PaddingMode.allCases.flatMap { mode in
            let wide = Conv1d(2, 3, kernelSize: 3, stride: 2, padding: 3, paddingMode: mode)
            let uneven = Conv2d(
                2, 3, kernelSize: 3, padding: Size2D(height: 2, width: 0), paddingMode: mode, activation: .relu)
            return [LayerCase("conv1d, \(mode)", wide, [2, 7]), LayerCase("conv2d, \(mode)", uneven, [2, 4, 5])]
        }
        for (layer, outputs) in zip(cases, try run(LayerCase.initialized(cases, in: context))) {
            let mismatch = layer.mismatch(outputs, in: context)
            #expect(mismatch == nil)
        }
    }

    @Test("Sizes of images may be unknown until the model runs")
    func sizesOfImages() throws {
        let layers: [any Layer] = [
            AdaptiveAveragePool2d(Size2D(height: 3, width: 2)), AdaptiveMaxPool2d(5),
            try GroupNorm(groups: 2, channels: 4).initialized(seed: 9, in: context), Upsample(scaleFactor: 2),
            Upsample(scaleFactor: 1.16),
            Upsample(size: 7), Upsample(scaleFactor: 1.16, .bilinear(alignsCorners: false)),
            Upsample(scaleFactor: 1.4, .bilinear(alignsCorners: true)),
        ]
        let inputs = [[1, 4, 4, 25], [2, 4, 9, 5], [3, 4, 1, 45]].map { shape in
            var random = RandomStream(seed: 9)
            return Tensor.normal(Shape(shape), using: &random, in: context)
        }
        let jobs = try layers.enumerated().flatMap { index, layer in
            let graph = ONNXGraph(named: "images")
            let images = graph.input("input", shape: ["batch", 4, "height", "width"], "images")
            graph.output(
                try graph.append(layer, images, named: "layer"), as: "output", shape: ["batch", 4, "rows", "columns"],
                "what the layer makes of them")
            let path = folder("\(index).onnx")
            try ONNXModel(graph, documentation: "A layer.").write(to: path)
            return inputs.map { ONNXRuntime.Job(path, ["input": NumericArray($0)]) }
        }
        let outputs = try ONNXRuntime.run(jobs, in: folder)
        for (index, output) in outputs.enumerated() {
            let (layer, input) = (layers[index / inputs.count], inputs[index % inputs.count])
            try expectSame(
                output["output"], layer(input),
                "layer \(index / inputs.count) on \(input.shape)")
        }
    }

    /// A leaky ReLU that is written with another slope than it has.
    private final class WrongSlope: ONNXLayer {
        func callAsFunction(_ input: Tensor) -> Tensor { input.leakyRelu(slope: 0.2) }

        func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
            LeakyReLU(slope: 0.201).append(to: graph, input, named: path)
        }
    }

    /// An operator that there is not.
    private final class NoOperator: ONNXLayer {
        func callAsFunction(_ input: Tensor) -> Tensor { input }

        func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
            graph.node("LeakyRely", [input], named: path)
        }
    }

    @Test("A layer that is written wrongly is noticed")
    func wrongLayers() throws {
        let wrong = LayerCase("wrong slope", WrongSlope(), [7])
        #expect(try wrong.mismatch(run([wrong])[0], in: context)?.contains("elements are off") == true)
        let error = #expect(throws: TestPython.Failure.self) { try run([LayerCase("no operator", NoOperator(), [7])]) }
        #expect(error?.description.contains("LeakyRely") == true)
    }

    @Test("Rows of a table, by numbers of any shape; one beyond the table is an error")
    func embedding() throws {
        let table = try Embedding(5, 3).initialized(seed: 9, in: context)
        let graph = ONNXGraph(named: "embedding")
        let indices = graph.input("indices", .int64, shape: ["batch", "length"], "rows")
        graph.output(
            table.append(to: graph, indices, named: "table"), as: "rows", shape: ["batch", "length", 3], "the rows")
        let path = folder("embedding.onnx")
        try ONNXModel(graph, documentation: "Rows.").write(to: path)
        let numbers = IntTensor([4, 0, 1, 1, 3, 2], shape: [2, 3], in: context)
        let rows = try ONNXRuntime.run(path, ["indices": NumericArray(numbers)], in: folder)["rows"]
        try expectSame(rows, table(numbers), "rows")
        let beyond = IntTensor([5], shape: [1, 1], in: context)
        let error = #expect(throws: TestPython.Failure.self) {
            try ONNXRuntime.run(path, ["indices": NumericArray(beyond)], in: folder)
        }
        #expect(error?.description.contains("indices element out of data bounds") == true)
    }
}
