import Packing
import SwiftletData

extension FuzzedReader {
    static let gzip = FuzzedReader(
        name: "gzip", maximumBytes: 512,
        seeds: {
            let text = Array("one line\nand another\r\n\nthe last".utf8)
            let member = Packing.gzip.packed(text)
            return [
                text, member, member + member + [0, 0], Packing.gzip.packed([]) + Packing.gzip.packed(text),
                [0xef, 0xbb, 0xbf] + text,
            ]
        },
        disguise: .packing, attempts: [{ try TextFile($0.file, maximumBytes: 1 << 20).forEachLine { _, _ in } }])

    /// Text in a ZIP archive.
    static let zip = FuzzedReader(
        name: "zip", maximumBytes: 512,
        seeds: {
            [zipped("a.txt", "one line\nand another\r\n"), zipped("folder/b.txt", "\u{feff}x")]
        },
        disguise: .archive,
        attempts: [{ try TextFile($0.file, maximumBytes: 1 << 20).forEachLine { _, _ in } }])

    /// An archive with one stored member; the fuzzer makes its checksum right.
    private static func zipped(_ name: String, _ text: String) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
        let size = text.utf8.count
        // Version, flags, method, time, date, checksum, sizes, and the length of the name.
        let fields =
            number(20, 2) + number(0, 2) + number(0, 6) + number(0, 4) + number(size, 4) + number(size, 4)
            + number(name.utf8.count, 2) + number(0, 2)
        let member = [0x50, 0x4b, 3, 4] + fields + Array(name.utf8) + Array(text.utf8)
        let entry = [0x50, 0x4b, 1, 2] + number(20, 2) + fields + number(0, 14) + Array(name.utf8)
        let end =
            [0x50, 0x4b, 5, 6] + number(0, 4) + number(1, 2) + number(1, 2) + number(entry.count, 4)
            + number(member.count, 4) + number(0, 2)
        return ArchivePieces.withRightChecksums(member + entry + end)
    }

    static let sentences = FuzzedReader(
        name: "sentences", maximumBytes: 512,
        seeds: {
            [
                "0 It isn't good, is it?\n1\tCliché (naïve) don’t!\n1 \n", "DESC:def What is it\nHUM:ind Who\n",
                "text,label\n\"a \"\"b\"\",\nc\",0\nd,1\n", "id\tsentence\tlabel\n1\tab\tx\n2\t\"c\td\n",
                "0;\"a;b\"\n1;c\n", "{\"text\":\"a\\u00e9\\ud83c\\udfac\",\"label\":[1,\"b\"],\"x\":{\"y\":null}}\n",
                "__label__a __label__b c\nd __label__b\n", "(3 (2 It) (4 -LRB-))\n(0 a\\/b)\n",
                "\u{feff}0 a\r1 b\r",
            ].map { Array($0.utf8) } + [
                Packing.gzip.packed(Array("0 a\n1 b\n".utf8)),
                [0xff, 0xfe] + "0 é\n1 🎬\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
            ]
        },
        disguise: .none,
        attempts: [
            { folder in
                let file = try SentenceFile(path: folder.file)
                let labels = try LabelSet(of: file)
                _ = try labels.numbers(of: file)
                let tokens = file.sentences.map { Tokenizer().tokens(of: $0.text) }
                _ = Vocabulary(training: tokens).encode(tokens.joined().sorted())
                _ = file.sentences.map { Tokenizer(splitting: .characters).tokens(of: $0.text) }
            },
            { _ = try LabelSet(names: ["0", "1"]).numbers(of: SentenceFile(path: $0.file)) },
            { try read($0, .csv) }, { try read($0, .tsv, text: "1", label: "2") }, { try read($0, .jsonl) },
            { try read($0, .fasttext) }, { try read($0, .sst) },
            { try TextFile($0.file).forEachBatch { _, _ in } },
        ])

    private static func read(
        _ folder: ScratchFolder, _ format: SentenceFormat, text: String? = nil, label: String? = nil
    ) throws {
        let reading = SentenceReading(format: format, textColumn: text, labelColumn: label, acceptsLabels: text != nil)
        _ = try SentenceFile(path: folder.file, reading: reading).notes
    }

    static let vectors = FuzzedReader(
        name: "vectors", maximumBytes: 512,
        seeds: {
            [
                "the 0.1 -2.5e-3 3\na . b 1 2 3\nof 4 5 6\n", "2 3\nin 1 2 3 \non 4 5 6 \n",
                "x 1.40129846e-45 3.4028235e38 123456789012345678901234567890\n",
            ].map { Array($0.utf8) } + [
                Array("2 2\nthe ".utf8) + [0, 0, 0x80, 0x3f, 0xcd, 0xcc, 0xcc, 0xbd, 0x0a] + Array("of ".utf8)
                    + [0, 0, 0, 0, 0, 0, 0, 0x40]
            ]
        },
        disguise: .none,
        attempts: [
            { _ = try WordVectors(path: $0.file).standardDeviation },
            { _ = try WordVectors(path: $0.file, wanted: ["the", "of", "in"]).standardDeviation },
        ])
}
