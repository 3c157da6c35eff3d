import Foundation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

private let experimentKey = "experiment"

extension Checkpoint {
    /// A checkpoint of an experiment's modules, with words about them. Names of parameters are those of PyTorch, after `prefix`
    /// and a dot where there is one. Throws `ModuleError`.
    public init(
        of kind: (some Experiment).Type, _ modules: [(prefix: String?, module: any Module)],
        metadata: [String: String]
    ) throws {
        self.init(tensors: [], metadata: metadata.merging([experimentKey: kind.name]) { $1 })
        for (prefix, module) in modules { try add(module, prefix: prefix) }
    }

    /// Reads the checkpoint of an experiment and makes something of it. Throws `CheckpointError`, or `RunError` with the
    /// file's name for what `make` throws and for a checkpoint of something else.
    public static func read<Result>(
        _ file: String, of kind: (some Experiment).Type, in context: ComputeContext,
        _ make: (Checkpoint) throws -> Result
    ) throws -> Result {
        let checkpoint = try Checkpoint(reading: file, in: context)
        do {
            try checkpoint.requireExperiment(kind.name)
            return try make(checkpoint)
        } catch {
            throw RunError("\(file): \(error)")
        }
    }

    private func requireExperiment(_ name: String) throws {
        let found = metadata[experimentKey]
        if found == name { return }
        throw RunError("this is not a checkpoint of \(name)" + (found.map { ", but one of \($0)" } ?? ""))
    }

    /// Throws `RunError` unless a tensor of this name and shape is in the file: so that a damaged configuration cannot ask
    /// for a network larger than the file, ask for the largest tensors before a network is made.
    public func require(_ name: String, shape: [Int]) throws {
        let found = value(of: name)?.shape.dimensions
        guard found == shape else {
            throw RunError(
                "'\(name)' must have the shape \(shape), but \(found.map { "has \($0)" } ?? "is missing")")
        }
    }
}
