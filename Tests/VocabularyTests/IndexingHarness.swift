import SwiftletTensor
import TestSupport
import Testing

/// Compares a function with a golden case of `derivative_case`: its output, the gradients of sum(weight * output^3) at
/// its inputs, and the gradients of those. Moves of elements are exact, so that the output must be so, too.
func expectDerivatives(
    _ golden: GoldenCase, _ names: [String], in context: ComputeContext, _ function: ([Tensor]) -> Tensor
) throws {
    let inputs = try names.map { try golden.tensor($0, in: context) }
    let output = function(inputs)
    expectClose(output, try golden.golden("output"), tolerance: 1e-7, "output")
    let weight = try golden.tensor("weight", in: context)
    func firsts(_ inputs: [Tensor]) -> [Tensor] {
        gradients(at: inputs) { arguments in
            let output = function(arguments)
            return (output * output * output * weight).sum()
        }
    }
    for (name, gradient) in zip(names, firsts(inputs)) {
        expectClose(gradient, try golden.golden("\(name)_gradient"), "gradient of \(name)")
    }
    let weights = try names.map { try golden.tensor("\($0)_weight", in: context) }
    let seconds = gradients(at: inputs) { arguments in
        let parts = zip(firsts(arguments), weights).map { ($0 * $1).sum() }
        return parts.dropFirst().reduce(parts[0], +)
    }
    for (name, gradient) in zip(names, seconds) {
        expectClose(gradient, try golden.golden("\(name)_second"), "second derivative of \(name)")
    }
}

/// Expects a process to have ended with a sentence on standard error that contains these strings.
func expectTrap(
    _ result: ExitTest.Result?, _ strings: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    for string in strings { #expect(message.contains(string), "\(message)", sourceLocation: sourceLocation) }
}
