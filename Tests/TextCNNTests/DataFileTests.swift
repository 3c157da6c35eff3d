import Foundation
import SwiftletTrain
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite struct DataFileTests {
    @Test("A file is recorded with size and digest, also behind a link; a pipe, which was read empty, by its name")
    func records() throws {
        let folder = try TemporaryFolder()
        let text = try generatedText(60)
        let (link, pipe) = (folder("link.txt"), folder("pipe"))
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: try folder.write(text, to: "train.txt"))
        try #require(mkfifo(pipe, 0o600) == 0)
        // Blocks until the experiment opens the other end.
        Thread.detachNewThread { FileHandle(forWritingAtPath: pipe)?.write(Data(text.utf8)) }
        var configuration = smallConfiguration(train: link)
        configuration.testFile = pipe
        let records = try TextExperiment(configuration).dataFiles.map {
            try EnvironmentRecord.DataFile(recording: $0)
        }
        #expect(records.map(\.path) == [link, pipe])
        #expect(records[0].bytes == text.utf8.count && records[0].sha256?.count == 64)
        #expect(records[1].bytes == nil && records[1].sha256 == nil)
    }
}
