import SwiftletTensor

/// Artificial opinions on films from a small grammar, for when there is neither data nor network.
///
/// They are no natural language, and an accuracy on them says nothing about real sentences. But they cannot be told apart
/// by counting words: "not" turns a judgement round, and of two judgements the one in the main clause, or after "but",
/// decides. "the plot is dull but the cast is superb ." is positive; with "dull" and "superb" exchanged it is negative.
public struct SentenceGrammar: Sendable {
    /// The two classes.
    public static let labels = ["negative", "positive"]

    /// Most sentences that `sentences(count:random:)` makes.
    public static let maximumCount = 100_000

    /// Different labelled sentences, half of them (rounded) of each class, in random order; line numbers count from 1.
    ///
    /// Throws `DataError` unless 2 <= count <= `maximumCount`.
    public static func sentences(count: Int, random: RandomStream) throws -> [LabelledSentence] {
        guard 2...maximumCount ~= count else {
            throw DataError("between 2 and \(maximumCount) sentences can be generated, not \(count)")
        }
        var stream = random
        var seen: Set<String> = []
        var result: [LabelledSentence] = []
        while result.count < count {
            let isPositive = result.count % 2 == 1
            let text = sentence(isPositive: isPositive, &stream)
            guard seen.insert(text).inserted else { continue }
            result.append(LabelledSentence(label: labels[isPositive ? 1 : 0], text: text, line: 0))
        }
        stream.shuffle(&result)
        for position in result.indices { result[position].line = position + 1 }
        return result
    }

    private static func sentence(isPositive: Bool, _ random: inout RandomStream) -> String {
        let first = random.index(below: aspects.count)
        let second = (first + 1 + random.index(below: aspects.count - 1)) % aspects.count
        let main = clause(aspects[first], isPositive, &random)
        let other = clause(aspects[second], !isPositive, &random)
        let body =
            switch random.index(below: 8) {
            case 0, 1: main
            case 2: "\(main) and \(clause(aspects[second], isPositive, &random))"
            case 3: "\(other) but \(main)"
            case 4: "although \(other) , \(main)"
            case 5: "\(main) , even though \(other)"
            case 6: "\(main) , whatever they say about \(aspects[second].name)"
            default: "\(other) at first , yet in the end \(main)"
            }
        let opening = openings[random.index(below: openings.count)]
        return "\(opening)\(body) \(closings[random.index(below: closings.count)])"
    }

    /// A judgement on one aspect. A third of them say it by denying the opposite.
    private static func clause(_ aspect: Aspect, _ isPositive: Bool, _ random: inout RandomStream) -> String {
        let isDenied = random.index(below: 3) == 0
        let adjectives = isPositive != isDenied ? praise : blame
        let adjective = adjectives[random.index(below: adjectives.count)]
        let adverbs = isDenied ? denials : affirmations
        let adverb = adverbs[random.index(below: adverbs.count)]
        return "\(aspect.name) \(aspect.isPlural ? "are" : "is")\(adverb) \(adjective)"
    }

    private struct Aspect {
        let name: String
        var isPlural = false
    }

    private static let aspects = [
        Aspect(name: "the film"), Aspect(name: "the movie"), Aspect(name: "the plot"), Aspect(name: "the acting"),
        Aspect(name: "the cast"), Aspect(name: "the script"), Aspect(name: "the music"), Aspect(name: "the ending"),
        Aspect(name: "the direction"), Aspect(name: "the photography"), Aspect(name: "the pace"),
        Aspect(name: "the humor"), Aspect(name: "the jokes", isPlural: true),
        Aspect(name: "the characters", isPlural: true), Aspect(name: "the effects", isPlural: true),
        Aspect(name: "the dialogues", isPlural: true),
    ]
    private static let praise = [
        "good", "great", "superb", "funny", "moving", "brilliant", "charming", "clever", "fresh", "gripping",
        "beautiful", "wonderful", "touching", "convincing", "witty", "original",
    ]
    private static let blame = [
        "bad", "awful", "dull", "boring", "weak", "stale", "clumsy", "silly", "tedious", "flat", "ugly", "terrible",
        "shallow", "predictable", "lifeless", "messy",
    ]
    private static let affirmations = ["", "", " really", " truly", " quite", " simply", " always"]
    private static let denials = [" not", " not really", " never", " hardly", " not at all"]
    private static let openings = [
        "", "", "", "i think ", "we felt that ", "for me , ", "to be fair , ", "once again ",
    ]
    private static let closings = [".", ".", ".", "!", ", no doubt .", ", as expected ."]
}
