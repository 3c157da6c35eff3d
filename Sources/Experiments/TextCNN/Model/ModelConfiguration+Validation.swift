import ExperimentSupport
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
