import SwiftletData
import SwiftletTrain

/// The settings of a training: what a run directory records, and what resumes, repeats and extends the run.
public protocol TrainingSettings: RunConfiguration {
    /// Folder of data sets, in which what no other setting names is found; nil before it is resolved.
    var dataFolder: String? { get set }
    /// Checkpoint whose weights the training starts from; nil to start from random ones.
    var from: String? { get set }
    /// Most epochs.
    var epochs: Int { get set }
    /// Why a run that was extended to more epochs is not the one that was begun with as many: what follows from their number, such
    /// as "the learning rate"; nil if nothing does.
    var dependenceOnEpochs: String? { get }

    /// The defaults.
    init()
    /// Replaces the paths of files and folders that hold data.
    mutating func mapPaths(_ transform: (String) -> String)
    /// Makes of the settings of a run those that resume it: for what an older version left to be found.
    mutating func prepareToResume()
}

extension TrainingSettings {
    /// Nothing was left.
    public mutating func prepareToResume() {}

    /// The settings of the run in a folder. Throws `RunError`, which names the file, if there are none, those of another
    /// experiment, or some that make no sense.
    public init(resuming folder: String) throws {
        self = try RunDirectory.configuration(of: folder, over: Self())
        prepareToResume()
        do {
            try validate()
        } catch let error as RunError {
            throw RunError("\(folder)/config.json: \(error)")
        }
    }

    /// Replaces every path, the checkpoint's included.
    mutating func mapAllPaths(_ transform: (String) -> String) {
        mapPaths(transform)
        from = from.map(transform)
    }
}

extension Optional where Wrapped == String {
    /// Replaces the path that this is, if it is one; the name of an array in the file stays.
    public mutating func mapPath(_ transform: (String) -> String) {
        self = map { ArrayReference($0).mapPath(transform) }
    }
}

/// What a command that trains is to do: settings, where its data lie, and the run that it resumes.
public struct TrainingPlan<Settings: TrainingSettings> {
    /// The settings; paths are absolute.
    public var settings: Settings
    /// Where data sets are found.
    public var data: DataDirectory
    /// The run that is resumed; nil for a new one.
    public var resumed: ResumedRun?
}

/// A run that is resumed: its folder and what it read.
public struct ResumedRun {
    /// The run directory.
    public let directory: String
    /// The files that it read.
    public let files: RecordedFiles
    /// Whether it is extended by more epochs.
    public let isExtended: Bool
    /// What is to be said about that.
    let note: String?
}
