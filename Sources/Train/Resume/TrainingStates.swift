import Foundation
import SwiftletTensor

/// The states of one training, in files of their own in the run directory: `state/fold-2.epoch-3.step-120.safetensors` has
/// all that was known when 120 steps of the epoch after the third were done. The last ones are kept, so that a damaged file
/// costs the time back to the one before.
public final class TrainingStates {
    /// States that are kept.
    static let keptCount = 2
    /// The folder in the run directory.
    static let folderName = "state"
    private static let suffix = ".safetensors"

    /// The shortest time from one state to the next at the ends of epochs, in seconds.
    public var leastSeconds = 5.0
    /// Seconds that the run has taken so far, which each state then tells.
    public var wallSeconds: (() -> Double)?
    private let folder: String
    private let part: String
    private let note: (String) -> Void

    /// The states of a training in a run directory: of its `part`, such as "fold-2", if there are several. `note` is called
    /// with a sentence on each file that cannot be used.
    public init(in directory: String, part: String? = nil, note: @escaping (String) -> Void = { _ in }) {
        folder = "\(directory)/\(Self.folderName)"
        self.part = part ?? "training"
        self.note = note
    }

    /// The last state whose file is whole; nil if there is none.
    public func latest(in context: ComputeContext) -> TrainingState? {
        for file in files().reversed() {
            do {
                return try TrainingState(Checkpoint(reading: path(of: file), in: context))
            } catch {
                note("Warning: \(error); resuming from the state before it.")
            }
        }
        return nil
    }

    /// Writes a state and removes those that are no longer kept. Throws `RunError`; those before it are still there then.
    public func save(_ state: TrainingState) throws {
        try Folder.create(folder)
        let file = File(epoch: state.progress.summary.epochs.count, step: state.progress.step)
        var state = state
        state.wallSeconds = wallSeconds?()
        try state.checkpoint.write(to: path(of: file))
        for old in files().filter({ $0 != file }).dropLast(Self.keptCount - 1) { try Folder.removeFile(path(of: old)) }
    }

    /// Removes the states of all trainings of a run directory.
    public static func removeAll(in directory: String) throws {
        let folder = "\(directory)/\(folderName)"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasSuffix(suffix) || AtomicFile.isTemporary(name) {
            try Folder.removeFile("\(folder)/\(name)")
        }
        // Refused by the system where something is left.
        rmdir(folder)
    }

    /// Removes all states of a run directory but the last of each training, from which more epochs can follow: after it has its
    /// result. Throws `RunError`.
    public static func removeAllButLast(in directory: String) throws {
        for part in Set(names(in: directory).compactMap(part(of:))) {
            let states = TrainingStates(in: directory, part: part)
            for old in states.files().dropLast() { try Folder.removeFile(states.path(of: old)) }
        }
    }

    /// Whether a run directory has states.
    public static func exist(in directory: String) -> Bool { !names(in: directory).isEmpty }

    /// Seconds that the run in a directory had taken when its last state was kept; 0 if no state tells.
    public static func wallSeconds(in directory: String) -> Double {
        names(in: directory).compactMap { name in
            (try? CheckpointFile("\(directory)/\(folderName)/\(name)")).flatMap {
                TrainingState.wallSeconds(in: $0.header.metadata)
            }
        }.filter(\.isFinite).max() ?? 0
    }

    /// Names of the files of all states.
    private static func names(in directory: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folderName)")) ?? []
        return names.filter { $0.hasSuffix(suffix) && !AtomicFile.isTemporary($0) }
    }

    /// The training that a file is a state of.
    private static func part(of name: String) -> String? {
        name.range(of: ".epoch-", options: .backwards).map { String(name[..<$0.lowerBound]) }
    }

    private struct File: Comparable {
        var epoch: Int
        var step: Int

        static func < (a: File, b: File) -> Bool { (a.epoch, a.step) < (b.epoch, b.step) }
    }

    private func path(of file: File) -> String {
        "\(folder)/\(part).epoch-\(file.epoch).step-\(file.step)\(Self.suffix)"
    }

    /// The states that there are, the oldest first.
    private func files() -> [File] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("\(part).epoch-"), name.hasSuffix(Self.suffix) else { return nil }
            let words = name.dropFirst(part.count + 1).dropLast(Self.suffix.count).split(separator: ".")
            guard words.count == 2, words[1].hasPrefix("step-"), let epoch = Int(words[0].dropFirst("epoch-".count)),
                let step = Int(words[1].dropFirst("step-".count))
            else { return nil }
            return File(epoch: epoch, step: step)
        }.sorted()
    }
}
