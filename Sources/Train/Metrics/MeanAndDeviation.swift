import Foundation
import SwiftletTensor

/// The mean of repeated measurements and their sample standard deviation.
public struct MeanAndDeviation: Codable, Equatable, Sendable {
    /// Number of measurements.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// The square root of the summed squared distances from the mean over `count - 1`; nil for a single measurement, which
    /// says nothing about spread.
    public let standardDeviation: Double?

    /// Of at least one measurement.
    public init(_ values: some Collection<Double>) {
        require(!values.isEmpty, "no mean without a measurement")
        count = values.count
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        standardDeviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    }

    /// Shares as per cent: "93.92 ± 0.31 %", or "93.92 %" for one measurement.
    public var percentText: String {
        guard let standardDeviation else { return String(printf: "%.2f %%", 100 * mean) }
        return String(printf: "%.2f ± %.2f %%", 100 * mean, 100 * standardDeviation)
    }
}
