/// What is logged of an epoch: its record, perhaps beside labels that say what it belongs to.
public protocol EpochMetrics: Encodable {
    /// The record.
    var epochRecord: EpochRecord { get }
    /// Which of several trainings of a run it belongs to, such as "fold-2", as the name of a folder; nil for the only one.
    var part: String? { get }
}

extension EpochRecord: EpochMetrics {
    /// Itself.
    public var epochRecord: EpochRecord { self }
    /// nil: it is all that it belongs to.
    public var part: String? { nil }
}

/// An epoch of one of several trainings of a run: a line of `metrics.jsonl` with the labels' keys beside the record's.
///
///     struct Fold: Encodable { var fold: Int }
///     run.log(LoggedEpoch(record, labels: Fold(fold: 2), part: "fold-2"))
public struct LoggedEpoch<Labels: Encodable>: EpochMetrics {
    /// The record.
    public let epochRecord: EpochRecord
    /// What the training is known by in `metrics.jsonl`; its keys must differ from the record's.
    public let labels: Labels
    /// What the training is known by in file names.
    public let part: String?

    /// An epoch of the training with these labels.
    public init(_ record: EpochRecord, labels: Labels, part: String?) {
        epochRecord = record
        self.labels = labels
        self.part = part
    }

    /// The keys of labels and record in one object.
    public func encode(to encoder: any Encoder) throws {
        try labels.encode(to: encoder)
        try epochRecord.encode(to: encoder)
    }
}
