import ArgumentParser
import Foundation
import SwiftletData
import SwiftletTrain

/// A command that trains and can be resumed where it was stopped.
public protocol ResumableCommand: ParsableCommand {
    /// What a run computes.
    associatedtype Settings: TrainingSettings

    /// Flags of the commands that train.
    var runOptions: RunOptions { get set }
    /// The flags about resuming.
    var resumption: ResumeOptions { get set }
    /// The flag that names a file of settings.
    var configurationFile: ConfigurationOptions { get }
    /// `--epochs`
    var requestedEpochs: Int? { get set }

    /// The settings that preset, file and flags ask for, with what defaults are found in `data`. Throws `RunError` for a file that
    /// will not do.
    func requestedSettings(_ data: DataDirectory) throws -> Settings
}

extension ResumableCommand {
    /// What to run: the run to resume, else what preset, file and flags ask for. Throws `RunError`.
    public func plan() throws -> TrainingPlan<Settings> {
        if let folder = resumption.resume { return try resumingPlan(folder) }
        let file = try configurationFile.file()
        let data = try runOptions.folder.directory(default: file?.text(at: "data_folder"))
        var settings = try requestedSettings(data)
        settings.mapAllPaths { AbsolutePath.of($0) }
        settings.dataFolder = AbsolutePath.of(data.path)
        return TrainingPlan(settings: settings, data: data, resumed: nil)
    }

    /// Whether nobody has chosen a setting: no flag, no file of settings and no run that is resumed. Its default may then shrink to
    /// what the data can meet.
    public func isOpen(_ setting: String, flag: Any?) throws -> Bool {
        guard flag == nil, resumption.resume == nil else { return false }
        return try !(configurationFile.file()?.gives(setting) ?? false)
    }

    private func resumingPlan(_ folder: String) throws -> TrainingPlan<Settings> {
        if configurationFile.config != nil {
            throw RunError("--resume takes the settings of the run; leave out --config")
        }
        // No default is looked for: whatever there is now, the run has recorded what it found.
        let nowhere = DataDirectory("", recorded: [])
        guard try JSON.line(requestedSettings(nowhere)) == JSON.line(bare().requestedSettings(nowhere)) else {
            throw RunError("--resume takes the settings of the run; leave out the flags that would change them")
        }
        var settings = try Settings(resuming: folder)
        // The results do not depend on it.
        if let threads = runOptions.compute.threads { settings.threads = threads }
        let note = try extend(&settings, folder)
        let files: RecordedFiles
        do {
            files = try RecordedFiles(of: folder, movedTo: runOptions.folder.data)
        } catch let error as RunError {
            throw RunError(
                "--resume \(folder): \(error)"
                    + (runOptions.folder.data == nil ? "; --data names the folder of data that has moved" : ""))
        }
        settings.mapAllPaths(files.place)
        if let moved = runOptions.folder.data { settings.dataFolder = AbsolutePath.of(moved) }
        let limit = runOptions.folder.memoryLimit ?? .none
        let data = DataDirectory(
            settings.dataFolder ?? "data", recorded: files.files.map(\.path), memoryLimit: limit)
        return TrainingPlan(
            settings: settings, data: data,
            resumed: ResumedRun(
                directory: folder, files: files, isExtended: requestedEpochs != nil, note: note))
    }

    /// Gives the run more epochs, if that is asked for; the note says what depends on their number.
    private func extend(_ settings: inout Settings, _ folder: String) throws -> String? {
        guard let epochs = requestedEpochs else { return nil }
        guard epochs > settings.epochs else {
            throw RunError(
                "--epochs \(epochs): the run in \(folder) has \(settings.epochs) epochs already; a larger number extends it"
            )
        }
        settings.epochs = epochs
        try settings.validate()
        return settings.dependenceOnEpochs.map {
            "Note: \($0) depends on the number of epochs, so the result is not that of a run that began with \(epochs)."
        }
    }

    /// The command without flags, but for those that may be given when a run is resumed.
    private func bare() throws -> Self {
        var command = try Self.parse([])
        command.runOptions.folder = runOptions.folder
        command.runOptions.compute.threads = runOptions.compute.threads
        command.resumption = resumption
        command.requestedEpochs = requestedEpochs
        return command
    }
}
