/// Whether the trainings of a model had the same bits, and how far those with other kernels were from them.
struct DeterminismVerdict: Encodable {
    var model: String
    var trainings: Int
    /// Of the first training.
    var digest: String
    /// The number of threads of each training that had other bits.
    var threadsWithOtherBits: [Int]
    /// The kernels whose losses are compared.
    var against: String
    /// Between their losses and those of the first training.
    var lossDifference: Float
    var allowedDifference: Float
    /// What the last bit of each first parameter makes, if it was needed to know what is allowed.
    var lastBitDifference: Float?

    var isClose: Bool { lossDifference <= allowedDifference }
    var isPassed: Bool { threadsWithOtherBits.isEmpty && isClose }

    private enum CodingKeys: CodingKey {
        case model, trainings, digest, threadsWithOtherBits, against, lossDifference, allowedDifference
        case lastBitDifference, isPassed
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(trainings, forKey: .trainings)
        try container.encode(digest, forKey: .digest)
        try container.encode(threadsWithOtherBits, forKey: .threadsWithOtherBits)
        try container.encode(against, forKey: .against)
        try container.encode(lossDifference, forKey: .lossDifference)
        try container.encode(allowedDifference, forKey: .allowedDifference)
        try container.encodeIfPresent(lastBitDifference, forKey: .lastBitDifference)
        try container.encode(isPassed, forKey: .isPassed)
    }

    /// What it says in one line.
    var text: String {
        let bits =
            threadsWithOtherBits.isEmpty
            ? "the same bits in \(trainings) trainings (\(digest))"
            : "OTHER BITS on \(threadsWithOtherBits.map(String.init).joined(separator: ", ")) threads"
        let losses = "losses against \(against) within \(lossDifference)"
        guard let lastBitDifference else { return "\(bits); \(losses)" }
        return
            "\(bits); \(losses), \(isClose ? "less" : "MORE") than \(allowedDifference); last bits make \(lastBitDifference)"
    }
}
