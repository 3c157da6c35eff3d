import Foundation
import SwiftletTensor
import Testing

/// Cases that PyTorch computed, as Scripts/goldens writes them.
public struct GoldenFile: Decodable {
    private let cases: [GoldenCase]

    /// There is no such file, or no such case in it.
    public struct Missing: Error, CustomStringConvertible {
        /// What is missing.
        public let description: String
    }

    /// The cases of a file among a test target's resources, all or those whose names begin with `prefix`; it is an error
    /// if there are none. `bundle` is `.module` of the test target.
    public static func cases(_ name: String, prefix: String = "", in bundle: Bundle) throws -> [GoldenCase] {
        guard let url = bundle.url(forResource: name, withExtension: "json", subdirectory: "Goldens") else {
            throw Missing(description: "there is no golden file Goldens/\(name).json; run Scripts/goldens/generate.py")
        }
        let all = try JSONDecoder().decode(GoldenFile.self, from: Data(contentsOf: url)).cases
        let cases = all.filter { $0.name.hasPrefix(prefix) }
        if cases.isEmpty { throw Missing(description: "the golden file Goldens/\(name).json has no cases '\(prefix)'") }
        return cases
    }
}

/// One case: options as numbers (flags are 0 or 1) and tensors by name.
public struct GoldenCase: Decodable, CustomTestStringConvertible, Sendable {
    /// What is computed.
    public let name: String
    /// Numbers by name.
    public let options: [String: Double]
    /// Tensors by name.
    public let tensors: [String: GoldenTensor]

    /// A case that was computed in another way.
    public init(name: String, options: [String: Double], tensors: [String: GoldenTensor]) {
        self.name = name
        self.options = options
        self.tensors = tensors
    }

    /// The name.
    public var testDescription: String { name }

    /// A tensor of the case.
    public func golden(_ name: String) throws -> GoldenTensor {
        try #require(tensors[name], "the case '\(self.name)' has no tensor '\(name)'")
    }

    /// A tensor of the case, in a context.
    public func tensor(_ name: String, in context: ComputeContext) throws -> Tensor {
        let golden = try golden(name)
        return Tensor(golden.data.map { Float($0) }, shape: Shape(golden.shape), in: context)
    }

    /// A tensor of whole numbers of the case, in a context.
    public func integers(_ name: String, in context: ComputeContext) throws -> IntTensor {
        let golden = try golden(name)
        return IntTensor(golden.data.map { Int32($0) }, shape: Shape(golden.shape), in: context)
    }

    /// An option that must be there.
    public func option(_ name: String) throws -> Double {
        try #require(options[name], "the case '\(self.name)' has no option '\(name)'")
    }

    /// A whole number among the options that must be there.
    public func size(_ name: String) throws -> Int { Int(try option(name)) }

    /// Two whole numbers, `name_height` and `name_width`.
    public func extent(_ name: String) throws -> Size2D {
        Size2D(height: try size("\(name)_height"), width: try size("\(name)_width"))
    }
}

/// Numbers row by row.
public struct GoldenTensor: Decodable, Sendable {
    /// Its dimensions.
    public let shape: [Int]
    /// Its elements.
    public let data: [Double]

    /// Numbers that were computed in another way.
    public init(shape: [Int], data: [Double]) {
        self.shape = shape
        self.data = data
    }

    /// How `actual` differs from these numbers by more than `tolerance` times the largest of them; nil if it does not.
    public func mismatch(_ actual: Tensor, tolerance: Double = 1e-5) -> String? {
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
public func expectClose(
    _ actual: Tensor, _ golden: GoldenTensor, tolerance: Double = 1e-5, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let mismatch = golden.mismatch(actual, tolerance: tolerance)
    #expect(mismatch == nil, "\(what): \(mismatch ?? "")", sourceLocation: sourceLocation)
}
