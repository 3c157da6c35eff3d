import SwiftletNN
import SwiftletTensor
import Testing

private final class TextNet: Module {
    let table: Embedding
    let head = Linear(2, 1)

    init(isFrozen: Bool) { table = Embedding(table: Tensor([[1, 2], [3, 4], [5, 6]]), isFrozen: isFrozen) }

    func callAsFunction(_ tokens: IntTensor) throws -> Tensor { head(try table(tokens)) }
}

@Suite("What is part of a step, and what its gradients are")
struct StepSemanticsTests {
    @Test func theStepRidesOnTokensThroughAFrozenTable() throws {
        for isFrozen in [true, false] {
            let model = try TextNet(isFrozen: isFrozen).initialized(seed: 3)
            let (_, gradients) = try valueAndGradients(of: model) { pass in
                try model(pass(IntTensor([0, 2]))).sum()
            }
            #expect(gradients["head.weight"]?.elements == [6, 8])
            #expect((gradients["table.weight"] == nil) == isFrozen)
        }
    }

    @Test func resultsThatAreNoFloatsArePartOfTheStep() throws {
        let pass = Pass(.training)
        let x = pass(Tensor([[1, 3, 2], [4, 0, 5]]))
        let tokens = pass(IntTensor([2, 0, 1]))
        let mask = x .> 1
        var sum = Tensor.zeros([2, 3])
        sum.add(x)
        var average = Tensor.zeros([2, 3])
        average.lerp(x, weight: 0.5)
        var written = Tensor.zeros([2, 3])
        written[0] = x[1]
        let floats: [(String, Tensor)] = [
            ("floats", mask.floats()), ("where", .where(mask, 1, 0)), ("sign", x.sign()), ("floor", x.floor()),
            ("pow", x.pow(0)), ("oneHot", try tokens.oneHot(3)), ("integers", tokens.floats()), ("add", sum),
            ("lerp", average), ("write", written), ("take", Tensor([1, 2, 3]).taken(axis: 0, tokens)),
            ("triu", x.triu()), ("einsum", einsum("ij,kj->ik", x, Tensor.ones([2, 3]))), ("cumsum", x.cumsum(axis: 0)),
            (
                "dropout",
                {
                    var random = RandomStream(seed: 1); return x.dropout(rate: 0.5, using: &random)
                }()
            ),
            (
                "interpolated",
                x.reshaped(to: 1, 1, 2, 3).interpolated(to: .factor(1.5), .bilinear(alignsCorners: false))
            ),
            ("sorted", x.sorted().values), ("moved", x.moved(to: try ComputeContext(threads: 1))),
        ]
        for (name, tensor) in floats { #expect(tensor.pass === pass, "\(name)") }
        var random = RandomStream(seed: 1)
        let integers: [(String, IntTensor)] = [
            ("argmax", x.argmax(axis: 1)), ("argmin", x.argmin()), ("argsort", x.argsort()),
            ("topK", x.topK(2).indices),
            ("ints", x.ints()), ("sum", tokens.sum()), ("arithmetic", 2 * tokens + 1), ("nonzero", mask.nonzero()),
            ("sorted", tokens.sorted().values), ("concatenated", .concatenated([tokens, IntTensor([1])], axis: 0)),
            ("reshaped", tokens.reshaped(to: 3, 1)), ("subscript", tokens[1...]),
            ("categorical", .categorical(logits: x, using: &random)),
        ]
        for (name, tensor) in integers { #expect(tensor.pass === pass, "\(name)") }
        let masks: [(String, BoolTensor)] = [
            ("compare", tokens .== 1), ("and", mask .& BoolTensor([true, false, true])), ("not", .!mask),
            ("any", mask.any(axis: 0)), ("all", mask.all()),
            ("bernoulli", .bernoulli(probabilities: mask.floats(), using: &random)),
        ]
        for (name, tensor) in masks { #expect(tensor.pass === pass, "\(name)") }
    }

    @Test func gradientsCrossContexts() throws {
        let (first, second) = (try ComputeContext(threads: 1), try ComputeContext(threads: 2))
        let x = Tensor([1, 2], in: first)
        let found = gradient(at: x) { ($0 * $0.moved(to: second).squared().moved(to: first)).sum() }
        #expect(found.elements == [3, 12])
        #expect(found.context === first)
    }

    @Test func aValueOfTheStepThatDoesNotDependOnTheArgumentHasTheGradientZero() throws {
        let model = try TextNet(isFrozen: false).initialized(seed: 3)
        let (_, gradients) = try valueAndGradients(of: model) { pass in
            let loss = try model(pass(IntTensor([0, 2]))).sum()
            let unrelated = gradient(at: Tensor([1, 2])) { _ in loss }
            #expect(unrelated.elements == [0, 0])
            return loss + unrelated.sum()
        }
        #expect(gradients["head.weight"]?.elements == [6, 8])
    }

    @Test func aParameterTakesNoStepIn() throws {
        let model = try TextNet(isFrozen: false).initialized(seed: 3)
        let bias = model.head.bias!
        _ = try valueAndGradients(of: model) { pass in
            let output = try model(pass(IntTensor([0, 2])))
            bias.value.add(output[0])
            #expect(bias.value.pass == nil && !bias.value.isTracked)
            return output.sum()
        }
    }

    @Test func aParameterKeepsItsShape() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let parameter = Parameter(Tensor([1, 2]))
            var other = Tensor([1, 2, 3])
            swap(&other, &parameter.value)
        }
        let errors = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(errors.contains("a Parameter of shape [2] cannot take a value of shape [3]"), "\(errors)")
    }

    @Test func readingAParameterWhileItIsChangedTraps() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let parameter = Parameter(Tensor([1, 2]))
            parameter.value.withUnsafeMutableElements { $0[0] = parameter.value.item }
        }
        let errors = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(errors.contains("overlapping accesses") || errors.contains("imultaneous accesses"), "\(errors)")
    }
}
