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

    static let sentences = FuzzedReader(
        name: "sentences", maximumBytes: 512,
        seeds: {
            let text = "0 It isn't good, is it?\n1\tCliché (naïve) don’t!\n1 \n"
            return [
                Array(text.utf8), Array("DESC:def What is it\nHUM:ind Who\n".utf8),
                Packing.gzip.packed(Array(text.utf8)),
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
            },
            { _ = try LabelSet(names: ["0", "1"]).numbers(of: SentenceFile(path: $0.file)) },
        ])

    static let vectors = FuzzedReader(
        name: "vectors", maximumBytes: 512,
        seeds: {
            [
                "the 0.1 -2.5e-3 3\na . b 1 2 3\nof 4 5 6\n", "2 3\nin 1 2 3 \non 4 5 6 \n",
                "x 1.40129846e-45 3.4028235e38 123456789012345678901234567890\n",
            ].map { Array($0.utf8) }
        },
        disguise: .none,
        attempts: [
            { _ = try WordVectors(path: $0.file).standardDeviation },
            { _ = try WordVectors(path: $0.file, wanted: ["the", "of", "in"]).standardDeviation },
        ])
}
