import CKernels

/// A call of one entry point with given operands.
struct KernelCase {
    /// What the call sees: the context and the addresses of the operands.
    struct Call {
        let context: OpaquePointer?
        let addresses: [String: UnsafeMutableRawPointer]
        /// What looks at the sizes and options of the call, or changes one.
        var probe: FieldProbe?

        subscript(name: String) -> UnsafeMutablePointer<Float>? {
            addresses[name]?.assumingMemoryBound(to: Float.self)
        }
        func integers(_ name: String) -> UnsafeMutablePointer<Int32>? {
            addresses[name]?.assumingMemoryBound(to: Int32.self)
        }
    }

    /// Entry point and shape, for messages.
    var name: String
    var operands: [Operand]
    var agreement: Agreement
    /// What is asked of a variant that transforms its operands, where more than `agreement` allows: its error bound
    /// times as many units.
    var transformedAgreement: Agreement?
    /// Calls the entry point; operands that are absent come as NULL.
    var run: (Call) -> ck_status

    init(
        _ name: String, _ operands: [Operand], agreement: Agreement = .exact, run: @escaping (Call) -> ck_status
    ) {
        self.name = name
        self.operands = operands
        self.agreement = agreement
        self.run = run
    }

    func agreeing(_ agreement: Agreement) -> KernelCase {
        var copy = self
        copy.agreement = agreement
        return copy
    }

    func agreeingIfTransformed(_ agreement: Agreement) -> KernelCase {
        var copy = self
        copy.transformedAgreement = agreement
        return copy
    }

    /// How close a variant with this error bound must come to the reference.
    func agreement(errorBound: Float) -> Agreement {
        errorBound == 0 ? agreement : (transformedAgreement ?? agreement).times(errorBound)
    }
}

/// What an entry point must compute, evaluated in double precision by a second, independent implementation.
struct Definition {
    var call: KernelCase
    var output: String
    var expected: [Double]
    /// Largest difference allowed for each element.
    var bounds: [Double]

    /// The bound is `units` roundings of `magnitudes`, the sum of the absolute values of the terms.
    init(_ call: KernelCase, _ output: String, _ expected: [Double], magnitudes: [Double], units: Double) {
        self.call = call
        self.output = output
        self.expected = expected
        bounds = magnitudes.map { units * 0x1p-24 * $0 + Double(Float.leastNormalMagnitude) }
    }
}

/// A call that must be refused.
struct ErrorCase {
    var call: KernelCase
    /// Words that the message must contain.
    var mentions: [String]
    var status = CK_INVALID_ARGUMENT

    init(_ call: KernelCase, mentions: String...) {
        self.call = call
        self.mentions = mentions
    }
}
