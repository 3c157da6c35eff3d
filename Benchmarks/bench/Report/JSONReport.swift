import Foundation

/// The figures of a run, with where they come from.
struct JSONReport: Encodable {
    struct Entry: Encodable {
        var operatorName: String
        var pass: String
        var shape: String
        var variant: String
        var threads: Int
        var outcome: String
        var isAutomatic: Bool
        var medianSeconds: Double?
        var spread: Double?
        var samples: Int?
        var gigaflopsPerSecond: Double?
        var gigabytesPerSecond: Double?
        var timesReference: Double?
        var timesAutomatic: Double?
        /// Largest difference from the reference; absent where it is not a number.
        var difference: Double?

        enum CodingKeys: String, CodingKey {
            case operatorName = "operator"
            case pass, shape, variant, threads, outcome, spread, samples, difference
            case isAutomatic = "is_automatic"
            case medianSeconds = "median_seconds"
            case gigaflopsPerSecond = "gigaflops_per_second"
            case gigabytesPerSecond = "gigabytes_per_second"
            case timesReference = "times_reference"
            case timesAutomatic = "times_automatic"
        }
    }

    let cpu = Machine.cpu
    let instructionSet = Machine.instructionSet
    let threading = Machine.threadingModel
    let date = Date()
    let rows: [Entry]

    enum CodingKeys: String, CodingKey {
        case cpu, threading, date, rows
        case instructionSet = "instruction_set"
    }

    init(rows: [Row]) {
        self.rows = rows.map { row in
            Entry(
                operatorName: row.workload.operatorName, pass: row.workload.pass, shape: row.workload.shape,
                variant: row.variant, threads: row.threads, outcome: row.outcome.rawValue,
                isAutomatic: row.isAutomatic, medianSeconds: row.timing?.median, spread: row.timing?.spread,
                samples: row.timing?.samples, gigaflopsPerSecond: row.gigaflops, gigabytesPerSecond: row.gigabytes,
                timesReference: row.timesReference, timesAutomatic: row.timesAutomatic,
                difference: row.difference.isFinite ? row.difference : nil)
        }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        do {
            try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw BenchError("cannot write \(path): \(error.localizedDescription)")
        }
    }
}
