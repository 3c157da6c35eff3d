import CKernels
import Foundation
import Testing

/// Every size and option of every entry point with every kind of bad value: refused, or computed within its operands.
@Suite(.serialized) struct FieldTests {
    private static let operatorNames = testedOperators.map { $0.operatorName }

    /// Fields for which -1 has a meaning.
    private static let mayBeMinusOne: Set = ["padding_index"]

    private func entryPoints(_ operatorName: String) throws -> [KernelCase] {
        try #require(operatorCases(operatorName)).entryPoints
    }

    private func fields(_ call: KernelCase, _ context: KernelContext) -> FieldProbe {
        let probe = FieldProbe()
        #expect(Harness.execute(call, in: context, probe: probe).status == CK_OK, "\(call.name): \(context.message)")
        return probe
    }

    /// Makes the call; what is refused must name its entry point and leave everything as it was.
    private func status(_ call: KernelCase, _ context: KernelContext, _ probe: FieldProbe, _ text: String) -> ck_status
    {
        let execution = Harness.execute(call, in: context, probe: probe)
        for failure in execution.failures where execution.status != CK_OK || failure.kind != .unwritten {
            Issue.record("\(text): \(failure)")
        }
        if execution.status != CK_OK {
            #expect(execution.status == CK_INVALID_ARGUMENT, "\(text)")
            #expect(
                context.message.hasPrefix(String(call.name.prefix { $0 != " " }) + ": "), "\(text): \(context.message)")
        }
        return execution.status
    }

    @Test(arguments: operatorNames) func missingDescriptorsAreRefused(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try entryPoints(operatorName) where fields(call, context).hasDescriptor {
            // An epilogue is optional.
            guard !call.name.contains("activation 2") else { continue }
            let text = "\(call.name) without a descriptor"
            let status = status(call, context, FieldProbe(omittingDescriptor: true), text)
            #expect(status == CK_INVALID_ARGUMENT, "\(text)")
            #expect(context.message.contains("descriptor"), "\(text): \(context.message)")
        }
    }

    @Test(arguments: operatorNames) func negativeSizesAreRefused(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try entryPoints(operatorName) {
            for field in fields(call, context).fields where field.kind == .size {
                for value: Int64 in [-1, -2, .min / 2, .min] {
                    if value == -1, Self.mayBeMinusOne.contains(field.name) { continue }
                    let text = "\(call.name) with \(field.name) = \(value)"
                    let status = status(call, context, FieldProbe(field.name, .size(value)), text)
                    #expect(status == CK_INVALID_ARGUMENT, "\(text)")
                    #expect(context.message.contains(field.name), "\(text): \(context.message)")
                }
            }
        }
    }

    /// Sizes whose products overflow are refused. A stride or a step may be as large: then it must do no harm.
    @Test(arguments: operatorNames) func hugeSizesDoNoHarm(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try entryPoints(operatorName) {
            for field in fields(call, context).fields where field.kind == .size {
                for value: Int64 in [.max, .max - 1, .max / 2, .max / 2 + 1, .max / 4 + 1, 1 << 62, 1 << 61] {
                    let text = "\(call.name) with \(field.name) = \(value)"
                    let status = status(call, context, FieldProbe(field.name, .size(value)), text)
                    if status == CK_OK {
                        #expect(field.name.hasPrefix("stride") || field.name == "step", "\(text) was taken")
                    }
                }
            }
        }
    }

    @Test(arguments: operatorNames) func sizesOfZeroDoNoHarm(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try entryPoints(operatorName) {
            for field in fields(call, context).fields where field.kind == .size {
                _ = status(call, context, FieldProbe(field.name, .size(0)), "\(call.name) with \(field.name) = 0")
            }
        }
    }

    @Test(arguments: operatorNames) func unknownChoicesAreRefused(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try entryPoints(operatorName) {
            for field in fields(call, context).fields where field.kind == .choice {
                for value in [UInt32(99), .max, .max / 2] {
                    let text = "\(call.name) with \(field.name) = \(value)"
                    let status = status(call, context, FieldProbe(field.name, .choice(value)), text)
                    #expect(status == CK_INVALID_ARGUMENT, "\(text)")
                    #expect(context.message.contains(field.name), "\(text): \(context.message)")
                }
            }
        }
    }

    @Test(arguments: operatorNames) func strangeOptionsDoNoHarm(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try entryPoints(operatorName) {
            for field in fields(call, context).fields where field.kind == .option {
                for value: Float in [
                    .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -1, .leastNonzeroMagnitude, 0,
                ] {
                    _ = status(
                        call, context, FieldProbe(field.name, .option(value)),
                        "\(call.name) with \(field.name) = \(value)")
                }
            }
        }
    }

    /// The public headers declare no entry point that the tables of cases leave out.
    @Test func everyEntryPointHasACase() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let headers = try FileManager.default.contentsOfDirectory(
            at: root.appendingPathComponent("Include/ck"), includingPropertiesForKeys: nil)
        var declared: Set<String> = []
        for header in headers where header.pathExtension == "h" {
            for match in try String(contentsOf: header, encoding: .utf8).matches(
                of: /ck_status (ck_\w+_f32\w*|ck_copy_strided)\(/)
            {
                declared.insert(String(match.output.1))
            }
        }
        let tested = Set(testedOperators.flatMap { $0.entryPoints }.map { String($0.name.prefix { $0 != " " }) })
        #expect(declared.count > 40)
        #expect(declared == tested)
    }
}
