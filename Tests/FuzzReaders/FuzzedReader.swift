import SwiftletData
import SwiftletTrain

/// A reader of files that must bear input of any kind, as a fuzzer and the tests call it.
public struct FuzzedReader: Sendable {
    /// What `Scripts/fuzz` calls it.
    public let name: String
    /// Longest input that is tried, in bytes.
    public let maximumBytes: Int
    /// Small valid files, from which a fuzzer sets out.
    public let seeds: @Sendable () throws -> [[UInt8]]
    /// What keeps a changed input from being refused at the door.
    public let disguise: Disguise
    /// Ways to read the input, each tried on its own.
    let attempts: [@Sendable (ScratchFolder) throws -> Void]

    /// What a fuzzer does to a changed input so that it is looked into.
    public enum Disguise: Sendable {
        /// Nothing.
        case none
        /// The checksums of PNG chunks are made right.
        case checksums
        /// The checksums of a ZIP archive's members are made right.
        case archive
        /// What was packed is unpacked before the change and packed again.
        case packing
    }

    /// Every reader.
    public static let all = [
        gzip, zip, idx, cifar, pgm, png, npy, npz, sentences, vectors, safetensors, configuration, environment, report,
        shapes,
    ]

    /// The reader of this name.
    public static func named(_ name: String) -> FuzzedReader? { all.first { $0.name == name } }

    /// Reads the input in every way.
    ///
    /// Each must give a value or throw an error of the kind that users are shown, in one line that names the file and
    /// holds no control characters. Gives what departs from that, in a sentence; nil if nothing does.
    public func finding(_ input: [UInt8], in folder: ScratchFolder) throws -> String? {
        try folder.write(input)
        for attempt in attempts {
            do {
                try attempt(folder)
            } catch {
                if let fault = Self.fault(of: error, in: folder) { return "\(name): \(fault)" }
            }
        }
        return nil
    }

    /// Whether one of the ways to read the input gives a value.
    public func isRead(_ input: [UInt8], in folder: ScratchFolder) throws -> Bool {
        try folder.write(input)
        return attempts.contains { (try? $0(folder)) != nil }
    }
}
