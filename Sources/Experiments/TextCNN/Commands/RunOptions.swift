import ArgumentParser
import Foundation
import SwiftletData
import SwiftletTrain

/// Flags about where and how a command runs.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder with the data sets (default: $SWIFTLET_DATA, else ./data).", valueName: "folder"))
    var data: String?

    @Option(help: "All random numbers follow from it: same seed, same kernels, same result.")
    var seed: UInt64?

    @Option(help: "Threads; 0 for one a processor. (default: 0)")
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            """
            Kernel variants: reference, generic, avx2, avx512 or auto for all operators, or a list such as \
            gemm=avx2,conv1d=im2col. `bench list` prints all of them. (default: auto)
            """, valueName: "specification"))
    var kernels: String?

    @Flag(help: "End standard output with one line of JSON that holds the results.")
    var json = false

    var dataDirectory: DataDirectory { DataDirectory(flag: data) }

    func validate() throws {
        var isFolder: ObjCBool = false
        if let data, !FileManager.default.fileExists(atPath: data, isDirectory: &isFolder) || !isFolder.boolValue {
            throw ValidationError("--data \(data): there is no such folder")
        }
    }

    func apply(to configuration: inout TextConfiguration) {
        if let seed { configuration.seed = seed }
        if let threads { configuration.threads = threads }
        if let kernels { configuration.kernels = kernels }
    }
}

/// Flags about the run directory.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run directory; must not exist or be empty. (default: runs/textcnn-DATE-NUMBER)", valueName: "folder"))
    var output: String?

    @Flag(help: "Write into the run directory even if it holds an earlier run.")
    var overwrite = false

    func makeDirectory() throws -> RunDirectory {
        guard let output else { return try RunDirectory(experiment: "textcnn") }
        return try RunDirectory(output, overwrite: overwrite)
    }
}
