import Foundation
import SwiftletTensor
import SwiftletTrain

/// The figures of a run, with where they come from.
struct JSONReport: Codable {
    struct Entry: Codable {
        var operatorName: String
        var pass: String
        var shape: String
        var variant: String
        var threads: Int
        var outcome: Row.Outcome
        var isAutomatic: Bool
        var medianSeconds: Double?
        var lowerQuartileSeconds: Double?
        var upperQuartileSeconds: Double?
        var samples: Int?
        var operations: Double
        var bytesRead: Double
        var bytesWritten: Double
        var gigaflopsPerSecond: Double?
        var gigabytesPerSecond: Double?
        /// Share of the machine's limit, and which limit: "FMA" or a level of memory.
        var shareOfLimit: Double?
        var limit: String?
        var timesReference: Double?
        var timesAutomatic: Double?
        /// Largest difference from the reference; absent where it is not a number.
        var difference: Double?
        /// The smaller shape in which the result was compared with the reference; absent if it was this one. Then
        /// `times_reference` is an estimate.
        var checkedShape: String?

        enum CodingKeys: String, CodingKey {
            case operatorName = "operator"
            case pass, shape, variant, threads, outcome, samples, operations, limit, difference
            case isAutomatic = "is_automatic"
            case medianSeconds = "median_seconds"
            case lowerQuartileSeconds = "lower_quartile_seconds"
            case upperQuartileSeconds = "upper_quartile_seconds"
            case bytesRead = "bytes_read"
            case bytesWritten = "bytes_written"
            case gigaflopsPerSecond = "gigaflops_per_second"
            case gigabytesPerSecond = "gigabytes_per_second"
            case shareOfLimit = "share_of_limit"
            case timesReference = "times_reference"
            case timesAutomatic = "times_automatic"
            case checkedShape = "checked_shape"
        }
    }

    let cpu: String
    let instructionSet: String
    let threading: String
    let date: Date
    let limits: MachineLimits
    var rows: [Entry]

    enum CodingKeys: String, CodingKey {
        case cpu, threading, date, limits, rows
        case instructionSet = "instruction_set"
    }

    init(rows: [Row], limits: MachineLimits) {
        cpu = Machine.cpu
        instructionSet = Machine.instructionSet
        threading = Machine.threadingModel
        date = Date()
        self.limits = limits
        self.rows = rows.map(Entry.init)
    }

    static func read(_ path: String) throws -> JSONReport {
        let data = try WholeFile.require(path)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let report = try? decoder.decode(JSONReport.self, from: data) else {
            throw BenchError("\(path) does not hold figures that bench --json has written.")
        }
        return report
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try AtomicFile.write(encoder.encode(self) + Data("\n".utf8), to: path)
    }
}

extension JSONReport.Entry {
    init(_ row: Row) {
        let workload = row.workload
        self.init(
            operatorName: workload.operatorName, pass: workload.pass, shape: workload.shape, variant: row.variant.name,
            threads: row.threads, outcome: row.outcome, isAutomatic: row.isAutomatic,
            medianSeconds: row.timing?.median, lowerQuartileSeconds: row.timing?.lowerQuartile,
            upperQuartileSeconds: row.timing?.upperQuartile, samples: row.timing?.samples,
            operations: workload.operations, bytesRead: workload.bytesRead, bytesWritten: workload.bytesWritten,
            gigaflopsPerSecond: row.gigaflops, gigabytesPerSecond: row.gigabytes, shareOfLimit: row.shareOfLimit,
            limit: row.need?.cause, timesReference: row.timesReference, timesAutomatic: row.timesAutomatic,
            difference: row.difference.isFinite ? row.difference : nil, checkedShape: row.checkedShape)
    }
}
