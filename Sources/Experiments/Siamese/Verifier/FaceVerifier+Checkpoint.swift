import ExperimentSupport
import SwiftletTensor
import SwiftletTrain

extension FaceVerifier {
    /// What a checkpoint says beside the weights.
    private struct Description: Codable {
        var threshold: Double
        var trainingPeople: [String]
        var testPeople: [String]
    }

    /// Weights, configuration, threshold and the names of the people, as a checkpoint. Throws `ModuleError`.
    public func checkpoint() throws -> Checkpoint {
        let description = Description(
            threshold: threshold, trainingPeople: trainingPeople, testPeople: testPeople)
        return try Checkpoint(
            of: SiameseProgram.self, [(nil, tower)],
            metadata: ["model": JSON.line(configuration), "verifier": JSON.line(description)])
    }

    /// Reads a verifier from a file that holds its checkpoint.
    ///
    /// Throws `CheckpointError`, or `RunError` for a checkpoint of something else.
    public init(reading file: String, in context: ComputeContext) throws {
        self = try Checkpoint.read(file, of: SiameseProgram.self, in: context) { checkpoint in
            let configuration = try checkpoint.decode(ModelConfiguration.self, "model")
            try configuration.validate()
            // Before a network is made, so that a damaged configuration cannot ask for one larger than the file.
            for (name, shape) in configuration.largestWeights { try checkpoint.require(name, shape: shape) }
            let tower = try configuration.makeTower(random: RandomStream(seed: 0), in: context)
            try checkpoint.load(tower)
            let description = try checkpoint.decode(Description.self, "verifier")
            guard description.threshold.isFinite else {
                throw RunError("the checkpoint's threshold must be a number, got \(description.threshold)")
            }
            return FaceVerifier(
                configuration: configuration, tower: tower, threshold: description.threshold,
                trainingPeople: description.trainingPeople, testPeople: description.testPeople)
        }
    }
}
