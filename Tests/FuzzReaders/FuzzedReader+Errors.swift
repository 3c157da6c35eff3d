import Foundation
import SwiftletData
import SwiftletTrain
import bench

extension FuzzedReader {
    /// Longest sentence about an input: what a terminal shows in a dozen lines.
    private static let longestSentence = 1500

    /// What is wrong with an error that a reader threw; nil if it is as users may see it.
    static func fault(of error: any Error, in folder: ScratchFolder) -> String? {
        let sentence = "\(error)"
        guard error is DataError || error is CheckpointError || error is RunError || error is BenchError else {
            return "an error of type \(type(of: error)) came out: \(sentence.debugDescription)"
        }
        guard sentence.contains(folder.path) else {
            return "the sentence does not name the file: \(sentence.debugDescription)"
        }
        guard sentence.count <= longestSentence else {
            return "the sentence has \(sentence.count) characters: \(sentence.prefix(200).debugDescription)..."
        }
        // Line ends forge further messages, and the rest may steer a terminal.
        guard !sentence.unicodeScalars.contains(where: { Self.isControl($0) }) else {
            return "the sentence holds control characters: \(sentence.debugDescription)"
        }
        return nil
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // Nearly all of a sentence, without a look into Unicode's tables.
        if (0x20..<0x7f).contains(scalar.value) { return false }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
