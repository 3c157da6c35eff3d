/// The customary clean-up of sentence-classification texts (Kim 2014, "Convolutional Neural Networks for Sentence
/// Classification"), after its description:
///
/// - letters, digits and `( ) , ! ? ' `` ` stay, every other sign becomes a space;
/// - the contractions `'s 've n't 're 'd 'll` become words of their own;
/// - `, ! ? ( )` become words of their own.
///
/// It departs from Kim's released code in three points. That code writes `( ) ?` with a backslash before them, by an
/// escape in its replacement text, so that no word vector matches; here they stay plain. It takes contractions in lower
/// case only; here also in capitals. It drops letters outside ASCII and so cuts `cliché` to `clich`; here letters of every
/// script stay, with their combining marks, and a typographic apostrophe counts as `'`. Of the 242 running words of MR
/// with such letters GloVe 6B then has 148.
enum KimCleaning {
    /// The text with one or more spaces between words; its bytes are UTF-8 like those that come in.
    static func clean(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let kept = onlyKeptSigns(text)
        return kept.withUnsafeBufferPointer(separated)
    }

    private static func onlyKeptSigns(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte < 0x80 {
                result.append(isKept[Int(byte)] ? byte : space)
                position += 1
                continue
            }
            let length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
            let character = text[position..<min(position + length, text.count)]
            let scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first!
            switch scalar {
            case "\u{2018}", "\u{2019}": result.append(apostrophe)
            case _ where isLetterOrMark(scalar): result.append(contentsOf: character)
            default: result.append(space)
            }
            position += length
        }
        return result
    }

    private static func separated(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4)
        for position in text.indices {
            switch text[position] {
            case UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "("), UInt8(ascii: ")"):
                result.append(space)
                result.append(text[position])
                result.append(space)
            case apostrophe where endings.contains { follows($0, position + 1, text) },
                UInt8(ascii: "n") where follows("'t", position + 1, text),
                UInt8(ascii: "N") where follows("'t", position + 1, text):
                result.append(space)
                result.append(text[position])
            default: result.append(text[position])
            }
        }
        return result
    }

    private static let endings: [StaticString] = ["s", "ve", "re", "d", "ll"]
    private static let space = UInt8(ascii: " ")
    private static let apostrophe = UInt8(ascii: "'")

    private static let isKept: [Bool] = (0..<128).map { (byte: UInt8) in
        switch Character(Unicode.Scalar(byte)) {
        case "A"..."Z", "a"..."z", "0"..."9", "(", ")", ",", "!", "?", "'", "`": true
        default: false
        }
    }

    /// Whether the text goes on with the ending, in either case.
    private static func follows(_ ending: StaticString, _ position: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position + ending.utf8CodeUnitCount <= text.count else { return false }
        return (0..<ending.utf8CodeUnitCount).allSatisfy { offset in
            let byte = text[position + offset]
            let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            return lower == ending.utf8Start[offset]
        }
    }

    private static func isLetterOrMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            true
        default: false
        }
    }
}
