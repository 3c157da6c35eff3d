import CKernels
import Foundation

/// What a kernel did wrong.
struct Failure: CustomStringConvertible {
    enum Kind { case status, variant, values, unwritten, gaps, guards, inputs, scratch, threads }
    var kind: Kind
    var description: String
}

/// Runs calls between guard values and compares what comes out.
enum Harness {
    /// Under the thread sanitizer, which is slow, three threads must do.
    static let threadCounts = String(cString: ck_threading_model()) == "pthreads" ? [1, 3] : [1, 2, 3, 8]

    /// What came out of one call.
    struct Execution {
        var status: ck_status
        /// Contents after the call, by operand.
        var contents: [String: [UInt32]]
        var failures: [Failure]
    }

    /// Makes the call once. `omitting` operands are passed as NULL.
    static func execute(
        _ call: KernelCase, in context: KernelContext, aligned: Bool = false, omitting: Set<String> = [],
        probe: FieldProbe? = nil
    ) -> Execution {
        let buffers = call.operands.map { GuardedBuffer($0.words, aligned: aligned) }
        var addresses: [String: UnsafeMutableRawPointer] = [:]
        for (operand, buffer) in zip(call.operands, buffers) where !omitting.contains(operand.name) {
            addresses[operand.name] = buffer.address
        }
        let status = call.run(KernelCase.Call(context: context.pointer, addresses: addresses, probe: probe))

        var execution = Execution(status: status, contents: [:], failures: [])
        func fail(_ kind: Failure.Kind, _ text: String) {
            execution.failures.append(Failure(kind: kind, description: "\(call.name): \(text)"))
        }
        for (operand, buffer) in zip(call.operands, buffers) {
            let words = buffer.words
            execution.contents[operand.name] = words
            if !buffer.isIntact { fail(.guards, "wrote outside of \(operand.name)") }
            if operand.role == .input {
                if !sameBits(words, operand.words) { fail(.inputs, "changed its input \(operand.name)") }
            } else if status != CK_OK {
                if !sameBits(words, operand.words) { fail(.status, "failed, but changed \(operand.name)") }
            } else if !omitting.contains(operand.name) {
                checkCoverage(operand, words, fail)
            }
        }
        if !ck_context_scratch_is_intact(context.pointer) { fail(.scratch, "wrote behind its scratch memory") }
        return execution
    }

    /// Every element of an output is written, and nothing between the rows.
    private static func checkCoverage(
        _ operand: Operand, _ words: [UInt32], _ fail: (Failure.Kind, String) -> Void
    ) {
        let unchanged = { (index: Int) in words[index] == operand.words[index] }
        if let rows = operand.rows, rows.stride > rows.width {
            let gaps = words.indices.lazy.filter { $0 % rows.stride >= rows.width }
            if let index = gaps.first(where: { !unchanged($0) }) {
                fail(.gaps, "wrote between the rows of \(operand.name), at element \(index)")
            }
            let filled = words.indices.lazy.filter { $0 % rows.stride < rows.width }
            if operand.role == .output, let index = filled.first(where: { words[$0] == GuardedBuffer.guardWord }) {
                fail(.unwritten, "left element \(index) of \(operand.name) unwritten")
            }
        } else if operand.role == .output, let index = words.firstGuardWord {
            fail(.unwritten, "left element \(index) of \(operand.name) unwritten")
        }
    }

    /// Contexts for a variant at each thread count.
    struct Contexts {
        let variant: Variant
        let byThreads: [KernelContext]

        let threadCounts: [Int]

        /// `beside`: variants of other operators, as in `--kernels`. The reference is slow: two thread counts must do.
        init(_ variant: Variant, beside kernels: String = "auto") {
            self.variant = variant
            threadCounts = variant.name == "reference" ? [1, 8] : Harness.threadCounts
            byThreads = threadCounts.map {
                KernelContext(threads: $0, kernels: "\(kernels),\(variant.operatorName)=\(variant.name)")
            }
        }
    }

    /// What is wrong with each variant in this call.
    static func failures(
        _ call: KernelCase, _ variants: [Contexts], reference context: KernelContext
    ) -> [Failure] {
        let reference = execute(call, in: context)
        guard reference.status == CK_OK else {
            return [Failure(kind: .status, description: "\(call.name): \(context.message)")]
        }
        // The reference is slow: variants that transform share one call for the magnitudes, and so do the others.
        var magnitudesByKind: [Bool: [String: [UInt32]]] = [:]
        return reference.failures
            + variants.flatMap { contexts in
                let agreement = call.agreement(errorBound: contexts.variant.errorBound)
                var magnitudes: [String: [UInt32]] = [:]
                if case .scaled(_, let magnitudeCall) = agreement {
                    let isTransforming = contexts.variant.errorBound != 0
                    magnitudes = magnitudesByKind[isTransforming] ?? execute(magnitudeCall, in: context).contents
                    magnitudesByKind[isTransforming] = magnitudes
                }
                return failures(call.agreeing(agreement), contexts, reference, magnitudes).map { failure in
                    Failure(kind: failure.kind, description: "\(contexts.variant): \(failure)")
                }
            }
    }

    private static func failures(
        _ call: KernelCase, _ contexts: Contexts, _ reference: Execution, _ magnitudes: [String: [UInt32]]
    ) -> [Failure] {
        let first = execute(call, in: contexts.byThreads[0])
        guard first.status == CK_OK else {
            return first.failures
                + [Failure(kind: .status, description: "\(call.name): \(contexts.byThreads[0].message)")]
        }
        var failures = first.failures
        failures += differences(call, first, reference, magnitudes)
        for (threads, context) in zip(contexts.threadCounts, contexts.byThreads).dropFirst() {
            // The alignment changes as well: neither may show in the result.
            let execution = execute(call, in: context, aligned: threads % 2 == 0)
            failures += execution.failures
            if execution.status != CK_OK || !sameContents(execution, first) {
                let text = "\(call.name): \(threads) threads give other bits than one"
                failures.append(Failure(kind: .threads, description: text))
            }
        }
        return failures
    }

    private static func sameContents(_ a: Execution, _ b: Execution) -> Bool {
        a.contents.allSatisfy { name, words in sameBits(words, b.contents[name]!) }
    }

    /// Compares a result with the reference's.
    private static func differences(
        _ call: KernelCase, _ result: Execution, _ reference: Execution, _ magnitudes: [String: [UInt32]]
    ) -> [Failure] {
        return call.operands.filter { $0.role != .input }.compactMap { operand in
            let comparison = Comparison(
                agreement: call.agreement, initial: operand.words, magnitudes: magnitudes[operand.name],
                element: operand.element, rows: operand.rows)
            return comparison.firstDifference(result.contents[operand.name]!, reference.contents[operand.name]!).map {
                Failure(kind: .values, description: "\(call.name): \(operand.name): \($0)")
            }
        }
    }

    /// Compares a result with its definition in double precision.
    static func failures(_ definition: Definition, in context: KernelContext) -> [Failure] {
        let execution = execute(definition.call, in: context)
        let name = definition.call.name
        guard execution.status == CK_OK else {
            return [Failure(kind: .status, description: "\(name): \(context.message)")]
        }
        let operand = definition.call.operands.first { $0.name == definition.output }!
        var results = execution.contents[definition.output]!.map { word in
            operand.element == .integer ? Double(Int32(bitPattern: word)) : Double(Float(bitPattern: word))
        }
        if let rows = operand.rows {
            results = results.indices.filter { $0 % rows.stride < rows.width }.map { results[$0] }
        }
        guard results.count == definition.expected.count else {
            let text = "\(name): \(results.count) results, the definition has \(definition.expected.count)"
            return execution.failures + [Failure(kind: .values, description: text)]
        }
        let wrong = results.indices.first { index in
            let (got, expected) = (results[index], definition.expected[index])
            return got != expected && !(abs(got - expected) <= definition.bounds[index])
        }
        guard let wrong else { return execution.failures }
        let text =
            "\(name): element \(wrong) of \(definition.output) is \(results[wrong]), by definition "
            + "\(definition.expected[wrong]), allowed difference \(definition.bounds[wrong])"
        return execution.failures + [Failure(kind: .values, description: text)]
    }
}
