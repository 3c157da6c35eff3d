import Foundation
import Testing

@testable import SwiftletData

@Suite struct TokenizerTests {
    @Test(arguments: [
        ("It's  good\t!", ["it's", "good", "!"]), ("", []), ("   ", []), (" a", ["a"]),
        ("no\u{a0}break", ["no\u{a0}break"]), ("ÉCOLE ÅNGSTRÖM", ["école", "ångström"]),
    ])
    func splitting(text: String, expected: [String]) {
        #expect(Tokenizer(cleaning: .none, lowercase: true).tokens(of: text) == expected)
    }

    @Test(arguments: [
        // Contractions.
        ("it's they've don't we're he'd she'll", "it 's they 've do n't we 're he 'd she 'll"),
        ("IT'S DON'T", "it 's do n't"),
        ("the critics' rock 'n' roll", "the critics' rock 'n' roll"),
        ("can't won't'd", "ca n't wo n't 'd"),
        ("it\u{2019}s", "it 's"),
        // Signs.
        ("wow!really?(yes,no)", "wow ! really ? ( yes , no )"),
        ("so-called \"art\" film; 3.5/5 -- `fine`", "so called art film 3 5 5 `fine`"),
        ("a & b * c # $ % ^ _ = + [x] {y} <z> | \\ ~ : .", "a b c x y z"),
        ("!!??", "! ! ? ?"),
        // Other scripts.
        ("cliché\u{2014}déjà\u{a0}vu\u{2026}", "cliché déjà vu"),
        ("e\u{301}tude 映画 фильм 🎬 x", "e\u{301}tude 映画 фильм x"),
        ("one🎬two 𝔘𝔙x", "one two 𝔘𝔙x"),
        ("", ""), ("...", ""), ("'", "'"), ("n't", "n't"), ("'s", "'s"), ("x'", "x'"), ("n'", "n'"),
    ])
    func kim(text: String, expected: String) {
        #expect(
            Tokenizer(cleaning: .kim, lowercase: true).tokens(of: text)
                == expected.split(separator: " ").map(String.init))
    }

    @Test func capitalsStayIfAsked() {
        #expect(
            Tokenizer(cleaning: .kim, lowercase: false).tokens(of: "The Ring's end") == ["The", "Ring", "'s", "end"])
    }

    /// Cleaning what is clean changes nothing, and no sign survives that should not.
    @Test func cleaningIsIdempotent() {
        let tokenizer = Tokenizer()
        var random = XorShift(seed: 5)
        let signs = Array("abnstdlrvABNST'''``,!?() .-éß映’\u{301}🎬\t09").map(String.init)
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in signs.randomElement(using: &random)! }
                .joined()
            let once = tokenizer.tokens(of: text)
            if tokenizer.tokens(of: once.joined(separator: " ")) != once { Issue.record("\(text)") }
            if !once.allSatisfy({ !$0.isEmpty && !$0.contains(where: { " .-🎬\t".contains($0) }) }) {
                Issue.record("\(text)")
            }
        }
    }

    @Test func characters() throws {
        let tokenizer = Tokenizer(splitting: .characters)
        #expect(tokenizer.tokens(of: "这部电影 很好。OK!") == ["这", "部", "电", "影", "很", "好", "o", "k", "!"])
        // A vowel sign stays with its consonant, and a family is one character.
        let plain = Tokenizer(cleaning: .none, splitting: .characters)
        #expect(plain.tokens(of: "ดี\u{3000}👨‍👩‍👧é") == ["ดี", "👨‍👩‍👧", "é"])
        let stored = try JSONDecoder().decode(Tokenizer.self, from: Data(#"{"cleaning":"kim","lowercase":false}"#.utf8))
        #expect(stored == Tokenizer(lowercase: false))
        #expect(try JSONDecoder().decode(Tokenizer.self, from: JSONEncoder().encode(tokenizer)) == tokenizer)
    }
}
