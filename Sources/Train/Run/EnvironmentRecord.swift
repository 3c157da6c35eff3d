import Foundation
import SwiftletTensor

/// What a run ran on, so that its numbers can be explained and repeated.
public struct EnvironmentRecord: Codable, Equatable, Sendable {
    /// A file that the run read.
    public struct DataFile: Codable, Equatable, Sendable {
        /// Where it lies; absolute, but for records of version 0.1.0, which have it as it was named.
        public var path: String
        /// Its size; nil for what is no regular file.
        public var bytes: Int?
        /// Its SHA-256 in hexadecimal; nil for what is no regular file.
        public var sha256: String?

        /// A file with its size and digest; without them, a pipe or the like, which cannot be read again.
        public init(path: String, bytes: Int? = nil, sha256: String? = nil) {
            self.path = path
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// The CPU's name.
    public var cpu: String
    /// The highest instruction set that kernels can use on it.
    public var instructionSet: String
    /// Processors that the system offers.
    public var processors: Int
    /// Threads that operators used.
    public var threads: Int
    /// How parallel loops start their threads.
    public var threadingModel: String
    /// The specification that chose the kernels.
    public var kernels: String
    /// By operator, the kernel variant that its last call ran, or what was selected before it ran.
    public var kernelVariants: [String: String]
    /// Of Swiftlet; nil in records that were made before it had one.
    public var swiftletVersion: String?
    /// Of the compiler that built the program.
    public var swiftVersion: String
    /// "debug" or "release".
    public var build: String
    /// The operating system's name and version.
    public var operatingSystem: String
    /// The processor architecture that the program was built for.
    public var architecture: String
    /// What the run read.
    public var dataFiles: [DataFile]
    /// The commit of the working tree that the program lies in, if it lies in one. Whether files were changed since is not
    /// looked at.
    public var gitCommit: String?
    /// The command line.
    public var arguments: [String]
    /// The folder in which the command was called, which relative paths in it mean.
    public var workingDirectory: String?
    /// When the record was first made, in ISO 8601, universal time.
    public var startTime: String
    /// Seconds that the run has taken so far, in all its sessions; nil while the first one lasts.
    public var wallSeconds: Double?

    /// The environment of this program, now, for operators of `context`.
    public init(of context: ComputeContext, dataFiles: [DataFile] = []) {
        cpu = ComputeContext.cpuName
        instructionSet = ComputeContext.instructionSet
        processors = ProcessInfo.processInfo.activeProcessorCount
        threads = context.threads
        threadingModel = ComputeContext.threadingModel
        kernels = context.kernels
        kernelVariants = context.kernelVariants
        swiftletVersion = SwiftletVersion.string
        swiftVersion = CompiledWith.swiftVersion
        build = CompiledWith.configuration
        operatingSystem = ProcessInfo.processInfo.operatingSystemVersionString
        architecture = CompiledWith.architecture
        self.dataFiles = dataFiles
        gitCommit = CompiledWith.executablePath.flatMap { GitCommit.find(from: $0) }
        arguments = CommandLine.arguments
        workingDirectory = FileManager.default.currentDirectoryPath
        startTime = Date().formatted(.iso8601)
    }
}
