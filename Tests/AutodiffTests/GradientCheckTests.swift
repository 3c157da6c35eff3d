import SwiftletTensor
import Testing

/// A harness that finds nothing is worth nothing: these operators have wrong gradients, and it must say so.
@Suite struct GradientCheckTests {
    @Test func findsAWrongFormula() throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([3, 4])]) { inputs in
            let output = inputs[0].detached.tanh()
            return Tape.record(output, from: inputs) { [$0 * (1 - output)] }
        }
        #expect(!found.isEmpty)
    }

    @Test func findsAGradientOffByOnePerMille() throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([3, 4])]) { inputs in
            Tape.record(inputs[0].detached * 3, from: inputs) { [$0 * 3.003] }
        }
        #expect(!found.isEmpty)
    }

    @Test func findsASingleWrongElement() throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([2, 5])]) { inputs in
            Tape.record(inputs[0].detached.exp(), from: inputs) { outputGradient in
                var gradient = outputGradient * inputs[0].detached.exp()
                gradient.withUnsafeMutableElements { $0[7] = 0 }
                return [gradient]
            }
        }
        #expect(found.map(\.element) == [7])
        #expect(found.first?.description.hasPrefix("input 0, element 7: gradient 0.0, central difference ") == true)
    }

    @Test func findsAMissingGradient() throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([4]), check.tensor([4])]) { inputs in
            Tape.record(inputs[0].detached + inputs[1].detached, from: inputs) { [$0, nil] }
        }
        #expect(Set(found.map(\.input)) == [1])
    }

    @Test func findsAMissingSecondDerivative() throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([3, 4])]) { inputs in
            let output = inputs[0].detached.tanh()
            return Tape.record(output, from: inputs) { [$0 * (1 - output * output)] }
        }
        #expect(!found.isEmpty)
    }

    @Test func acceptsARightGradient() throws {
        var check = try GradientCheck()
        let found = check.mismatches([check.tensor([3, 4])]) { inputs in
            Tape.record(inputs[0].detached.tanh(), from: inputs) { gradient, output in
                [gradient * (1 - output * output)]
            }
        }
        #expect(found.isEmpty)
    }
}
