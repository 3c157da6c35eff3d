import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct CRC32CTests {
    @Test(
        "The vectors of RFC 3720, appendix B.4, and the customary one",
        arguments: [
            ([UInt8](repeating: 0, count: 32), 0x8a91_36aa), ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
            (Array(0..<32), 0x46dd_794e), (Array((0..<32).reversed()), 0x113f_db5c),
            (Array("123456789".utf8), 0xe306_9283), ([], 0),
        ] as [([UInt8], UInt32)])
    func publishedVectors(bytes: [UInt8], expected: UInt32) {
        #expect(CRC32C.checksum(of: bytes) == expected)
    }
}

@Suite struct TensorBoardLogTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The messages of the one event file in a folder, taken out of their frames.
    func events(in directory: String = "log") throws -> [EventMessage] {
        let names = try folder.names(in: directory)
        #expect(names.count == 1 && names[0].hasPrefix("events.out.tfevents."))
        var rest = try folder.bytes("\(directory)/\(names[0])")[...]
        var events: [EventMessage] = []
        while !rest.isEmpty {
            let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            try #require(rest.count >= 16 + length)
            let data = Array(rest.dropFirst(12).prefix(length))
            #expect(Data(rest.prefix(16 + length)) == EventRecord.framed(data))
            events.append(try EventMessage(serializedBytes: data))
            rest = rest.dropFirst(16 + length)
        }
        return events
    }

    @Test("Entries read back as the messages that were written")
    func roundTrip() throws {
        let log = try TensorBoardLog(directory: folder("log"))
        try log.scalars(["train/loss": 0.5, "evaluation/accuracy": 0], step: 3)
        try log.scalars([:], step: 4)
        try log.image(tag: "samples", png: redPixelAndBlue, step: 5)
        let events = try events()
        #expect(events.map(\.fileVersion) == ["brain.Event:2", nil, nil])
        #expect(events.map(\.step) == [0, 3, 5])
        let times = events.map(\.wallTime)
        #expect(times == times.sorted() && abs(times[0] - Date().timeIntervalSince1970) < 600)
        #expect(
            events[1].summary?.values == [
                SummaryValueMessage(tag: "evaluation/accuracy", simpleValue: 0),
                SummaryValueMessage(tag: "train/loss", simpleValue: 0.5),
            ])
        let image = SummaryImageMessage(height: 1, width: 2, colorspace: 3, encodedImage: Data(redPixelAndBlue))
        #expect(events[2].summary?.values == [SummaryValueMessage(tag: "samples", image: image)])
    }

    @Test("The bytes of an entry are those that the format prescribes")
    func bytes() throws {
        let event = EventMessage(
            wallTime: 1, step: 300, summary: SummaryMessage(values: [.init(tag: "a", simpleValue: 1)]))
        let bytes: [UInt8] = try event.serializedBytes()
        // Each field is its number and wire type, then its value: double, varint, and messages with their lengths.
        #expect(
            bytes == [
                0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x10, 0xac, 0x02, 0x2a, 0x0a, 0x0a, 0x08, 0x0a, 0x01, 0x61, 0x15, 0,
                0, 0x80, 0x3f,
            ])
        #expect(EventRecord.maskedChecksum(of: Array("123456789".utf8)) == 0xc78a_b0e5)
    }

    @Test("What is no PNG is refused, and nothing is written for it")
    func noPicture() throws {
        let log = try TensorBoardLog(directory: folder("log"))
        for bytes in [[], Array("GIF89a".utf8), Array(redPixelAndBlue.prefix(25))] {
            #expect(throws: RunError("the picture 'x' is not a PNG file")) {
                try log.image(tag: "x", png: bytes, step: 1)
            }
        }
        #expect(try events().count == 1)
    }

    @Test("A run's epochs and pictures are logged, each training in a folder of its own; overwriting begins anew")
    func runDirectory() throws {
        var record = EpochRecord(
            epoch: 2, train: ["loss": 0.5], evaluation: ["accuracy": 0.25], isBest: true, samples: 100, trainSeconds: 4,
            waitingSeconds: 1, samplesPerS: 25, elapsedSeconds: 5)
        let run = try RunDirectory(folder("run"))
        try run.append(metrics: ["remark": "no epoch"])
        #expect(try folder.names(in: "run") == [".lock", "metrics.jsonl"])
        try run.append(metrics: record)
        record.epoch = 7
        try run.append(metrics: LoggedEpoch(record, labels: ["fold": 1], part: "fold-1"))
        try run.write(figure: Figure(name: "samples", caption: "Samples.", content: .png(redPixelAndBlue)))

        #expect(try folder.names(in: "run/tensorboard").last == "fold-1")
        let fold = try events(in: "run/tensorboard/fold-1")
        #expect(fold.count == 2 && fold[1].step == 7)
        #expect(
            fold[1].summary?.values.map { "\($0.tag) \($0.simpleValue ?? .nan)" } == [
                "evaluation/accuracy 0.25", "speed/samples_per_s 25.0", "speed/waiting_share 0.25", "train/loss 0.5",
            ])
        let lines = try folder.text("run/metrics.jsonl").split(separator: "\n")
        #expect(lines.count == 3 && lines[2].contains("\"fold\":1") && lines[2].contains("\"epoch\":7"))
        try FileManager.default.removeItem(atPath: folder("run/tensorboard/fold-1"))
        let whole = try events(in: "run/tensorboard")
        #expect(whole.count == 3 && whole[1].step == 2 && whole[2].step == 7)
        #expect(whole[2].summary?.values.first?.image?.width == 2)

        try folder.write("mine", to: "run/tensorboard/notes.txt")
        try folder.write("old", to: "run/tensorboard/fold-3/events.out.tfevents.1.host")
        _ = try RunDirectory(folder("run"), overwrite: true)
        #expect(try folder.names(in: "run/tensorboard") == ["notes.txt"])
        _ = try RunDirectory(folder("other"), overwrite: true)
        #expect(try folder.names(in: "other") == ["metrics.jsonl"])
    }

    private static let python = TestPython.find(with: "tensorboard")

    @Test("The tensorboard package reads the same numbers and pictures", .enabled(if: python != nil, TestPython.absent))
    func readByTensorBoard() throws {
        let log = try TensorBoardLog(directory: folder("log"))
        for step in 1...3 {
            try log.scalars(["train/loss": 1 / Double(step), "evaluation/accuracy": Double(step) / 4], step: step)
        }
        try log.scalars(["train/loss": .nan], step: 4)
        try log.image(tag: "samples", png: redPixelAndBlue, step: 3)
        let code = """
            import json, sys
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            log = EventAccumulator(sys.argv[1])
            log.Reload()
            tags = log.Tags()
            scalars = {tag: [[event.step, repr(event.value)] for event in log.Scalars(tag)] for tag in tags["scalars"]}
            images = {
                tag: [[image.step, image.width, image.height, list(image.encoded_image_string)] for image in log.Images(tag)]
                for tag in tags["images"]
            }
            print(json.dumps({"version": log.file_version, "scalars": scalars, "images": images}))
            """
        let result = try #require(Self.python).run(code, [log.directory])
        #expect(result.status == 0)
        let line = try #require(result.output.split(separator: "\n").last)
        let read = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary)
        let expected: NSDictionary = [
            "version": 2,
            "scalars": [
                "train/loss": [[1, "1.0"], [2, "0.5"], [3, "\(Double(1 / Float(3)))"], [4, "nan"]],
                "evaluation/accuracy": [[1, "0.25"], [2, "0.5"], [3, "0.75"]],
            ],
            "images": ["samples": [[3, 2, 1, redPixelAndBlue.map(Int.init)]]],
        ]
        #expect(read == expected, "\(result.output)")
    }
}

/// A PNG file of two pixels in RGB.
let redPixelAndBlue: [UInt8] = {
    let base64 = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg=="
    return Array(Data(base64Encoded: base64)!)
}()
