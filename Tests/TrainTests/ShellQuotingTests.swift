import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct ShellQuotingTests {
    static let words = [
        "", "plain", "--data=../x/y_z.txt", "two words", "it's", "\"quoted\"", "$HOME", "`date`", "a\\b", "*", "~", "#",
        "a=b", "--flag=a b", "!history", "new\nline", "tab\there", "\u{1b}[31mred", "it's\nboth", "ä ö", "<b>&</b>",
        ";",
        "-", "--", "a\u{7f}9", "{a,b}",
    ]

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/bin/bash"), "needs bash"))
    func bashReadsTheWordsBack() throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "printf '%s\\0' " + ShellQuoting.line(Self.words)]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let read = data.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(read.dropLast() == Self.words[...])
    }

    @Test func hasNoControlCharacters() {
        #expect(ShellQuoting.line(Self.words).unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }

    @Test func leavesPlainWordsAlone() {
        #expect(ShellQuoting.line(["textcnn", "train", "--seed", "1"]) == "textcnn train --seed 1")
        #expect(ShellQuoting.quoted("it's") == #"'it'\''s'"#)
    }

    @Test("The command writes a run directory of its own, and says where it is to be called")
    func repeatCommand() throws {
        let folder = try TemporaryFolder()
        let arguments = ["a b", "train", "--output", "runs/x", "--overwrite", "--output=y", "--test", "t.txt"]
        let run = try RunFiles("run", in: folder, arguments: arguments)
        #expect(RepeatCommand(try run.record).lines == ["cd /home/ada", "'a b' train --test t.txt"])
        try run.write(["arguments": [String]()], to: "environment.json")
        #expect(RepeatCommand(try run.record).lines == [])
    }
}
