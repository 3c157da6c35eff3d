import SwiftletTrain

extension ModelConfiguration {
    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        guard !kernelSizes.isEmpty, kernelSizes.allSatisfy({ $0 >= 1 }) else {
            throw RunError("--kernel-sizes must be one or more whole numbers from 1 up, got \(kernelSizes)")
        }
        try requireAtLeastOne(filters, "--filters")
        try requireAtLeastOne(embeddingDimension, "--embedding-dimension")
        try requireRate(dropout, "--dropout")
        try requireRate(embeddingDropout, "--embedding-dropout")
    }
}

/// Throws unless a setting is at least 1.
func requireAtLeastOne(_ value: Int, _ flag: String) throws {
    if value < 1 { throw RunError("\(flag) must be at least 1, got \(value)") }
}

/// Throws unless a setting is a share that leaves something.
func requireRate(_ value: Float, _ flag: String) throws {
    if !(value >= 0 && value < 1) { throw RunError("\(flag) must be at least 0 and below 1, got \(value)") }
}

/// Throws unless a setting is a positive finite number.
func requirePositive(_ value: Float, _ flag: String) throws {
    if !(value > 0 && value.isFinite) { throw RunError("\(flag) must be a positive number, got \(value)") }
}
