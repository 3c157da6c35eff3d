import CKernels
import Testing

/// What is refused: a status, a sentence that names the culprit, and outputs as they were.
@Suite(.serialized) struct ErrorTests {
    private static let operatorNames = testedOperators.map { $0.operatorName }

    @Test(arguments: operatorNames) func badArgumentsAreRefused(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for error in try #require(operatorCases(operatorName)).errors {
            let execution = Harness.execute(error.call, in: context)
            #expect(execution.status == error.status, "\(error.call.name)")
            for failure in execution.failures { Issue.record("\(failure)") }
            for mention in error.mentions where !mention.isEmpty {
                #expect(context.message.contains(mention), "\(error.call.name)")
            }
        }
    }

    @Test(arguments: operatorNames) func missingOperandsAreRefused(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try #require(operatorCases(operatorName)).entryPoints {
            #expect(Harness.execute(call, in: context).status == CK_OK, "\(call.name): \(context.message)")
            for operand in call.operands {
                let execution = Harness.execute(call, in: context, omitting: [operand.name])
                let text = "\(call.name) without \(operand.name)"
                for failure in execution.failures { Issue.record("\(text): \(failure)") }
                if operand.isOptional {
                    #expect(execution.status == CK_OK, "\(text): \(context.message)")
                } else {
                    #expect(execution.status == CK_INVALID_ARGUMENT, "\(text)")
                    #expect(context.message.contains(operand.name), "\(text)")
                    #expect(context.message.contains("NULL"), "\(text)")
                }
            }
        }
    }

    @Test(arguments: operatorNames) func missingContextIsRefused(operatorName: String) throws {
        for call in try #require(operatorCases(operatorName)).entryPoints {
            let buffers = call.operands.map { GuardedBuffer($0.words, aligned: true) }
            let addresses = Dictionary(
                uniqueKeysWithValues: zip(call.operands, buffers).map { ($0.name, $1.address) })
            #expect(call.run(KernelCase.Call(context: nil, addresses: addresses)) == CK_INVALID_ARGUMENT)
            for (operand, buffer) in zip(call.operands, buffers) { #expect(buffer.words == operand.words) }
        }
    }

    @Test(arguments: operatorNames) func emptyOperandsMayBeNull(operatorName: String) throws {
        let context = KernelContext(threads: 2)
        for call in try #require(operatorCases(operatorName)).exactCases {
            let empty = Set(call.operands.filter(\.words.isEmpty).map(\.name))
            guard !empty.isEmpty else { continue }
            let execution = Harness.execute(call, in: context, omitting: empty)
            #expect(execution.status == CK_OK, "\(call.name): \(context.message)")
            for failure in execution.failures { Issue.record("\(failure)") }
        }
    }

    @Test func outputSizesFollowTheFormula() {
        let context = KernelContext()
        for shape in ConvolutionTable.shapes + ConvolutionTable.transposed(ConvolutionTable.shapes) {
            var descriptor = shape.descriptor2d
            var (height, width): (Int64, Int64) = (-1, -1)
            let size = shape.isTransposed ? ck_conv_transpose2d_output_size : ck_conv2d_output_size
            #expect(size(context.pointer, &descriptor, &height, &width) == CK_OK)
            #expect([Int(height), Int(width)] == shape.outputSize)
        }
        for shape in ConvolutionTable.flatShapes + ConvolutionTable.transposed(ConvolutionTable.flatShapes) {
            var descriptor = shape.descriptor1d
            var length: Int64 = -1
            let size = shape.isTransposed ? ck_conv_transpose1d_output_size : ck_conv1d_output_size
            #expect(size(context.pointer, &descriptor, &length) == CK_OK)
            #expect(Int(length) == shape.outputSize[1])
        }
        for shape in PoolTable.shapes {
            var descriptor = shape.descriptor2d
            var (height, width): (Int64, Int64) = (-1, -1)
            #expect(ck_pool2d_output_size(context.pointer, &descriptor, &height, &width) == CK_OK)
            #expect([Int(height), Int(width)] == shape.outputSize)
            var flat = shape.flattened().descriptor1d
            #expect(ck_pool1d_output_size(context.pointer, &flat, &width) == CK_OK)
            #expect(Int(width) == shape.flattened().outputSize[1])
        }
    }

    @Test func outputSizesOfBadShapesAreRefused() {
        let context = KernelContext()
        var descriptor = ConvolutionShape(size: [4, 4], kernel: [5, 3]).descriptor2d
        var (height, width): (Int64, Int64) = (-1, -1)
        #expect(ck_conv2d_output_size(context.pointer, &descriptor, &height, &width) == CK_INVALID_ARGUMENT)
        #expect(context.message.contains("kernel_height"))
        #expect(height == -1 && width == -1)
        descriptor.kernel_height = 3
        #expect(ck_conv2d_output_size(context.pointer, &descriptor, nil, &width) == CK_INVALID_ARGUMENT)
        #expect(context.message.contains("height"))
        #expect(ck_conv2d_output_size(context.pointer, nil, &height, &width) == CK_INVALID_ARGUMENT)
        var window = PoolShape(size: [4, 4], kernel: [2, 5], stride: [1, 1]).descriptor2d
        #expect(ck_pool2d_output_size(context.pointer, &window, &height, &width) == CK_INVALID_ARGUMENT)
        #expect(context.message.contains("kernel_width"))
    }
}
