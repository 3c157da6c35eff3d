import ArgumentParser
import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Flags about what computes and how results are told.
struct ComputeOptions: ParsableArguments {
    @Option(help: "Threads; 0 for one a processor. (default: 0)")
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            """
            Kernel variants: reference, generic, avx2, avx512 or auto for all operators, or a list such as \
            gemm=avx2,conv1d=gather. `bench list` prints all of them. (default: auto)
            """, valueName: "specification"))
    var kernels: String?

    @Flag(help: "End standard output with one line of JSON that holds the results.")
    var json = false

    func makeContext() throws -> ComputeContext {
        try ComputeContext(threads: threads ?? 0, kernels: kernels ?? "auto")
    }
}

/// Flags of the commands that train.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder with the data sets. (default: $SWIFTLET_DATA, else ./data)", valueName: "folder"))
    var data: String?

    @Option(help: "All random numbers follow from it: same seed, same kernels, same result. (default: 1)")
    var seed: UInt64?

    @OptionGroup var compute: ComputeOptions

    var json: Bool { compute.json }
    var dataDirectory: DataDirectory { DataDirectory(flag: data) }

    func validate() throws {
        var isFolder: ObjCBool = false
        if let data, !FileManager.default.fileExists(atPath: data, isDirectory: &isFolder) || !isFolder.boolValue {
            throw ValidationError("--data \(data): there is no such folder")
        }
    }

    func apply(to configuration: inout TextConfiguration) {
        if let seed { configuration.seed = seed }
        if let threads = compute.threads { configuration.threads = threads }
        if let kernels = compute.kernels { configuration.kernels = kernels }
    }
}

/// Flags about the run directory.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run directory: a new or an empty folder. (default: runs/textcnn-DATE-NUMBER)", valueName: "folder"))
    var output: String?

    @Flag(help: "Replace an earlier run in the run directory.")
    var overwrite = false

    func validate() throws {
        if overwrite && output == nil { throw ValidationError("--overwrite needs --output") }
    }

    func makeDirectory() throws -> RunDirectory {
        guard let output else { return try RunDirectory(experiment: "textcnn") }
        let directory = try RunDirectory(output, overwrite: overwrite)
        if overwrite { try removeLeftovers(of: directory) }
        return directory
    }

    /// An earlier run may have had more folds than this one, or pictures that this one does not draw or never comes to;
    /// they must not be taken for this one's.
    private func removeLeftovers(of directory: RunDirectory) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path)
        where name.hasPrefix("checkpoint") && name.hasSuffix(".safetensors")
            || ["curves.svg", "table.svg"].contains(name)
        {
            try FileManager.default.removeItem(atPath: directory.path(name))
        }
    }
}
