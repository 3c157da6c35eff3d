import TestSupport
import Testing

@testable import SwiftletData

/// First lines that are no sentences, and signs that separate columns.
@Suite struct SentenceHeaderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String, _ reading: SentenceReading = SentenceReading()) throws -> SentenceFile {
        try SentenceFile(path: folder.write(text, to: "file"), reading: reading)
    }

    /// Lines with a word of its own and one of two labels in each.
    private func many(_ line: (_ number: Int, _ label: String) -> String) -> String {
        (0..<40).map { line($0, $0 % 2 == 0 ? "ham" : "spam") + "\n" }.joined()
    }

    private func expectRead(
        _ text: String, _ reading: SentenceReading = SentenceReading(), first: [String], note: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = try read(text, reading)
        #expect(file.sentences.count == 40, sourceLocation: sourceLocation)
        #expect([file.sentences[0].label, file.sentences[0].text] == first, sourceLocation: sourceLocation)
        #expect(file.notes.contains { $0.contains(note) }, "\(file.notes)", sourceLocation: sourceLocation)
    }

    @Test func namesBeforeLines() throws {
        let note = "line 1 was skipped as a header (label '"
        for header in ["label text", "v1 v2", "v1\tv2", "a name\tthe text"] {
            let separator = header.contains("\t") ? "\t" : " "
            try expectRead(
                header + "\n" + many { "\($1)\(separator)film \($0)" }, first: ["ham", "film 0"], note: note)
        }
        // A word over numbers, and the usual names over few lines.
        #expect(try read("x y\n0 a b\n1 c d\n0 e\n").sentences.map(\.label) == ["0", "1", "0"])
        #expect(try read("label text\nx a b\ny c d\n").sentences.map(\.label) == ["x", "y"])
        #expect(
            try read(
                "a,b,c\n1,2,x\n3,4,y\n5,6,x\n",
                SentenceReading(format: .csv, textColumn: "2", labelColumn: "3")
            ).sentences.map(\.text) == ["b", "2", "4", "6"])
    }

    @Test("A first label that is rare like others, or before a sentence, is one")
    func firstSentences() throws {
        let lines = many { "\($1) film \($0)" }
        for text in [
            "news a film about them\n" + lines, "news it ends.\n" + lines, "news x\n" + lines + "sport y\n",
            "0 x\n" + lines.replacing("spam", with: "1").replacing("ham", with: "2"),
        ] {
            let file = try read(text)
            #expect(file.sentences[0].line == 1)
            #expect(file.notes == [])
        }
        let accepting = try read("v1 v2\n" + lines, SentenceReading(acceptsLabels: true))
        #expect(accepting.sentences.count == 41)
        // Of a file whose labels should be known, an unknown one is an error, unless it is a header.
        let known = try LabelSet(labels: ["ham", "spam"])
        let path = try folder.write("v1 v2\n" + lines)
        #expect(try SentenceFile(path: path, known: known).sentences.count == 40)
        let unknown = try folder.write("other x\nham y\nspam z\n")
        #expect(try SentenceFile(path: unknown, known: known).sentences.count == 3)
    }

    @Test func namesOverTables() throws {
        try expectRead(
            "v1,v2,,,\n" + many { "\($1),\"Go until, \($0)\",,," }, first: ["ham", "Go until, 0"],
            note: "read as CSV with the label in the column 'v1' and the text in the column 'v2'")
        // Some texts go on in columns without a name.
        try expectRead(
            "v1,v2,,,\n" + many { "\($1),\"Go until, \($0)\",\($0 == 0 ? "more" : ""),," },
            first: ["ham", "Go until, 0 more"], note: "the text in the column 'v2' and column 3")
        try expectRead(
            many { "\($1),\"Go until, \($0)\",,," }, first: ["ham", "Go until, 0"],
            note: "the label in column 1 and the text in column 2")
        try expectRead(
            "label,text,,\n" + many { "\($1),film \($0),," }, first: ["ham", "film 0"],
            note: "the label in the column 'label' and the text in the column 'text'")
        try expectRead(
            "v1,text,,\n" + many { "\($1),film \($0),," }, first: ["ham", "film 0"],
            note: "the label in the column 'v1' and the text in the column 'text'")
        try expectRead(
            "id,what,grade\n" + many { "\($0),film \($0) ends,\($1)" }, first: ["ham", "film 0 ends"],
            note: "the label in the column 'grade' and the text in the column 'what'")
        let path = try folder.write("grade,head,rest\n" + many { "\($1),film \($0),body \($0)" })
        expectDataError(":1: it cannot be told which columns hold the label and the text; the columns are 'grade'") {
            try SentenceFile(path: path)
        }
    }

    @Test func announcedSeparators() throws {
        let note = "CSV with the label in the column 'label' and the text in the column 'text'"
        try expectRead("sep=,\nlabel,text\n" + many { "\($1),a \($0)" }, first: ["ham", "a 0"], note: note)
        try expectRead(
            "\u{feff}\"SEP=;\"\r\nlabel;text\r\n" + many { "\($1);a, \($0)" }, first: ["ham", "a, 0"], note: note)
        try expectRead("sep=^\nlabel^text\n" + many { "\($1)^a \($0)" }, first: ["ham", "a 0"], note: note)
        try expectRead(
            "sep=,\n" + many { "\($1),a \($0)" }, SentenceReading(format: .csv), first: ["ham", "a 0"],
            note: "the label in column 1")
    }

    @Test func verticalBars() throws {
        for text in [
            "label|text\n" + many { "\($1)|nice text \($0)" }, many { "\($1)|nice text \($0)" },
            many { "\($1) | nice text \($0)" }, many { "nice text \($0)|\($1)" }, many { "nice text \($0) ||| \($1)" },
            "v1|v2\n" + many { "\($1)|nice text \($0)" }, many { "\($1)|nice text \($0)" },
        ] {
            try expectRead(text, first: ["ham", "nice text 0"], note: "read as CSV with the label in ")
        }
        try expectRead(
            many { "\($1)|\($0 == 0 ? "nice|text" : "text") \($0)" }, first: ["ham", "nice|text 0"],
            note: "the label in the first column")
    }

    @Test("Labels with a sign that separates something else are refused", arguments: ["::", "^", "~", "="])
    func otherSeparators(sign: String) throws {
        let path = try folder.write(many { "\($1)\(sign)nice text \($0)" })
        let error = expectDataError("these do not look like labelled sentences") { try SentenceFile(path: path) }
        #expect(error.contains("40 examples have 2 different labels, such as \"ham"))
        #expect(try SentenceFile(path: path, reading: SentenceReading(acceptsLabels: true)).sentences.count == 40)
    }
}
