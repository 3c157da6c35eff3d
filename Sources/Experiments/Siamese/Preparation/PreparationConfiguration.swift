import ExperimentSupport
import SwiftletTrain

/// Where the pictures come from and which people are tested on.
public struct PreparationConfiguration: Codable, Equatable, Sendable {
    /// Folder with one subfolder a person; nil for an IDX form, or before the default is filled in.
    public var facesFolder: String?
    /// Whether the folder is nested by person: a person is then a folder at any depth.
    public var nested: Bool?
    /// File of images (IDX, .npy, .npz), in place of a folder.
    public var imagesFile: String?
    /// File of the integer that stands for the person in each of these images; nil where it lies in the same file.
    public var labelsFile: String?
    /// Rounds of cross-validation by person; nil for one round.
    public var folds: Int?
    /// Share of the people that is tested on, where neither folds nor names decide.
    public var testShare: Float = 0.2
    /// Names of the people that are tested on; empty to draw them.
    public var testPeople: [String] = []

    /// Whether it is the share that decides who is tested on.
    var drawsTestPeople: Bool { folds == nil && testPeople.isEmpty }

    /// The defaults.
    public init() {}

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        if let folds { try requireCount(folds, "--folds", minimum: 2) }
        if !(testShare > 0 && testShare < 1) {
            throw RunError("--test-share must lie between 0 and 1, got \(testShare)")
        }
        if folds != nil && !testPeople.isEmpty {
            throw RunError("--folds tests on everybody in turn; give either --folds or --test-people, not both")
        }
        if imagesFile == nil && labelsFile != nil { throw Self.imagesWithoutLabels }
        if imagesFile != nil && facesFolder != nil {
            throw RunError("--faces names a folder of pictures, --images a file of them; give one of the two")
        }
    }

    /// The error about images of which nothing says who is in them, or the other way round.
    static let imagesWithoutLabels = RunError(
        "--images and --labels belong together: the one holds images, the other who is in them")
}
