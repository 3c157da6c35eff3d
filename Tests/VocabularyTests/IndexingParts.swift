import SwiftletTensor

/// The parts of tensors that Scripts/goldens/vocabulary_indexing.py names, as subscripts.
let indexingParts: [String: [any TensorIndexing]] = [
    "integer": [1],
    "negative integers": [-1, -3],
    "all integers": [2, 0],
    "one element": [0, -1],
    "rank 0": [],
    "range": [1..<3],
    "closed range": [.all, 1...3],
    "from": [0..., 2...],
    "from the end": [(-2)...],
    "up to the end": [..<2, ..<(-1)],
    "through": [...1, ...(-1)],
    "negative bounds": [(-4)..<(-1)],
    "step": [.slice(from: 0, to: 7, by: 3)],
    "step from": [.all, .slice(from: 1, by: 2)],
    "ellipsis": [0, .ellipsis, 1],
    "leading ellipsis": [.ellipsis, 1, 0..<2],
    "new axes": [.newAxis, .all, .newAxis, 0],
    "rank 6": [0, 1..., .ellipsis, -1, .newAxis],
    "empty range": [2..<2],
    "empty axis": [.all, 1],
    "backward": [.slice(by: -1)],
    "backward by two": [.slice(from: -1, to: 0, by: -2)],
    "stride": [.all, stride(from: 5, through: 1, by: -2)],
    "list": [[2, 0, 3]],
]

/// The same for parts with indices `i` and `j` and masks `m` of the golden case.
let chosenParts: [String: @Sendable (_ i: IntTensor, _ j: IntTensor, _ m: BoolTensor) -> [any TensorIndexing]] = [
    "indices": { i, _, _ in [i] },
    "indices of rank 2": { i, _, _ in [.all, i] },
    "index of rank 0": { i, _, _ in [.all, i] },
    "negative indices": { i, _, _ in [i] },
    "no indices": { i, _, _ in [i] },
    "pairs": { i, j, _ in [i, j] },
    "pairs broadcast": { i, j, _ in [i, j] },
    "pairs apart": { i, j, _ in [i, .all, j] },
    "pairs of last axes": { i, j, _ in [.all, i, j] },
    "integer and indices": { i, _, _ in [0, .all, i] },
    "range, indices, step": { i, _, _ in [1..., i, .slice(by: 2)] },
    "indices and new axis": { i, _, _ in [.newAxis, .all, i] },
    "mask": { _, _, m in [m] },
    "mask of rows": { _, _, m in [m] },
    "mask of columns": { _, _, m in [.all, m] },
    "mask of inner axes": { _, _, m in [.all, m] },
    "mask of none": { _, _, m in [m] },
    "mask and indices": { i, _, m in [m, i] },
]

extension NDArray {
    /// The part that a list of indices names: a variadic subscript takes no list.
    subscript(list indices: [any TensorIndexing]) -> NDArray {
        get {
            switch indices.count {
            case 0: self[...]
            case 1: self[indices[0]]
            case 2: self[indices[0], indices[1]]
            case 3: self[indices[0], indices[1], indices[2]]
            case 4: self[indices[0], indices[1], indices[2], indices[3]]
            default: self[indices[0], indices[1], indices[2], indices[3], indices[4]]
            }
        }
        set {
            switch indices.count {
            case 0: self[...] = newValue
            case 1: self[indices[0]] = newValue
            case 2: self[indices[0], indices[1]] = newValue
            case 3: self[indices[0], indices[1], indices[2]] = newValue
            case 4: self[indices[0], indices[1], indices[2], indices[3]] = newValue
            default: self[indices[0], indices[1], indices[2], indices[3], indices[4]] = newValue
            }
        }
    }
}
