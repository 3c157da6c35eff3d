import Foundation
import FuzzReaders

/// `fuzz READER [flags and folders of libFuzzer]` gives a reader inputs of any kind until one of them is a finding.
///
///     fuzz --list             names the readers
///     fuzz --seeds READER DIR writes the inputs to set out from
///
/// `Scripts/fuzz` builds and runs it.
@main
enum Fuzz {
    static func main() throws {
        let words = CommandLine.arguments
        switch words.dropFirst().first {
        case "--list": FuzzedReader.all.forEach { print($0.name, $0.maximumBytes) }
        case "--seeds" where words.count == 4: try writeSeeds(of: reader(words[2]), to: words[3])
        case let name?: try Fuzzing.run(reader(name), flags: Array(words.dropFirst(2)))
        case nil: throw FuzzError(description: "a reader was expected (\(names))")
        }
    }

    private static var names: String { FuzzedReader.all.map(\.name).joined(separator: ", ") }

    private static func reader(_ name: String) throws -> FuzzedReader {
        guard let reader = FuzzedReader.named(name) else {
            throw FuzzError(description: "there is no reader '\(name)'; the readers are \(names)")
        }
        return reader
    }

    private static func writeSeeds(of reader: FuzzedReader, to folder: String) throws {
        for (number, seed) in try reader.seeds().enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(number)"))
        }
    }
}

/// What ends the program with one sentence.
struct FuzzError: Error, CustomStringConvertible {
    let description: String
}
