import Foundation

/// The program and verb of a command line, such as "textcnn train".
struct RunProgram: Equatable, CustomStringConvertible {
    let description: String

    /// Of the command line that began a run or a program; nil for an empty one.
    init?(arguments: [String]) {
        guard let path = arguments.first, !path.isEmpty else { return nil }
        let program = URL(fileURLWithPath: path).lastPathComponent
        let verb = arguments.dropFirst().first.flatMap { $0.hasPrefix("-") ? nil : " \($0)" } ?? ""
        description = program + verb
    }

    /// Of the run in a folder, if its environment says so.
    init?(ofRunIn folder: String) {
        guard let data = (try? WholeFile.bytes(of: "\(folder)/\(RunFile.environment)")) ?? nil,
            let environment = try? JSONValue(parsing: [UInt8](data))
        else { return nil }
        self.init(arguments: environment["arguments"]?.values.compactMap(\.string) ?? [])
    }

    /// A sentence on a configuration file that lies in a run of another command than the present one; nil if it lies in none.
    static func otherThanThis(ownerOf path: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard let owner = RunProgram(ofRunIn: folder), let this = RunProgram(arguments: CommandLine.arguments),
            owner != this
        else { return nil }
        return "\(path): this is a configuration of \(owner); \(this) expected its own"
    }
}
