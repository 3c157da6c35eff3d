import Foundation
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct WordVectorTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func allAndWanted() throws {
        let text = "the 0.5 -1 2e-3\nfilm 1 2 3\nof 4 5 6\n"
        for path in [try folder.write(text), try folder.write(gzip(text), to: "vectors.gz")] {
            let all = try WordVectors(path: path)
            #expect(all.dimension == 3)
            #expect(all.words == ["the", "film", "of"])
            #expect(all.values == [0.5, -1, 0.002, 1, 2, 3, 4, 5, 6])
            let some = try WordVectors(path: path, wanted: ["of", "absent"])
            #expect(some.words == ["of"])
            #expect(some.fileCount == 3)
            #expect(some["of"].map(Array.init) == [4, 5, 6])
            #expect(some["the"] == nil)
        }
    }

    @Test func headerOfWord2Vec() throws {
        let vectors = try WordVectors(path: folder.write("2 3\nthe 1 2 3 \nfilm 4 5 6 \n"))
        #expect(vectors.words == ["the", "film"])
        #expect(vectors.dimension == 3)
        #expect(vectors.notes.isEmpty)
        let path = try folder.write("2 3\nthe 1 2\n")
        expectDataError("file.txt:2: 2 numbers after the word, expected 3") { try WordVectors(path: path) }
        let huge = try folder.write("2 99999999999\nthe 1 2\n")
        expectDataError("file.txt:1: word vectors of 99999999999 numbers") { try WordVectors(path: huge) }
    }

    @Test func wordsWithSpacesAndDigits() throws {
        let vectors = try WordVectors(path: folder.write("the 1 2\n. . . 3 4\nNew York 5 6\n7 8 9\nnan 1 1\n"))
        #expect(vectors.words == ["the", ". . .", "New York", "7", "nan"])
        #expect(vectors["New York"].map(Array.init) == [5, 6])
        #expect(vectors["7"].map(Array.init) == [8, 9])
    }

    @Test("The deviation is that around the mean, which need not be 0")
    func standardDeviation() throws {
        let vectors = try WordVectors(path: folder.write("a 1 3\nb 5 7\n"))
        #expect(vectors.standardDeviation == Float(5).squareRoot())
        #expect(try WordVectors(path: folder.write("a 2 2\n")).standardDeviation == 0)
    }

    @Test func theFirstOfDoubledWordsCounts() throws {
        let vectors = try WordVectors(path: folder.write("a 1\nb 2\na 3\n"))
        #expect(vectors.words == ["a", "b"])
        #expect(vectors.values == [1, 2])
        #expect(vectors.fileCount == 3)
        #expect(vectors.notes.first?.hasSuffix("one word has another vector further down; the first counts") == true)
    }

    @Test(arguments: [
        ("b 1 2\n", "2 numbers after the word, expected 3"), ("b\n", "0 numbers after the word, expected 3"),
        ("b 1 2 3 4\n", "4 numbers after the word, expected 3"),
        ("b 1 x 3\n", "number 2 after the word is \"x\", which is not a finite decimal number"),
        ("b 1 nan 3\n", "number 2 after the word is \"nan\""), ("b 1 2 1e99\n", "number 3 after the word is \"1e99\""),
        ("b 1  3\n", "number 2 after the word is \"\""), ("b 0x1p3 2 3\n", "number 1 after the word is \"0x1p3\""),
        (" 1 2 3\n", "the line begins with white space"),
    ])
    func unusableLinesAreSkippedAndCounted(line: String, fault: String) throws {
        let once = try folder.write("a 1 2 3\n\(line)c 4 5 6\n\n", to: "glove.txt")
        let often = try folder.write("a 1 2 3\n" + String(repeating: line, count: 3) + "c 4 5 6\n", to: "damaged.txt")
        // Whether or not its word is wanted.
        for wanted in [nil, ["a", "c"]] as [Set<ByteString>?] {
            let vectors = try WordVectors(path: once, wanted: wanted)
            #expect(vectors.words == ["a", "c"])
            #expect(vectors.values == [1, 2, 3, 4, 5, 6])
            #expect(vectors.notes.count == 1)
            #expect(vectors.notes.first?.hasPrefix("\(once): one vector was skipped (line 2: \(fault)") == true)
            // More of them than vectors are no accident.
            let error = expectDataError("damaged.txt:2: \(fault)") { try WordVectors(path: often, wanted: wanted) }
            #expect(error.hasSuffix(" (so it is with 3 of 5 lines)"))
        }
    }

    @Test(arguments: [
        ("a\n", 1, "a word and its numbers were expected, but there is one field"),
        ("a one two\n", 1, "number 1 after the word is \"one\""),
        ("a 1 2\nb 1 2 3\nc 4 5 6\n", 2, "3 numbers after the word, expected 2"),
    ])
    func filesOfUnusableLines(text: String, line: Int, fault: String) throws {
        let path = try folder.write(text, to: "glove.txt")
        expectDataError("glove.txt:\(line): \(fault)") { try WordVectors(path: path) }
    }

    @Test("A first line that is no vector does not set the dimension")
    func titleLine() throws {
        let vectors = try WordVectors(path: folder.write("# my vectors of 2024\na 1 2\nb 3 4\n"))
        #expect(vectors.dimension == 2)
        #expect(vectors.words == ["a", "b"])
    }

    @Test(arguments: [("5 4", 5), ("1 4", 1)])
    func headerOfAnotherCount(header: String, announced: Int) throws {
        let path = try folder.write("\(header)\na 1 2 3 4\nb 1 2 3 4\nc 1 2 3 4\n", to: "h.vec")
        let vectors = try WordVectors(path: path)
        #expect(vectors.words == ["a", "b", "c"])
        #expect(vectors.notes == ["\(path): the header announces \(announced) vectors, but the file holds 3"])
    }

    @Test func wordsInAnotherEncoding() throws {
        let line = Array("it".utf8) + [0x97] + Array("s 1 2\n".utf8)
        let good = Array("a 1 2\nb 3 4\n".utf8)
        let vectors = try WordVectors(path: folder.write(good + line))
        #expect(vectors.words == ["a", "b"])
        #expect(
            vectors.notes.first?.contains("line 3: the word is not valid UTF-8; this seems to be text in Windows-1252")
                == true)
    }

    @Test("Words that Unicode calls equivalent have vectors of their own")
    func wordsByTheirBytes() throws {
        let (composed, decomposed) = ("m\u{1ed9}t", "mo\u{323}\u{302}t")
        #expect(composed == decomposed)
        let path = try folder.write("\(decomposed) 1 1\n\(composed) 9 9\n\u{212b} 2 2\n\u{c5} 3 3\n")
        let vectors = try WordVectors(path: path)
        #expect(
            vectors.words.map { Array($0.utf8) } == [decomposed, composed, "\u{212b}", "\u{c5}"].map { Array($0.utf8) })
        #expect(vectors[composed].map(Array.init) == [9, 9])
        #expect(vectors[decomposed].map(Array.init) == [1, 1])
        #expect(vectors["\u{c5}"].map(Array.init) == [3, 3])
        #expect(vectors.notes.isEmpty)
        let wanted = try WordVectors(path: path, wanted: [ByteString(composed)])
        #expect(wanted.values == [9, 9])
    }

    /// word2vec.c ends a vector with a line feed, gensim does not.
    @Test(arguments: [[], [0x0a]] as [[UInt8]])
    func binaryOfWord2Vec(ending: [UInt8]) throws {
        func vector(_ word: String, _ numbers: [Float]) -> [UInt8] {
            Array(word.utf8) + [0x20] + numbers.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
                + ending
        }
        // Numbers with the bytes of a space and of a line feed, which end nothing.
        let (space, lineFeed) = (Float(bitPattern: 0x2020_2020), Float(bitPattern: 0x0a0a_0a0a))
        let bytes =
            Array("4 3\n".utf8) + vector("</s>", [0.5, -1, 2]) + vector("naïve", [space, lineFeed, 0])
            + vector("bad", [1, .nan, 3]) + vector("last", [7, 8, 9])
        for path in [
            try folder.write(bytes, to: "w2v.bin"), try folder.write(gzip(bytes), to: "w2v.bin.gz"),
        ] {
            let vectors = try WordVectors(path: path)
            #expect(vectors.words == ["</s>", "naïve", "last"])
            #expect(vectors.values == [0.5, -1, 2, space, lineFeed, 0, 7, 8, 9])
            #expect(vectors.notes == ["\(path): one vector was skipped (number 2 of vector 3 is nan)"])
            #expect(try WordVectors(path: path, wanted: ["last", "none"]).values == [7, 8, 9])
        }
        let more = try folder.write(bytes + vector("more", [4, 5, 6]) + Array("x".utf8), to: "more.bin")
        #expect(try WordVectors(path: more).words == ["</s>", "naïve", "last", "more"])
        #expect(
            try WordVectors(path: more).notes.contains("\(more): the header announces 4 vectors, but the file holds 5"))
        let cut = try folder.write(Array(bytes.dropLast(5)), to: "cut.bin")
        #expect(
            try WordVectors(path: cut).notes.contains("\(cut): the header announces 4 vectors, but the file holds 3"))
    }

    @Test func largeBinary() throws {
        var bytes = Array("3000 50\n".utf8)
        for index in 0..<3000 {
            bytes += Array("word\(index) ".utf8)
            for column in 0..<50 {
                withUnsafeBytes(of: (Float(index) + Float(column) / 64).bitPattern.littleEndian) { bytes += $0 }
            }
        }
        let vectors = try WordVectors(path: folder.write(bytes))
        #expect(vectors.words.count == 3000 && vectors.notes.isEmpty)
        #expect(vectors["word2999"]?.last == 2999 + 49.0 / 64)
        #expect(vectors["word1234"]?.first == 1234)
    }

    @Test(arguments: [
        ("\u{ba}\u{16}\u{4f}\u{2f}\u{c}\0\0\0", "this is a fastText model (.bin), but a file of word vectors (GloVe"),
        ("\u{93}NUMPY\u{1}\0\u{76}\0", "this is a NumPy .npy array, but a file of word vectors (GloVe"),
    ])
    func otherFiles(head: String, fault: String) throws {
        let path = try folder.write(head.unicodeScalars.map { UInt8($0.value) })
        expectDataError(fault) { try WordVectors(path: path) }
    }

    @Test func fileWithoutVectors() throws {
        let path = try folder.write("400000 50\n")
        #expect(
            expectDataError("no word vectors") { try WordVectors(path: path) }
                == "\(path): the file holds no word vectors")
    }

    /// Random damage to a good file gives vectors or a `DataError` with the path, and never a number that is not finite.
    @Test func randomDamage() throws {
        let good = Array("the 0.418 0.24968 -0.41242\n, 0.013441 0.23682 -0.16899\nfilm 1e-2 -2E+1 .5\n".utf8)
        var random = XorShift(seed: 9)
        var accepted = 0
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                let sign = Array(" \n\t.-+e09x\u{e9}".utf8).randomElement(using: &random)!
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: position)
                case 1: bytes.insert(sign, at: position)
                default: bytes[position] = sign
                }
            }
            let path = try folder.write(bytes)
            do {
                let vectors = try WordVectors(path: path)
                #expect(vectors.values.count == vectors.words.count * vectors.dimension)
                #expect(!vectors.values.contains { !$0.isFinite })
                accepted += 1
            } catch let error as DataError {
                #expect(error.file == path)
            }
        }
        #expect(accepted > 50 && accepted < 1950)
    }
}

@Suite struct DecimalScannerTests {
    func scan(_ text: String) -> Float? { Array(text.utf8).withUnsafeBytes { DecimalScanner.float($0) } }

    @Test(arguments: [
        "0", "-0", "1", "+1", "0.418", "-1.5", ".5", "5.", "1e3", "1E-3", "1.2345e-05", "123456.789", "0.000000",
        "16777217", "16777219", "33554435", "0.1", "1e22", "1e-22", "1e23", "3.4028235e38", "1e-45", "1.1754944e-38",
        "1.17549429e-38", "7.0064923e-46", "7.0064925e-46", "123456789012345678901234567890",
        "0.00000000000000000000000000000000000123", "9007199254740993", "1.00000017881393432617187499",
        "1.00000017881393432617187500", "1.00000017881393432617187501", "0.50000002980232238769531250",
        "99999999999999999999e-20", "00000000000000000000000000001.5",
    ])
    func agreesWithTheStandardLibrary(text: String) {
        #expect(scan(text)?.bitPattern == Float(text)?.bitPattern)
    }

    @Test func agreesOnRandomDecimals() {
        var random = XorShift(seed: 13)
        for _ in 0..<30_000 {
            let digits = Int.random(in: 1...12, using: &random)
            let mantissa = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            let point = Int.random(in: 0...digits, using: &random)
            var text = "\(mantissa.prefix(point)).\(mantissa.dropFirst(point))"
            if Bool.random(using: &random) { text = "-" + text }
            if Int.random(in: 0..<4, using: &random) == 0 { text += "e\(Int.random(in: -30...25, using: &random))" }
            let expected = Float(text).flatMap { $0.isFinite ? $0 : nil }
            if scan(text)?.bitPattern != expected?.bitPattern { Issue.record("\(text)") }
        }
    }

    /// Decimals of a float and of points half-way between two, which break ties.
    @Test func agreesNearTies() {
        var random = XorShift(seed: 17)
        for _ in 0..<5000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next() & 0x7fff_ffff))
            guard value.isFinite else { continue }
            let halfway = (Double(value) + Double(value.nextUp)) / 2
            for text in ["\(value)", "\(halfway)", "\(halfway.nextUp)", "\(halfway.nextDown)"]
            where !text.contains("inf") {
                let expected = Float(text).flatMap { $0.isFinite ? $0 : nil }
                if scan(text)?.bitPattern != expected?.bitPattern { Issue.record("\(text)") }
            }
        }
    }

    @Test(arguments: [
        "", "-", "+", ".", "e5", "1e", "1e+", "--1", "1-", "1 ", " 1", "1.2.3", "0x10", "nan", "inf", "-inf", "1e39",
        "1e99999999999999999999", "1,5", "1_000", "٣",
    ])
    func refuses(text: String) { #expect(scan(text) == nil) }
}
