import TestSupport
import Testing

@testable import SwiftletData

@Suite struct SentenceFormatTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Labels and texts of the first sentences.
    private func read(
        _ text: String, _ reading: SentenceReading = SentenceReading(), known: LabelSet? = nil, first: Int = 3
    ) throws -> [[String]] {
        try SentenceFile(path: folder.write(text), reading: reading, known: known).sentences.prefix(first).map {
            [$0.label, $0.text]
        }
    }

    /// Lines that a pattern makes, with a word of its own and one of two labels in each.
    private func many(_ count: Int = 200, _ line: (_ number: Int, _ label: Int) -> String) -> String {
        (0..<count).map { line($0, $0 % 2) + "\n" }.joined()
    }

    @Test func labelsWithSpacesBeforeTabs() throws {
        let text = String(repeating: "New York\tgood town\nNew Delhi\tbig town\nParis\told, town\n", count: 10)
        #expect(try read(text) == [["New York", "good town"], ["New Delhi", "big town"], ["Paris", "old, town"]])
        // A tab within a text of a file whose labels end at spaces.
        #expect(try read("0 a\tb\n1 c\n0 d e\n") == [["0", "a\tb"], ["1", "c"], ["0", "d e"]])
        // Labels that end at tabs or, where a line has none, at spaces.
        #expect(try read("0\ta b\n1 c d\n") == [["0", "a b"], ["1", "c d"]])
    }

    @Test func byteOrderMarksAnywhere() throws {
        let text = String(repeating: "\u{feff}0 a b\n1 c d\n", count: 4)
        #expect(Set(try read(text, first: 8).map { $0[0] }) == ["0", "1"])
    }

    @Test func quotedCSVWithAHeader() throws {
        let text =
            "\u{feff}id,Sentiment, Review \r\n1,pos,\"He said \"\"hi\"\", twice\r\nand left\"\r\n2,neg,plain\r\n3,\"a b\" ,\"\"\r\n"
        let file = try SentenceFile(path: folder.write(text, to: "a.csv"))
        #expect(
            file.sentences == [
                LabelledSentence(label: "pos", text: "He said \"hi\", twice\nand left", line: 2),
                LabelledSentence(label: "neg", text: "plain", line: 4),
                LabelledSentence(label: "a b", text: "", line: 5),
            ])
        #expect(
            file.notes.first?.hasSuffix(
                "read as CSV with the label in the column 'Sentiment' and the text in the column 'Review'") == true)
    }

    @Test func otherTablesWithHeaders() throws {
        let glue = "sentence\tlabel\n" + many { "\"word\($0) is a \"\"film\t\($1)" }
        #expect(try read(glue, first: 1) == [["0", "\"word0 is a \"\"film"]])
        let semicolons = "text;class\n" + many { "\"a; \($0)\";\($1)" }
        #expect(try read(semicolons, first: 2) == [["0", "a; 0"], ["1", "a; 1"]])
        // Of two columns one of which has a usual name, the other is the other.
        #expect(try read("v1,text\nham,a b\nspam,c d\nham,e\n", first: 1) == [["ham", "a b"]])
        let tabs = "text\tlabel\n" + many { "\"one\ntwo \($0)\"\t\($1)" }
        #expect(try read(tabs, first: 2) == [["0", "one\ntwo 0"], ["1", "one\ntwo 1"]])
    }

    @Test func namedColumns() throws {
        let text = "a,b,c\n1,x,t u\n2,y,v\n1,x,w\n"
        #expect(
            try read(text, SentenceReading(textColumn: "C", labelColumn: "b")) == [
                ["x", "t u"], ["y", "v"], ["x", "w"],
            ])
        #expect(try read(text, SentenceReading(textColumn: "c", labelColumn: "1")).first == ["1", "t u"])
        let path = try folder.write(text)
        expectDataError("there is no column 'd'; the columns are 'a', 'b', 'c'") {
            try SentenceFile(path: path, reading: SentenceReading(textColumn: "d", labelColumn: "b"))
        }
        expectDataError("it cannot be told which column holds the text; the columns are 'a', 'b', 'c'") {
            try SentenceFile(path: path, reading: SentenceReading(labelColumn: "b"))
        }
        // By their numbers, without names and with them.
        let reading = SentenceReading(format: .tsv, textColumn: "3", labelColumn: "2")
        #expect(try read("9\tp\tone\n8\tq\ttwo\n", reading) == [["p", "one"], ["q", "two"]])
        #expect(try read("id\tlabel\ttext\n8\tq\ttwo\n7\tp\tone\n", reading) == [["q", "two"], ["p", "one"]])
        expectDataError("no columns that could be named") {
            try SentenceFile(path: path, reading: SentenceReading(format: .labeled, textColumn: "1"))
        }
    }

    @Test func tablesWithoutNames() throws {
        #expect(
            try read(many { "\($1),\"Word\($0) is a text, number \($0)\"" }, first: 1) == [
                ["0", "Word0 is a text, number 0"]
            ])
        #expect(try read(many { "Word\($0) is a text,\($1)" }, first: 1) == [["0", "Word0 is a text"]])
        #expect(try read(many { "the film \($0) is good,\($1)" }, first: 1) == [["0", "the film 0 is good"]])
        #expect(try read(many { "the film \($0)\t\($1)" }, first: 1) == [["0", "the film 0"]])
        // Texts with commas of their own, in no quotes.
        #expect(
            try read(many { "\($1),film \($0)" + ($0 % 3 == 0 ? ", well" : "") }, first: 2)
                == [["0", "film 0, well"], ["1", "film 1"]])
        #expect(
            try read(many { "film \($0)" + ($0 % 3 == 0 ? ", well" : "") + ",\($1)" }, first: 1) == [
                ["0", "film 0, well"]
            ])
        // AG News: a class, a title, a description. A number of the line is no text.
        #expect(
            try read(many { "\"\($1)\",\"Title, \($0)\",\"Body \($0)\"" }, first: 1) == [["0", "Title, 0 Body 0"]])
        #expect(try read(many { "\($0),the film \($0) ends,\($1)" }, first: 1) == [["0", "the film 0 ends"]])
        // Labels before a text with commas are not a table.
        #expect(try read(many { "\($1) well, film \($0), ends" }, first: 1) == [["0", "well, film 0, ends"]])
    }

    @Test("A format that is named is not taken for another, but its labels must be some")
    func namedFormats() throws {
        let path = try folder.write(many { "\($1),film \($0)" })
        expectDataError("200 examples have 2 different labels, such as \"0,film\" and \"1,film\"") {
            try SentenceFile(path: path, reading: SentenceReading(format: .labeled))
        }
        expectDataError("there is no tab that separates columns in any line") {
            try SentenceFile(path: path, reading: SentenceReading(format: .tsv))
        }
        // Nor is a single line without a tab one of theirs.
        let single = try folder.write(many { "\($1)\tfilm \($0)" } + "0 film\n", to: "single.txt")
        expectDataError(":201: the line has no tab") {
            try SentenceFile(path: single, reading: SentenceReading(format: .tsv))
        }
        #expect(try SentenceFile(path: single).sentences.count == 201)
        let insisting = SentenceReading(format: .labeled, acceptsLabels: true)
        #expect(try SentenceFile(path: path, reading: insisting).sentences.first?.label == "0,film")
        #expect(try SentenceFile(path: path, reading: SentenceReading(format: .csv)).sentences.first?.label == "0")
    }

    @Test func ambiguousTables() throws {
        let path = try folder.write(many { "gj\($1)\t\($0 % 3)\t*\tsentence \($0) of a kind" })
        expectDataError("4 columns without names, and it cannot be told which holds the label (1 or 2 or 3?)") {
            try SentenceFile(path: path)
        }
    }

    @Test(arguments: [
        ("text,label\na,0\nb\n", 3, "the record has 1 field, but the header has 2"),
        ("text,label\na,0\nb,c,1\n", 3, "the record has 3 fields, but the header has 2"),
        ("text,label\na,0\n\"b,1\nc,1\n", 3, "the quotes that are opened here are never closed"),
        ("text,label\na,0\nb,\n", 3, "the label is empty"),
        ("{\"text\":\"a\",\"label\":1}\n{\"text\":\"a\"}\n", 2, "the object has no key 'label'"),
        ("{\"text\":\"a\",\"label\":1}\n{\"text\":\"a\",\"label\":null}\n", 2, "the value of 'label' is no label"),
        ("{\"text\":\"a\",\"label\":1}\n{\"text\":7,\"label\":2}\n", 2, "the value of 'text' is no text"),
        ("{\"text\":\"a\",\"label\":1}\n{\"text\":\"a\n", 2, "the line is no object of JSON (at byte 11)"),
        ("{\"id\":1,\"label\":1}\n", 1, "it cannot be told which key holds the text; the keys are 'id', 'label'"),
        ("__label__a x\n__label__b y\nz\n", 3, "the line has no word that begins with __label__"),
    ])
    func damagedRecords(text: String, line: Int, fault: String) throws {
        let path = try folder.write(text)
        let error = expectDataError(fault) { try SentenceFile(path: path) }
        #expect(error.hasPrefix("\(path):\(line): "))
    }

    @Test func linesOfJSON() throws {
        let text = """
            {"id": [1, {"a": null}], "label": "pos \\u00e9", "text": "A \\"quoted\\"\\nfilm \\ud83c\\udfac"}
             { "text" : "b" , "label" : -1.50 }
            {"text":"c","label":true}
            {"text":"d","label":["x","y"]}

            """
        let path = try folder.write(text)
        let file = try SentenceFile(path: path)
        #expect(file.sentences.map(\.label) == ["pos é", "-1.50", "true", "x"])
        #expect(file.sentences.map(\.text) == ["A \"quoted\"\nfilm 🎬", "b", "c", "d"])
        #expect(file.notes.last == "\(path): 1 sentence has several labels; the first counts")
        let keys = SentenceReading(textColumn: "t", labelColumn: "l")
        #expect(try read("{\"t\":\"a\",\"l\":0,\"text\":\"x\",\"label\":9}\n", keys) == [["0", "a"]])
        let list = try folder.write("[{\"text\": \"a\", \"label\": 1},\n {\"text\": \"b\", \"label\": 2}]\n")
        expectDataError("this is a list of JSON, but an object on each line") { try SentenceFile(path: list) }
    }

    @Test func fastText() throws {
        let path = try folder.write(
            "__label__pos a good film\n__label__neg __label__bad b\nc at the end __label__pos\n")
        let file = try SentenceFile(path: path)
        #expect(file.sentences.map(\.label) == ["pos", "neg", "pos"])
        #expect(file.sentences.map(\.text) == ["a good film", "b", "c at the end"])
        #expect(file.notes.last == "\(path): 1 sentence has several labels; the first counts")
        let commas = try folder.write(many { "__label__\($1),x y\($0) z" })
        expectDataError("200 examples have 2 different labels, such as \"0,x\" and \"1,x\"") {
            try SentenceFile(path: commas)
        }
    }

    @Test func parseTrees() throws {
        let text = "(3 (2 It) (4 (2 -LRB-) (4 (3 and\\/or) (2 -RRB-))))\n(0 (1 (2 No) (0 good)))\n"
        let path = try folder.write(text)
        expectDataError("these are trees of the Stanford Sentiment Treebank") { try SentenceFile(path: path) }
        #expect(try read(text, SentenceReading(format: .sst)) == [["3", "It ( and/or )"], ["0", "No good"]])
        for damaged in ["(3 (2 It)", "(3 (2 It)))", "(5 a)", "3 a", "(3 a) b", "(3 )", "((3 a))", "()"] {
            let path = try folder.write("(0 a)\n\(damaged)\n")
            expectDataError(":2: the line is no tree") {
                try SentenceFile(path: path, reading: SentenceReading(format: .sst))
            }
        }
    }

    @Test func linesWithoutLabels() throws {
        let text = (0..<200).map { "Word\($0 % 120) is a sentence\n" }.joined()
        let path = try folder.write(text)
        let sentence = expectDataError("these do not look like labelled sentences") { try SentenceFile(path: path) }
        #expect(
            sentence.contains(
                "200 examples have 120 different labels, 120 of them with one or two examples, such as \"Word0\""))
        let insisting = try SentenceFile(path: path, reading: SentenceReading(acceptsLabels: true))
        #expect(Set(insisting.sentences.map(\.label)).count == 120)
        // Beyond the lines that tell the format.
        let late = many(3000) { "\($1) a \($0)" } + (0..<3000).map { "Word\($0) a\n" }.joined()
        let latePath = try folder.write(late)
        expectDataError("6000 examples have 3002 different labels") { try SentenceFile(path: latePath) }
    }

    @Test("A file with labels that are known is read as what has them")
    func knownLabels() throws {
        let known = try LabelSet(labels: (0..<100).map { "class\($0)" })
        let text = (0..<100).map { "class\($0) a film\n" }.joined()
        #expect(try read(text, known: known, first: 1) == [["class0", "a film"]])
        let csv = (0..<100).map { "a film,class\($0)\n" }.joined()
        #expect(try read(csv, known: known, first: 1) == [["class0", "a film"]])
    }

    @Test func manyRealClasses() throws {
        let text = (0..<30_000).map { "class\($0 % 5000) a film\n" }.joined()
        #expect(try LabelSet(of: SentenceFile(path: folder.write(text))).count == 5000)
    }
}
