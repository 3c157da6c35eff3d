import Foundation
import SwiftProtobuf

/// An event file of scalars and pictures, which `tensorboard --logdir <directory>` shows.
///
///     let log = try TensorBoardLog(directory: "runs/a/tensorboard")
///     try log.scalars(["train/loss": 0.5], step: 3)
///     try log.image(tag: "samples", png: png, step: 3)
///
/// Each entry is in the file when the call returns, so a reader may follow a run as it goes.
public final class TensorBoardLog {
    /// The folder; each folder of event files is a run of its own to TensorBoard.
    public let directory: String
    private let file: OutputFile

    /// How the names of event files begin; TensorBoard knows them by it.
    private static let stem = "events.out.tfevents"

    /// Starts an event file in a folder, which is made if it does not exist. Throws `RunError`.
    public init(directory: String) throws {
        self.directory = directory
        try Folder.create(directory)
        let now = Date().timeIntervalSince1970
        let name = "\(Self.stem).\(Int(now)).\(HostName.current)"
        let isTaken = FileManager.default.fileExists(atPath: "\(directory)/\(name)")
        file = try OutputFile("\(directory)/\(name)" + (isTaken ? ".\(UUID().uuidString)" : ""), existing: .refuse)
        try append(EventMessage(wallTime: now, fileVersion: "brain.Event:2"))
    }

    /// Appends numbers by name; what goes before a slash groups them, as in "train/loss". Throws `RunError`.
    public func scalars(_ values: [String: Double], step: Int) throws {
        if values.isEmpty { return }
        let values = values.sorted { $0.key < $1.key }
            .map { SummaryValueMessage(tag: $0.key, simpleValue: Float($0.value)) }
        try append(values, step)
    }

    /// Appends a picture, a whole PNG file. Throws `RunError` if it is none.
    public func image(tag: String, png: [UInt8], step: Int) throws {
        guard let header = PNGHeader(png) else { throw RunError("the picture '\(tag)' is not a PNG file") }
        let image = SummaryImageMessage(
            height: Int32(clamping: header.height), width: Int32(clamping: header.width),
            colorspace: Int32(header.channels), encodedImage: Data(png))
        try append([SummaryValueMessage(tag: tag, image: image)], step)
    }

    private func append(_ values: [SummaryValueMessage], _ step: Int) throws {
        try append(
            EventMessage(
                wallTime: Date().timeIntervalSince1970, step: Int64(step), summary: SummaryMessage(values: values)))
    }

    private func append(_ event: EventMessage) throws {
        try file.append(EventRecord.framed(event.serializedBytes()))
    }

    /// Removes the event files in a folder and in those within it, and the folders that are empty then; nothing else.
    static func remove(from directory: String) throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            let path = "\(directory)/\(name)"
            if name.hasPrefix(stem) {
                if FileCalls.current.unlink(path) != 0 {
                    throw RunError("cannot replace \(path): \(systemErrorMessage())")
                }
            } else {
                try remove(from: path)
            }
        }
        // Refused by the system where something is left.
        rmdir(directory)
    }
}
