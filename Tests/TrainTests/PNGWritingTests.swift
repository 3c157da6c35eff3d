import SwiftletData
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct PNGWritingTests {
    let folder: TemporaryFolder
    let image = Image(width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6])

    init() throws { folder = try TemporaryFolder() }

    @Test func writesWholeFiles() throws {
        try PNGFile.write(Image(width: 1, height: 1, filling: 9), to: folder("a.png"))
        try PNGFile.write(image, to: folder("a.png"))
        #expect(try PNGFile.read(path: folder("a.png")) == image)
        try PNGFile.write(AnimatedPNG.encode(frames: [image, image], delayMilliseconds: 5), to: folder("b.png"))
        #expect(try PNGFile.read(path: folder("b.png")) == image)
        #expect(try folder.names == ["a.png", "b.png"])
    }

    @Test func namesTheFileThatCannotBeWritten() throws {
        let path = folder("missing/a.png")
        #expect(throws: RunError("cannot write \(path): No such file or directory")) {
            try PNGFile.write(image, to: path)
        }
    }
}
