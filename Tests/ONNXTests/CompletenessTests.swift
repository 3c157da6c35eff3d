import Foundation
import SwiftletNN
import SwiftletTensor
import Testing

@testable import SwiftletONNX

@Suite("No layer is forgotten")
struct CompletenessTests {
    private static let layers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/NN/Layers")

    /// The types of a layer and of all that it holds.
    private func types(in module: Any) -> Set<String> {
        let parts: [any Layer] =
            switch module {
            case let sequence as Sequential: sequence.layers
            case let residual as Residual: [residual.body] + (residual.shortcut.map { [$0] } ?? [])
            default: []
            }
        return parts.reduce(into: ["\(type(of: module))"]) { $0.formUnion(types(in: $1)) }
    }

    @Test("Every class of Sources/NN/Layers that is a layer has a case among those that ONNX Runtime runs")
    func everyLayer() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.layers, includingPropertiesForKeys: nil)
        let declared = try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8)
                .matches(of: /final class (\w+)(?:<.*>)?: (?:\w+, )*\w*Layer/).map { String($0.output.1) }
        }
        #expect(declared.count > 30)
        let context = try ComputeContext(threads: 1)
        let tried = try LayerCase.all(in: context).reduce(into: Set<String>()) { $0.formUnion(types(in: $1.layer)) }
        #expect(Set(declared).subtracting(tried).isEmpty)
    }
}
