extension Tensor {
    /// Whether no element is infinite or not a number.
    public var isFinite: Bool { withUnsafeElements { $0.allSatisfy(\.isFinite) } }
}
