#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Random integers and truth values, drawn one after the other, so that they are the same at any number of threads.

extension IntTensor {
    /// Uniform random integers in 0 ..< bound, without bias.
    public static func uniform(
        _ shape: Shape, below bound: Int, using random: inout RandomStream, in context: ComputeContext = .default
    ) -> IntTensor {
        require(
            bound > 0 && bound <= 1 << 31, "uniform: expected a bound in 1 ... 2147483648, got \(bound)")
        return IntTensor(shape: shape, in: context) { elements in
            for index in elements.indices { elements[index] = Int32(random.index(below: bound)) }
        }
    }

    /// The integers 0 ..< count in random order.
    public static func permutation(
        _ count: Int, using random: inout RandomStream, in context: ComputeContext = .default
    ) -> IntTensor {
        require(count >= 0 && count <= 1 << 31, "permutation: expected a count in 0 ... 2147483648, got \(count)")
        return IntTensor(random.permutation(count).map(Int32.init), in: context)
    }

    /// One class for each row of logits [..., classes], drawn with the probabilities `softmax(logits)`: of shape [...].
    ///
    /// -infinity stands for the probability 0. A row with infinity, NaN or nothing else traps, and so do no classes.
    public static func categorical(logits: Tensor, using random: inout RandomStream) -> IntTensor {
        require(
            logits.shape.rank > 0 && logits.shape[-1] > 0,
            "categorical: expected logits [..., classes], got \(logits.shape)")
        let classes = logits.shape[-1]
        let result = IntTensor(shape: logits.shape.removing(axis: -1), in: logits.context) { chosen in
            logits.withUnsafeElements { elements in
                for row in chosen.indices {
                    chosen[row] = random.choice(
                        UnsafeBufferPointer(rebasing: elements[row * classes..<(row + 1) * classes]))
                }
            }
        }
        return result.on(logits.tape)
    }
}

extension BoolTensor {
    /// Truth values, each true with a probability.
    public static func bernoulli(
        _ shape: Shape, probability: Float = 0.5, using random: inout RandomStream,
        in context: ComputeContext = .default
    ) -> BoolTensor {
        bernoulli(probabilities: .full(shape, probability, in: context), using: &random)
    }

    /// Truth values, each true with the probability that the tensor has there.
    public static func bernoulli(probabilities: Tensor, using random: inout RandomStream) -> BoolTensor {
        // Numbers drawn with 24 bits in [0, 1): below 0 lies none, below 1 all.
        let numbers = Tensor.uniform(probabilities.shape, using: &random, in: probabilities.context)
        probabilities.withUnsafeElements { elements in
            for (index, element) in elements.enumerated() where !(element >= 0 && element <= 1) {
                fatalError("bernoulli: element \(index) is \(element), expected a probability")
            }
        }
        return numbers .< probabilities.detached.on(probabilities.tape)
    }
}

extension RandomStream {
    /// A class drawn with the probabilities of logits: the first at which their running sum exceeds a uniform number.
    fileprivate mutating func choice(_ logits: UnsafeBufferPointer<Float>) -> Int32 {
        let largest = logits.max()!
        let weights = logits.map { exp(Double($0) - Double(largest)) }
        let total = weights.reduce(0, +)
        require(
            total.isFinite && total >= 1 && largest.isFinite,
            "categorical: the logits \(Array(logits.prefix(10))) are no distribution")
        let threshold = Double(next() >> 11) * 0x1p-53 * total
        var sum = 0.0
        for (index, weight) in weights.enumerated() {
            sum += weight
            if sum > threshold { return Int32(index) }
        }
        // Rounding of the sum: the last class that can be drawn.
        return Int32(weights.lastIndex { $0 > 0 }!)
    }
}
