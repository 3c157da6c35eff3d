import CVAEExperiment
import DCGANExperiment
import ExperimentSupport
import Foundation
import SiameseExperiment
import SwiftletTensor
import SwiftletTrain
import TextCNNExperiment
import bench

extension FuzzedReader {
    static let safetensors = FuzzedReader(
        name: "safetensors", maximumBytes: 512,
        seeds: {
            [
                "{}", #"{"__metadata__":{"a":"b\n\u00e9\ud83d\ude00"}}"#,
                #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
                #"{"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#,
                #"{"h":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#,
                #"{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#,
                #"{"f":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BOOL","shape":[4],"data_offsets":[4,8]}}"#,
                #"{"n":{"dtype":"I32","shape":[1,2],"data_offsets":[0,8]},"e":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}"#,
            ].map { header in
                withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8)
                    + [UInt8](repeating: 0, count: header.contains("8]") ? 8 : 0)
            } + [try checkpoint()]
        },
        disguise: .none,
        attempts: [{ _ = try Checkpoint(reading: $0.file, in: ComputeContext(threads: 1)) }])

    /// A file as this package writes it, with a checksum.
    private static func checkpoint() throws -> [UInt8] {
        let folder = try ScratchFolder()
        let tensor = Tensor([1, 2], shape: [2], in: try ComputeContext(threads: 1))
        try Checkpoint(tensors: [("weight", tensor)], metadata: ["k": "v"]).write(to: folder.file)
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder.file)))
    }

    static let configuration = FuzzedReader(
        name: "configuration", maximumBytes: 4096,
        seeds: {
            [
                try json(TextConfiguration()), try json(CVAEConfiguration()), try json(DCGANConfiguration()),
                try json(SiameseConfiguration()),
            ]
        },
        disguise: .none,
        attempts: [
            { _ = try TextConfiguration(resuming: $0.folder("run", with: "config.json")) },
            { _ = try CVAEConfiguration(resuming: $0.folder("run", with: "config.json")) },
            { _ = try DCGANConfiguration(resuming: $0.folder("run", with: "config.json")) },
            { _ = try SiameseConfiguration(resuming: $0.folder("run", with: "config.json")) },
        ])

    static let environment = FuzzedReader(
        name: "environment", maximumBytes: 2048,
        seeds: { [try json(sampleEnvironment.get())] },
        disguise: .none,
        attempts: [
            { _ = try sampleEnvironment.get().continuing(runIn: $0.folder("run", with: "environment.json")) }
        ])

    static let report = FuzzedReader(
        name: "report", maximumBytes: 1024, seeds: { reportSeeds.map { Array($0.utf8) } }, disguise: .none,
        attempts: [
            { try readReport($0.folder("metrics", with: "metrics.jsonl", beside: reportFiles)) },
            { try readReport($0.folder("result", with: "result.json", "environment.json", beside: reportFiles)) },
            { try readReport($0.folder("figures", with: "figures.json", beside: reportFiles)) },
            { try readReport($0.folder("tables", with: "tables.json", beside: reportFiles)) },
        ])

    /// What the input stands beside: an empty configuration, and the picture that a list of figures may name.
    private static let reportFiles = ["config.json": "{}", "f.svg": "<svg/>"]

    private static func readReport(_ folder: String) throws { _ = try RunReport(directories: [folder]).html() }

    static let shapes = FuzzedReader(
        name: "shapes", maximumBytes: 512,
        seeds: {
            [
                "# c\ngemm M=128,N=400,transposeB # t\n\nsoftmax rows=64\ngemm M=4\n",
                "conv2d N=64,C=3,O=8,H=9,W=9,KH=3,KW=3,stride=2,padding=1\nrandom count=5\n",
            ].map { Array($0.utf8) }
        },
        disguise: .none, attempts: [{ _ = try ShapesFile(path: $0.file) }])

    private static let sampleEnvironment = Result {
        try EnvironmentRecord(of: ComputeContext(threads: 1), dataFiles: [.init(path: "a.txt", bytes: 3, sha256: "0f")])
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] { Array(try JSON.line(value).utf8) }

    private static let reportSeeds = [
        #"{"epoch":1,"train":{"loss":0.5,"accuracy":0.9},"evaluation":{"loss":"NaN"},"elapsed_seconds":2.5}"# + "\n"
            + #"{"epoch":2,"train":{"loss":1e-3,"accuracy":1},"evaluation":{"loss":"Infinity"},"elapsed_seconds":5}"#
            + "\n",
        #"{"test_accuracy":0.91,"wall_seconds":12.5,"generated_data":true,"parameters":1000}"#,
        #"[{"name":"key-results","title":"Key results","columns":["a","b"],"rows":[["x","1 %","2"],["y"]],"notes":["n"]}]"#,
        #"{"arguments":["textcnn","train"],"start_time":"2026-11-25T18:45:01Z","data_files":[{"path":"a/b"}],"working_directory":"/tmp"}"#,
        #"[{"name":"f","file":"f.svg","caption":"c","alternative_text":"a","metrics":["loss"],"chart":{"title":"t","x_label":"x","y_label":"y","series":[{"name":"s","x":[1,2],"y":[3,"NaN"]}]}}]"#,
    ]
}
