import SwiftletNN
import SwiftletTensor
import TestSupport

@testable import SwiftletONNX

/// A layer to be written and run, and the shape of an example of its input.
struct LayerCase {
    let name: String
    let layer: any Layer
    let example: [Int]

    init(_ name: String, _ layer: any Layer, _ example: [Int]) {
        self.name = name
        self.layer = layer
        self.example = example
    }

    /// Numbers of both signs for so many examples.
    func input(_ count: Int, in context: ComputeContext) -> Tensor {
        var random = RandomStream(seed: 3).child(name)
        return .normal(Shape([count] + example), using: &random, in: context)
    }

    /// What the layer makes of it in evaluation.
    func output(_ input: Tensor) -> Tensor { layer(input) }

    /// How many axes the layer's form in ONNX says that its output has.
    func rank() throws -> Int? {
        let graph = ONNXGraph(named: name)
        let value = graph.input("input", shape: ["batch"] + example.map(ONNXDimension.size), "an example")
        return try graph.append(layer, value, named: "model").rank
    }

    /// The layer as a model with the input "input" and the output "output", of any number of examples.
    func model(in context: ComputeContext) throws -> ONNXModel {
        let graph = ONNXGraph(named: name)
        let sizes = example.map(ONNXDimension.size)
        let value = graph.input("input", shape: ["batch"] + sizes, "an example")
        let output = output(input(1, in: context)).shape.dimensions.dropFirst().map(ONNXDimension.size)
        graph.output(
            try Sequential([layer]).append(to: graph, value, named: "model"), as: "output", shape: ["batch"] + output,
            "what the layer makes of it")
        return ONNXModel(graph, documentation: "A layer.")
    }

    /// Where ONNX Runtime departs from the layer, on one example and on three.
    func mismatch(_ outputs: [[String: Tensor]], in context: ComputeContext) -> String? {
        for (count, output) in zip([1, 3], outputs) {
            let expected = self.output(input(count, in: context))
            let golden = GoldenTensor(shape: expected.shape.dimensions, data: expected.elements.map(Double.init))
            guard let actual = output["output"] else { return "\(name): no output" }
            if let mismatch = golden.mismatch(actual) { return "\(name), \(count) examples: \(mismatch)" }
        }
        return nil
    }

    /// Every layer, with options of all kinds.
    static func all(in context: ComputeContext) throws -> [LayerCase] {
        let cases =
            various(in: context) + activations + normalizing(in: context) + padding + adaptive + upsampling + residual
            + small(in: context)
        return try initialized(cases, in: context)
    }

    /// The cases, where those layers that have no values yet get their first ones.
    static func initialized(_ cases: [LayerCase], in context: ComputeContext) throws -> [LayerCase] {
        for layer in cases.map(\.layer) {
            let tensors: [ModuleTensor] =
                try layer.namedParameters().map(\.parameter) + layer.namedBuffers().map(\.buffer)
            if tensors.contains(where: { $0.valueIfThere == nil }) { try layer.initialized(seed: 5, in: context) }
        }
        return cases
    }

    private static func various(in context: ComputeContext) -> [LayerCase] {
        let random = RandomStream(seed: 5)
        let norm = BatchNorm2d(3, epsilon: 0.1)
        for (index, buffer) in [norm.runningMean, norm.runningVar].enumerated() {
            var stream = random.child("buffer \(index)")
            let values = Tensor.normal([3], using: &stream, in: context)
            buffer.value = index == 0 ? values : values * values + 0.5
        }
        norm.weight.value = Tensor([0.5, -1, 2], in: context)
        norm.bias.value = Tensor([1, 0, -3], in: context)
        return [
            LayerCase("linear", Linear(4, 3), [4]),
            LayerCase(
                "linear without bias, tanh",
                Linear(4, 3, bias: false, activation: .tanh), [4]),
            LayerCase(
                "linear, spectral norm",
                Linear(4, 3, activation: .sigmoid, spectralNorm: true),
                [4]),
            LayerCase(
                "linear of positions",
                Linear(4, 3, activation: .relu), [5, 4]),
            LayerCase(
                "linear of images without bias, spectral norm",
                Linear(4, 3, bias: false, spectralNorm: true), [2, 5, 4]),
            LayerCase(
                "conv1d",
                Conv1d(4, 6, kernelSize: 3, stride: 2, padding: 2, dilation: 2, groups: 2, activation: .relu), [4, 9]),
            LayerCase(
                "conv2d",
                Conv2d(
                    4, 6, kernelSize: Size2D(height: 3, width: 2), stride: Size2D(height: 2, width: 1),
                    padding: Size2D(height: 1, width: 2), dilation: Size2D(height: 1, width: 2), groups: 2,
                    activation: .leakyRelu(slope: 0.3)), [4, 8, 7]),
            LayerCase(
                "conv2d, spectral norm",
                Conv2d(2, 3, kernelSize: 3, bias: false, spectralNorm: true),
                [2, 5, 6]),
            LayerCase(
                "transposed conv1d",
                ConvTranspose1d(4, 6, kernelSize: 4, stride: 2, padding: 1, outputPadding: 1, groups: 2), [4, 5]),
            LayerCase(
                "transposed conv2d",
                ConvTranspose2d(
                    3, 2, kernelSize: Size2D(height: 4, width: 5), stride: 3, padding: 1,
                    outputPadding: Size2D(height: 1, width: 2), activation: .tanh), [3, 4, 3]),
            LayerCase("batch norm", norm, [3, 4, 5]),
            LayerCase(
                "max pool 1d", MaxPool1d(3, stride: 2, padding: 1, dilation: 2), [2, 9]),
            LayerCase(
                "max pool 2d",
                MaxPool2d(Size2D(height: 2, width: 3), stride: 2, padding: 1), [2, 7, 8]),
            LayerCase("average pool 1d", AveragePool1d(3, padding: 1), [2, 8]),
            LayerCase(
                "average pool 2d without padding",
                AveragePool2d(3, stride: 2, padding: 1, countsPadding: false), [2, 7, 8]),
            LayerCase("global max pool", GlobalMaxPool(), [3, 4, 5]),
            LayerCase("global average pool", GlobalAveragePool(), [3, 7]),
            LayerCase("flatten", Flatten(), [2, 3, 4]),
            LayerCase("flatten from axis 2", Flatten(fromAxis: 2), [2, 3, 4]),
            LayerCase("dropout", Dropout(rate: 0.5), [6]),
            LayerCase(
                "layers in layers",
                Sequential(
                    Sequential(
                        ReflectionPad2d(1),
                        Conv2d(1, 2, kernelSize: 3)),
                    Dropout(rate: 0.3), Flatten(), Linear(32, 2)),
                [1, 4, 4]),
        ]
    }
}
