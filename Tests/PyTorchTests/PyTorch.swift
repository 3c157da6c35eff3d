import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

/// Twins of the models in PyTorch, in the folder Twins.
enum PyTorch {
    private static let python = TestPython.find(with: "torch", "safetensors", "numpy")

    /// Whether there is a Python that has PyTorch. For a test that needs it:
    ///
    ///     @Test(.enabled(if: PyTorch.isPresent, PyTorch.absent))
    static var isPresent: Bool { python != nil }

    /// Why a test that needs it is skipped.
    static let absent: Comment =
        "no Python with torch, safetensors and numpy is found (SWIFTLET_TEST_PYTHON; Scripts/check-pytorch)"

    /// Names of the tensors that a broken checkpoint is wrong about.
    private struct Mistakes: Decodable {
        var missing: String
        var misshapen: String
        var surplus: String
    }

    /// Passes weights both ways.
    ///
    /// The twin `kind` loads the checkpoint that `write` writes, strictly, and must compute the same `outputs` of `inputs`. Then
    /// `read` reads a checkpoint of a twin with other weights, and computes what that one does. A checkpoint of three mistakes
    /// must be refused with all three.
    static func exchange(
        _ kind: String, _ inputs: [String: NumericArray], outputs: [String: Tensor],
        write: (_ path: String) throws -> Void,
        read: (_ path: String) throws -> [String: Tensor]
    ) throws {
        let folder = try TemporaryFolder()
        try write(folder("ours.safetensors"))
        try NPZFile.write(inputs.map { ($0.key, $0.value) }, to: folder("inputs.npz"))
        try NPZFile.write(outputs.map { ($0.key, NumericArray($0.value)) }, to: folder("ours.npz"))
        let twins = try #require(Bundle.module.url(forResource: "Twins", withExtension: nil)).path
        let run = """
            import runpy, sys
            twins, *sys.argv = sys.argv[1:]
            sys.dont_write_bytecode = True
            sys.path.insert(0, twins)
            sys.argv.insert(0, "exchange.py")
            runpy.run_path(f"{twins}/exchange.py")
            """
        let output = try #require(python).succeed(run, [twins, kind, folder.path], in: folder)
        let mistakes = try JSONDecoder().decode(Mistakes.self, from: Data(output.utf8))

        let context = try #require(outputs.values.first).context
        let theirs = try NPZFile.read(path: folder("theirs.npz"))
        let computed = try read(folder("theirs.safetensors"))
        #expect(theirs.map(\.name).sorted() == computed.keys.sorted())
        for (name, array) in theirs {
            try expectSame(computed[name], array.tensor(in: context), "\(kind) of PyTorch, \(name)")
            #expect(outputs[name]?.elements != computed[name]?.elements, "\(name) does not depend on the weights")
        }

        let error = #expect(throws: RunError.self) { try read(folder("broken.safetensors")) }
        let sentence = error?.description ?? ""
        #expect(sentence.contains("'\(mistakes.missing)' is missing"), "\(sentence)")
        #expect(sentence.contains("'\(mistakes.misshapen)' has the shape"), "\(sentence)")
        #expect(sentence.contains("'\(mistakes.surplus)' is unexpected"), "\(sentence)")
    }
}

extension Module {
    /// Gives all batch norm other statistics than those of its beginning.
    func shakeStatistics() throws {
        for (name, buffer) in try namedBuffers() where name.contains("running") {
            var random = RandomStream(seed: 8).child(name)
            let values = Tensor.normal(buffer.value.shape, using: &random, in: buffer.value.context)
            buffer.value = name.hasSuffix("mean") ? values * 0.1 : values * values + 0.5
        }
    }
}

/// Numbers from N(0, 1) that follow from a name.
func normalNumbers(_ shape: Shape, _ name: String, in context: ComputeContext) -> Tensor {
    var random = RandomStream(seed: 4).child(name)
    return .normal(shape, using: &random, in: context)
}
