import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

/// Writes what run directories hold, for tests of what is read from them.
struct RunFiles {
    let folder: TemporaryFolder
    let name: String
    var path: String { folder(name) }

    /// A run that was called as `arguments`, with a folder of its own.
    init(
        _ name: String, in folder: TemporaryFolder, arguments: [String] = ["/opt/textcnn", "train", "--seed", "7"],
        data: [String] = ["data/mr.txt"], started: String = "2026-11-25T18:45:12Z"
    ) throws {
        self.folder = folder
        self.name = name
        try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
        try write(["seed": 7], to: "config.json")
        let files = data.map { ["path": $0, "sha256": "5e"] }
        try write(
            [
                "arguments": arguments, "start_time": started, "data_files": files, "cpu": "A CPU", "threads": 1,
                "processors": 2, "working_directory": "/home/ada",
            ] as [String: Any], to: "environment.json")
    }

    func write(_ value: Any, to file: String) throws {
        let data = try JSONSerialization.data(withJSONObject: value, options: [.prettyPrinted, .sortedKeys])
        try data.write(to: URL(fileURLWithPath: "\(path)/\(file)"))
    }

    func write(text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
    }

    /// Metrics of some epochs: the training loss falls from 1, the accuracy rises to 0.9.
    func writeMetrics(epochs: Int, networks: Int = 1) throws {
        let lines = (0..<networks).flatMap { network in
            (1...epochs).map { epoch in
                #"{"epoch":\#(epoch),"train":{"loss":\#(1 / Double(epoch + network))},"#
                    + #""evaluation":{"accuracy":\#(0.9 - 0.4 / Double(epoch))},"elapsed_seconds":\#(2 * epoch)}"#
                    + "\n"
            }
        }
        try write(text: lines.joined(), to: "metrics.jsonl")
    }

    var record: RunRecord { get throws { try RunRecord(path) } }
    var report: String { get throws { try RunReport(directories: [path]).html() } }
}

/// A PNG file of black pixels, small but whole.
func smallPNG(width: Int = 2, height: Int = 1) -> [UInt8] {
    // Stored, not compressed: only the head is read by what is tested here.
    let head: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13] + Array("IHDR".utf8)
    let sizes = [width, height].flatMap { size in (0..<4).map { UInt8(size >> (24 - 8 * $0) & 0xff) } }
    return head + sizes + [8, 0, 0, 0, 0, 0, 0, 0, 0]
}
