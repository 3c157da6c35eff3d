import Foundation

/// The runs in a folder, one a row.
package struct RunListing {
    /// Heads of the columns.
    package static let columns = ["run", "experiment", "key result", "time", "started"]

    /// The folder.
    package let folder: String
    /// Run directories in it, by the time of their start.
    package let runs: [RunRecord]
    /// What cannot be read, as sentences.
    package let failures: [String]

    /// Reads the runs that lie in a folder itself. A damaged run is named and hides no other. Throws `RunError` if the folder
    /// cannot be read.
    package init(_ folder: String) throws {
        self.folder = folder
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw RunError("\(folder): there is no such folder")
        }
        guard isFolder else { throw RunError("\(folder): this is a file; a folder of runs was expected") }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw RunError("\(folder): the folder cannot be read (\(sentence(for: error)))")
        }
        var runs: [RunRecord] = []
        var failures: [String] = []
        for path in names.map({ "\(folder)/\($0)" }) where RunRecord.isRun(path) {
            do {
                runs.append(try RunRecord(path))
            } catch let error as RunError {
                failures.append(error.description)
            }
        }
        // Stable, so that runs of the same minute keep the order of their names.
        self.runs = runs.enumerated().sorted {
            ($0.element.start ?? "", $0.offset) < ($1.element.start ?? "", $1.offset)
        }.map(\.element)
        self.failures = failures
    }

    /// Cells of each run.
    package var rows: [[String]] {
        runs.map { run in
            let result = run.keyResults.first.map { "\($0.name): \($0.value)" }
            return [
                run.name, run.title, result ?? (run.result == nil ? "no result" : "–"),
                run.seconds.map(MetricText.duration) ?? "–", run.start ?? "–",
            ]
        }
    }
}
