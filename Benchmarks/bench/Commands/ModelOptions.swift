/// Checks of the options that measurements of whole models share.
enum ModelOptions {
    /// The number of threads that was asked for, or that of all processors.
    static func threads(_ asked: Int?) throws -> Int {
        let threads = asked ?? ThreadCounts.all
        guard (1...1024).contains(threads) else {
            throw BenchError("--threads must be from 1 to 1024, got \(threads).")
        }
        return threads
    }

    static func check(seconds: Double) throws {
        guard seconds > 0, seconds <= 600 else {
            throw BenchError("--seconds must be above 0 and at most 600, got \(seconds).")
        }
    }

    static func check(trace: String?, profile: Bool) throws {
        guard let trace else { return }
        guard profile else { throw BenchError("--trace needs --profile.") }
        try checkWritable(trace)
    }

    static func check(batch: Int) throws {
        guard (1...65536).contains(batch) else {
            throw BenchError("--batch must be from 1 to 65536, got \(batch).")
        }
    }
}
