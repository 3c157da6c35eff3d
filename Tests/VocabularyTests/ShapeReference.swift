import SwiftletTensor

/// All index tuples of a shape, row by row.
func indexTuples(_ shape: Shape) -> [[Int]] {
    shape.dimensions.reduce([[]]) { tuples, size in tuples.flatMap { tuple in (0..<size).map { tuple + [$0] } } }
}

/// An array of the shape whose element at each index tuple is what `element` says.
func array<Element: TensorElement>(
    _ shape: Shape, in context: ComputeContext = .default, _ element: ([Int]) -> Element
) -> NDArray<Element> {
    NDArray(indexTuples(shape).map(element), shape: shape, in: context)
}

extension NDArray {
    /// The element at an index tuple.
    subscript(at tuple: [Int]) -> Element {
        elements[zip(tuple, shape.dimensions).reduce(0) { $0 * $1.1 + $1.0 }]
    }
}

/// 0, 1, 2, ... in a shape.
func counting(_ shape: Shape, in context: ComputeContext = .default) -> Tensor {
    Tensor((0..<shape.count).map(Float.init), shape: shape, in: context)
}

/// Numbers in [-2, 2), the same at every call.
func uniform(_ shape: Shape, seed: UInt64 = 1, in context: ComputeContext = .default) -> Tensor {
    var random = RandomStream(seed: seed)
    return Tensor.uniform(shape, -2, 2, using: &random, in: context)
}

/// Shapes of ranks 0 to 6, with axes of size 0 and 1.
let oddShapes: [Shape] = [
    [], [1], [5], [0], [2, 3], [3, 1], [1, 0], [2, 3, 2], [2, 0, 3], [2, 1, 3, 2], [1, 2, 1, 2, 3], [2, 1, 2, 2, 1, 3],
    [1, 1, 1, 1, 1, 1],
]
