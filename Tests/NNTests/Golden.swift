import Foundation
import SwiftletTensor
import Testing

/// Cases that PyTorch computed, as Scripts/goldens writes them.
struct GoldenFile: Decodable {
    let cases: [GoldenCase]

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The cases of a file of this test target, all or those whose names begin with `prefix`; it is an error if there
    /// are none.
    static func cases(_ name: String, prefix: String = "") throws -> [GoldenCase] {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Goldens") else {
            throw Missing(description: "there is no golden file Goldens/\(name).json; run Scripts/goldens/generate.py")
        }
        let all = try JSONDecoder().decode(GoldenFile.self, from: Data(contentsOf: url)).cases
        let cases = all.filter { $0.name.hasPrefix(prefix) }
        if cases.isEmpty { throw Missing(description: "the golden file Goldens/\(name).json has no cases '\(prefix)'") }
        return cases
    }
}

/// One case: options as numbers (flags are 0 or 1) and tensors by name.
struct GoldenCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let options: [String: Double]
    let tensors: [String: GoldenTensor]

    var testDescription: String { name }

    /// A tensor of the case.
    func golden(_ name: String) throws -> GoldenTensor {
        try #require(tensors[name], "the case '\(self.name)' has no tensor '\(name)'")
    }

    /// A tensor of the case, in a context.
    func tensor(_ name: String, in context: ComputeContext) throws -> Tensor {
        let golden = try golden(name)
        return Tensor(golden.data.map { Float($0) }, shape: Shape(golden.shape), in: context)
    }

    /// A tensor of whole numbers of the case, in a context.
    func integers(_ name: String, in context: ComputeContext) throws -> IntTensor {
        let golden = try golden(name)
        return IntTensor(golden.data.map { Int32($0) }, shape: Shape(golden.shape), in: context)
    }

    /// An option that must be there.
    func option(_ name: String) throws -> Double {
        try #require(options[name], "the case '\(self.name)' has no option '\(name)'")
    }

    /// A whole number among the options that must be there.
    func size(_ name: String) throws -> Int { Int(try option(name)) }

    /// Two whole numbers, `name_height` and `name_width`.
    func extent(_ name: String) throws -> Extent2d {
        Extent2d(height: try size("\(name)_height"), width: try size("\(name)_width"))
    }
}

/// Numbers row by row.
struct GoldenTensor: Decodable, Sendable {
    let shape: [Int]
    let data: [Double]

    /// How `actual` differs from these numbers by more than `tolerance` times the largest of them; nil if it does not.
    func mismatch(_ actual: Tensor, tolerance: Double = 1e-5) -> String? {
        guard actual.shape == Shape(shape) else { return "the shape is \(actual.shape), expected \(shape)" }
        let largest = data.reduce(0) { max($0, abs($1)) }
        let limit = tolerance * (largest > 0 ? largest : 1)
        let wrong = zip(actual.elements, data).enumerated().filter { !(abs(Double($1.0) - $1.1) <= limit) }
        guard let (index, (value, expected)) = wrong.first else { return nil }
        return "\(wrong.count) of \(data.count) elements are off by more than \(limit); "
            + "element \(index) is \(value), expected \(expected)"
    }
}

/// Expects a tensor to be what PyTorch computed.
func expectClose(
    _ actual: Tensor, _ golden: GoldenTensor, tolerance: Double = 1e-5, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let mismatch = golden.mismatch(actual, tolerance: tolerance)
    #expect(mismatch == nil, "\(what): \(mismatch ?? "")", sourceLocation: sourceLocation)
}
