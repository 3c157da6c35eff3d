import Foundation

/// How fast epochs were trained, and how much of the time went by waiting for data.
public struct TrainingSpeed: Codable, Equatable, Sendable {
    /// Epochs that were done in full.
    public var epochs = 0
    /// Samples that were trained on in them.
    public var samples = 0
    /// Seconds spent in their training steps, waiting included, evaluation not.
    public var trainSeconds = 0.0
    /// Seconds of these in which the next batch was waited for.
    public var waitingSeconds = 0.0

    /// Of epochs, which may be those of several trainings.
    public init(_ records: some Sequence<EpochRecord>) {
        for record in records {
            epochs += 1
            samples += record.samples
            trainSeconds += record.trainSeconds
            waitingSeconds += record.waitingSeconds
        }
    }

    /// Samples a second; 0 if there were none.
    public var samplesPerS: Double { trainSeconds > 0 ? Double(samples) / trainSeconds : 0 }

    /// The share of the step time in which the next batch was waited for; 0 if there was no step.
    public var waitingShare: Double { trainSeconds > 0 ? waitingSeconds / trainSeconds : 0 }

    /// For the end of a run: "Trained 12 epochs in 3 min 05 s (1234 images/s)." and "Waited for data 0.3 % of the step
    /// time.". `name` is what the samples are, in plural.
    public func lines(samples name: String) -> [String] {
        [
            "Trained \(epochs == 1 ? "1 epoch" : "\(epochs) epochs") in \(MetricText.duration(trainSeconds)) "
                + "(\(MetricText.rate(samplesPerS, of: name))).",
            String(printf: "Waited for data %.1f %% of the step time.", 100 * waitingShare),
        ]
    }
}
