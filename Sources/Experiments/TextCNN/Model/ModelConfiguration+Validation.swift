import SwiftletTrain

extension ModelConfiguration {
    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        if kernelSizes.isEmpty { throw RunError("--kernel-sizes must be one or more whole numbers") }
        for size in kernelSizes { try requireCount(size, "--kernel-sizes") }
        try requireCount(filters, "--filters", maximum: 100_000)
        try requireCount(embeddingDimension, "--embedding-dimension", maximum: 65_536)
        try requireRate(dropout, "--dropout")
        try requireRate(embeddingDropout, "--embedding-dropout")
    }
}

/// Throws unless a setting lies between two bounds, of which the upper one leaves the product of two settings an Int.
func requireCount(_ value: Int, _ flag: String, minimum: Int = 1, maximum: Int = 1_000_000_000) throws {
    if value < minimum { throw RunError("\(flag) must be at least \(minimum), got \(value)") }
    if value > maximum { throw RunError("\(flag) must be at most \(maximum), got \(value)") }
}

/// Throws unless a setting is a share that leaves something.
func requireRate(_ value: Float, _ flag: String) throws {
    if !(value >= 0 && value < 1) { throw RunError("\(flag) must be at least 0 and below 1, got \(value)") }
}

/// Throws unless a setting is a positive finite number.
func requirePositive(_ value: Float, _ flag: String) throws {
    if !(value > 0 && value.isFinite) { throw RunError("\(flag) must be a positive number, got \(value)") }
}
