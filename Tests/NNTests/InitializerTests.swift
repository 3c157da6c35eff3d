import Foundation
import SwiftletTensor
import Testing

@testable import SwiftletNN

@Suite("Initialisers draw from the distributions they name")
struct InitializerTests {
    private let fans = Fans(input: 300, output: 100)
    private let shape: Shape = [200, 250]

    private func draw(_ initializer: Initializer) throws -> [Double] {
        let context = try ComputeContext(threads: 1)
        return initializer(shape, fans: fans, random: RandomStream(seed: 11), in: context).elements.map(Double.init)
    }

    @Test(
        "Uniform ones reach their bounds, stay within, and have mean 0 and the variance of the distribution",
        arguments: [
            (Initializer.fanInUniform, 1.0 / 300), (.glorotUniform, 6.0 / 400), (.heUniform, 6.0 / 300),
            (.uniform(low: -0.5, high: 0.5), 0.25),
        ])
    func uniform(_ initializer: Initializer, squaredBound: Double) throws {
        let values = try draw(initializer)
        let bound = squaredBound.squareRoot()
        let largest = try #require(values.map(abs).max())
        #expect(largest <= bound * (1 + 1e-6) && largest > bound * 0.999)
        try expectMoments(values, mean: 0, variance: squaredBound / 3, kurtosis: 1.8)
    }

    @Test(
        "Normal ones have the mean, the variance and the tails of the distribution",
        arguments: [
            (Initializer.glorotNormal, 0.0, 2.0 / 400), (.heNormal, 0, 2.0 / 300), (.lecunNormal, 0, 1.0 / 300),
            (.normal(mean: 3, deviation: 0.5), 3, 0.25),
        ])
    func normal(_ initializer: Initializer, mean: Double, variance: Double) throws {
        try expectMoments(try draw(initializer), mean: mean, variance: variance, kurtosis: 3)
    }

    /// Bounds of five standard errors.
    private func expectMoments(_ values: [Double], mean: Double, variance: Double, kurtosis: Double) throws {
        let count = Double(values.count)
        let centred = values.map { $0 - mean }
        let first = centred.reduce(0, +) / count
        let second = centred.reduce(0) { $0 + $1 * $1 } / count
        let fourth = centred.reduce(0) { $0 + pow($1, 4) } / count
        #expect(abs(first) < 5 * (variance / count).squareRoot())
        #expect(abs(second / variance - 1) < 5 * ((kurtosis - 1) / count).squareRoot())
        #expect(abs(fourth / (variance * variance) / kurtosis - 1) < 0.1)
    }

    @Test func constants() throws {
        #expect(try draw(.zeros).allSatisfy { $0 == 0 })
        #expect(try draw(.constant(0.25)).allSatisfy { $0 == 0.25 })
    }

    @Test("Rows, or columns if there are fewer, are orthonormal", arguments: [(4, 9), (9, 4), (6, 6)])
    func orthogonal(rows: Int, columns: Int) throws {
        let context = try ComputeContext(threads: 1)
        let shape: Shape = [rows, columns]
        let values = Initializer.orthogonal(
            shape, fans: Fans(of: shape), random: RandomStream(seed: 3), in: context
        ).elements
        let vectors =
            rows <= columns
            ? (0..<rows).map { row in (0..<columns).map { values[row * columns + $0] } }
            : (0..<columns).map { column in (0..<rows).map { values[$0 * columns + column] } }
        for (i, left) in vectors.enumerated() {
            for (j, right) in vectors.enumerated() {
                let product = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - (i == j ? 1 : 0)) < 1e-5)
            }
        }
    }

    @Test("Fans count the window, and the second axis as inputs")
    func fanCounts() {
        #expect(Fans(of: [5, 3]) == Fans(input: 3, output: 5))
        #expect(Fans(of: [8, 4, 3, 2]) == Fans(input: 24, output: 48))
    }

    @Test("The stream decides the numbers, and only it")
    func streams() throws {
        let context = try ComputeContext(threads: 1)
        func weights(_ random: RandomStream) throws -> [Float] {
            try Linear(4, 3).initialized(random: random, in: context).weight.value.elements
        }
        let random = RandomStream(seed: 5)
        #expect(try weights(random.child("a")) == weights(random.child("a")))
        #expect(try weights(random.child("a")) != weights(random.child("b")))
    }

    @Test("Layers start as PyTorch's do: weight and bias within 1 / sqrt(fan-in)")
    func layerDefaults() throws {
        let context = try ComputeContext(threads: 1)
        let linear = try Linear(16, 40).initialized(seed: 6, in: context)
        let convolution = try Conv2d(4, 30, kernelSize: 2).initialized(seed: 6, in: context)
        for parameter in [linear.weight, linear.bias, convolution.weight, convolution.bias] {
            let largest = try #require(parameter?.value.elements.map(abs).max())
            #expect(largest <= 0.25 && largest > 0.2)
        }
        let norm = try BatchNorm1d(3).initialized(seed: 6, in: context)
        #expect(norm.weight.value.elements == [1, 1, 1] && norm.bias.value.elements == [0, 0, 0])
        #expect(norm.runningMean.value.elements == [0, 0, 0] && norm.runningVar.value.elements == [1, 1, 1])
        let table = try Embedding(500, 20, paddingIndex: 2).initialized(seed: 6, in: context).weight.value
        #expect(Array(table.elements[40..<60]) == Array(repeating: 0, count: 20))
        try expectMoments(
            (table.elements[..<40] + table.elements[60...]).map(Double.init), mean: 0, variance: 1, kurtosis: 3)
    }

    @Test(arguments: [
        ("zeros", Initializer.zeros), ("glorot-uniform", .glorotUniform), ("glorot-normal", .glorotNormal),
        ("he-uniform", .heUniform), ("he-normal", .heNormal), ("lecun-normal", .lecunNormal),
        ("fan-in-uniform", .fanInUniform), ("orthogonal", .orthogonal), ("constant(0.5)", .constant(0.5)),
        ("uniform(-1,2)", .uniform(low: -1, high: 2)), ("normal(0, 0.02)", .normal(mean: 0, deviation: 0.02)),
    ])
    func names(_ text: String, _ expected: Initializer) throws {
        #expect(try Initializer(parsing: text) == expected)
        #expect(try Initializer(parsing: expected.description) == expected)
    }

    @Test(arguments: [
        "", "he", "constant", "constant()", "constant(x)", "uniform(1)", "uniform(2,1)", "normal(0,-1)", "normal(0,1",
        "normal(0,1,2)", "uniform(nan,1)", "zeros(1)",
    ])
    func unknownNames(_ text: String) {
        let error = #expect(throws: InitializerError.self) { try Initializer(parsing: text) }
        #expect(error?.description.contains("glorot-uniform") == true)
    }
}
