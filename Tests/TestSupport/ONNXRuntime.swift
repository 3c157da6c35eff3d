import Foundation
import SwiftletData
import SwiftletTensor
import Testing

/// The checker of the Python package onnx, and ONNX Runtime.
public struct ONNXRuntime: Sendable {
    private static let python = TestPython.find(with: "numpy", "onnx", "onnxruntime")

    /// Whether there is a Python that has both. For a test that needs it:
    ///
    ///     @Test(.enabled(if: ONNXRuntime.isPresent, ONNXRuntime.absent))
    public static var isPresent: Bool { python != nil }

    /// Why a test that needs it is skipped.
    public static let absent: Comment =
        "no Python with numpy, onnx and onnxruntime is found (SWIFTLET_TEST_PYTHON; Scripts/test-python installs them)"

    /// A model to run.
    public struct Job {
        /// Path of the file.
        public var model: String
        /// What it is given. Whole numbers become what the model asks for.
        public var inputs: [String: NumericArray]

        /// A model to run on inputs.
        public init(_ model: String, _ inputs: [String: NumericArray]) {
            self.model = model
            self.inputs = inputs
        }
    }

    private static let program = """
        import json, sys
        import numpy, onnx, onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        for model, inputs, outputs in json.loads(sys.argv[1]):
            onnx.checker.check_model(model, full_check=True)
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            types = {"tensor(float)": numpy.float32, "tensor(int64)": numpy.int64}
            with numpy.load(inputs) as given:
                feed = {port.name: given[port.name].astype(types[port.type]) for port in session.get_inputs()}
            names = [port.name for port in session.get_outputs()]
            numpy.savez(outputs, **dict(zip(names, session.run(names, feed))))
        """

    /// Checks models in full and runs them; the outputs of each by name. Throws if one is invalid or cannot be run.
    public static func run(_ jobs: [Job], in folder: TemporaryFolder) throws -> [[String: Tensor]] {
        let python = try #require(python)
        let context = try ComputeContext(threads: 1)
        let files = try jobs.map { job in
            let name = UUID().uuidString
            let inputs = try NPZFile.encode(job.inputs.map { ($0.key, $0.value) })
            return [job.model, try folder.write(inputs, to: "\(name)-inputs.npz"), folder("\(name)-outputs.npz")]
        }
        let list = String(decoding: try JSONSerialization.data(withJSONObject: files), as: UTF8.self)
        try python.succeed(program, [list], in: folder)
        return try files.map { file in
            let outputs = try NPZFile.read(path: file[2])
            return Dictionary(uniqueKeysWithValues: outputs.map { ($0.name, $0.array.tensor(in: context)) })
        }
    }

    /// Checks a model in full and runs it; its outputs by name.
    public static func run(
        _ model: String, _ inputs: [String: NumericArray], in folder: TemporaryFolder
    ) throws -> [String: Tensor] {
        try run([Job(model, inputs)], in: folder)[0]
    }
}

/// Expects one program to have computed what another one has, to 1e-5 of the largest number.
public func expectSame(
    _ actual: Tensor?, _ expected: Tensor, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let golden = GoldenTensor(shape: expected.shape.dimensions, data: expected.elements.map(Double.init))
    let actual = try #require(actual, "\(what) is missing", sourceLocation: sourceLocation)
    expectClose(actual, golden, what, sourceLocation: sourceLocation)
}
