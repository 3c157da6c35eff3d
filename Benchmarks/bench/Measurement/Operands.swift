import CKernels
import Foundation

extension Workload {
    /// Throws unless inputs and outputs, and the expected outputs beside them, fit into the machine's memory.
    func checkMemory() throws {
        let elements = (inputs.map(\.count) + outputs.flatMap { [$0.count, $0.count] }).reduce(0.0) { $0 + Double($1) }
        let (needed, available) = (4 * elements, Double(ProcessInfo.processInfo.physicalMemory))
        guard needed <= available else {
            throw BenchError(
                "\(title) \(shape) needs "
                    + String(
                        printf: "%.1f GB of memory, and the machine has %.1f.", needed * 1e-9, available * 1e-9))
        }
    }

    func makeInputs() throws -> [Buffer] {
        let context = try KernelContext(threads: 0, kernels: "auto")
        return inputs.enumerated().map { Buffer($1, key: UInt64($0 + 1), in: context) }
    }

    func makeOutputs() throws -> [Buffer] {
        let context = try KernelContext(threads: 0, kernels: "auto")
        return outputs.enumerated().map { index, output in
            let buffer = Buffer(count: output.count)
            if let initial = output.initial {
                buffer.fill(initial, key: UInt64(100 + index), in: context)
            } else {
                // NaN: an element that is left unwritten must show.
                context.expect(ck_fill_f32(context.pointer, Int64(output.count), .nan, buffer.pointer))
            }
            return buffer
        }
    }
}
