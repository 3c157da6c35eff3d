import ArgumentParser
import Foundation
import SwiftletONNX
import SwiftletTrain

/// The flag that names an ONNX file to write.
public struct ONNXOptions: ParsableArguments {
    private static let suffix = ".onnx"

    /// `--onnx`
    @Option(help: ArgumentHelp("ONNX file to write, *.onnx; one that is there is replaced.", valueName: "file"))
    public var onnx: String

    /// For the argument parser.
    public init() {}

    /// For the argument parser: a checkpoint must not be replaced by a slip.
    public func validate() throws {
        if !onnx.hasSuffix(Self.suffix) || onnx.hasSuffix("/" + Self.suffix) || onnx == Self.suffix {
            throw ValidationError("--onnx must name a file that ends in \(Self.suffix), got '\(onnx)'")
        }
    }

    private struct Result: Encodable {
        struct Port: Encodable {
            var name: String
            var type: String
            var shape: [String]

            init(_ port: ONNXPort) {
                name = port.name
                type = "\(port.type)"
                shape = port.shape.map(\.description)
            }
        }

        var onnx: String
        var bytes: Int
        var inputs: [Port]
        var outputs: [Port]
    }

    /// Writes the model and tells of its inputs and outputs. Throws `ONNXError` or `RunError`.
    public func write(_ model: ONNXModel, _ compute: ComputeOptions) throws {
        let bytes = try model.write(to: onnx)
        let (inputs, outputs) = (model.graph.inputs, model.graph.outputs)
        for (kind, ports) in [("input", inputs), ("output", outputs)] {
            for port in ports { print("\(kind) \(port): \(port.documentation)") }
        }
        print("ONNX model of \(bytes) bytes: \(onnx)")
        if compute.json {
            try StandardOutput.write(
                json: Result(
                    onnx: onnx, bytes: bytes, inputs: inputs.map(Result.Port.init),
                    outputs: outputs.map(Result.Port.init)))
        }
    }
}
