import Foundation

/// Where the data sets lie: a folder of files such as `sentences/mr.txt` and `glove/glove.6B.50d.txt`, as
/// `Scripts/fetch-data` writes it.
public struct DataDirectory: Sendable {
    /// The environment variable that names the folder.
    public static let environmentVariable = "SWIFTLET_DATA"

    /// The folder.
    public let path: String
    /// How much memory a loader may take for a part of a set.
    public let memoryLimit: MemoryLimit
    /// The files of a record, which are then the only ones that are found; nil to look into the folder.
    private let recorded: [String]?

    /// The folder that a flag names, else the environment variable SWIFTLET_DATA, else `./data`.
    public init(
        flag: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        memoryLimit: MemoryLimit = .none
    ) {
        self.memoryLimit = memoryLimit
        recorded = nil
        let named = [flag, environment[Self.environmentVariable]].compactMap { $0 }.first { !$0.isEmpty }
        path = named ?? "data"
    }

    /// Whether the environment variable names a folder.
    public static var isNamedByEnvironment: Bool {
        !(ProcessInfo.processInfo.environment[environmentVariable] ?? "").isEmpty
    }

    /// The folder as a run found it that has recorded the files that it read: those are found, wherever they lie now, and no
    /// others, such as one that has appeared in the folder since.
    public init(_ path: String, recorded: [String], memoryLimit: MemoryLimit = .none) {
        self.path = path
        self.memoryLimit = memoryLimit
        self.recorded = recorded
    }

    /// Path of a data set's file, plain or with `.gz` added; nil if neither is there.
    public func find(_ name: String) -> String? {
        if let recorded {
            return recorded.first { path in [name, name + ".gz"].contains { path == $0 || path.hasSuffix("/\($0)") } }
        }
        let plain = URL(fileURLWithPath: path).appendingPathComponent(name).relativePath
        return [plain, plain + ".gz"].first { candidate in
            var isFolder = false
            return FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder) && !isFolder
        }
    }

    /// As `find`, but throws a `DataError` that says how to get the data if it is not there.
    ///
    /// `set` is the name by which `Scripts/fetch-data` knows the data set, where it is not part of what is always fetched.
    public func require(_ name: String, set: String? = nil) throws -> String {
        if let found = find(name) { return found }
        let command = ["Scripts/fetch-data", set].compactMap { $0 }.joined(separator: " ")
        throw DataError(file: "\(path)/\(name)", "there is no such file, plain or .gz; \(command) gets it")
    }
}
