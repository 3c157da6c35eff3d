import ArgumentParser
import Foundation
import SwiftletData
import SwiftletTrain

/// Flags of the commands that write a picture.
struct PictureOutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Picture to write, in PNG. (default: the command's name and .png)", valueName: "file"))
    var output: String?

    @Flag(help: "Replace a file that is there.")
    var overwrite = false

    /// The file to write. Throws `RunError` if its name ends as that of another format, or if there is one already that is not to
    /// be replaced.
    func path(default name: String) throws -> String {
        let path = output ?? "\(name).png"
        let ending = URL(fileURLWithPath: path).pathExtension
        guard ending.isEmpty || ending.lowercased() == "png" else {
            throw RunError("--output \(path): images are written in PNG, so the name must end in .png, not .\(ending)")
        }
        try AtomicFile.requireWritable(path)
        if !overwrite, AtomicFile.replaces(path) {
            throw RunError("\(path) is there already; name another file with --output, or replace it with --overwrite")
        }
        return path
    }
}
