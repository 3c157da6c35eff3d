import CKernels

/// Products of tensors summed over indices, by Einstein's convention, as `torch.einsum`:
///
///     einsum("bij,bjk->bik", a, b)     // batched products of matrices
///     einsum("ii->i", a)               // the diagonal
///     einsum("...i,i", a, b)           // the products of all vectors with one
///
/// A letter names an axis of each operand; axes of the same letter have the same size, or 1, which is broadcast. Letters
/// that the part after "->" lacks are summed over. Without that part the result has the letters that occur once, in the
/// order of the alphabet, capitals first. "..." stands for the other axes of an operand, aligned at the last and
/// broadcast; without the part after "->" they come first in the result. Operands are multiplied from left to right.
public func einsum(_ equation: String, _ operands: Tensor...) -> Tensor { einsum(equation, operands) }

/// The same for a list of operands.
public func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
    let parsed = EinsumEquation(equation, operands.map(\.shape))
    let factors = zip(operands, parsed.inputs).map { tensor, labels in
        EinsumFactor(tensor: tensor, labels: labels).diagonals(equation).withoutBroadcastAxes(parsed.sizes)
    }
    var product = factors[0]
    for (position, factor) in factors.enumerated() {
        let later = factors[(position + 1)...].reduce(into: Set(parsed.output)) { $0.formUnion($1.labels) }
        product =
            position == 0
            ? product.summed(keeping: later)
            : product.multiplied(by: factor.summed(keeping: later.union(product.labels)), later)
    }
    return product.tensor.permuted(parsed.output.map { product.labels.firstIndex(of: $0)! })
}

/// The axes of operands and result by numbers: those of letters, and negative ones for "...", -1 for its last axis.
private struct EinsumEquation {
    var inputs: [[Int]] = []
    var output: [Int]
    var sizes: [Int: Int] = [:]

    init(_ equation: String, _ shapes: [Shape]) {
        func fail(_ reason: String) -> Never {
            let list = shapes.map(\.description).joined(separator: ", ")
            fatalError("einsum: \"\(equation)\" with operands of shapes \(list): \(reason)")
        }
        let characters = equation.unicodeScalars.filter { $0 != " " }
        let sides = String(String.UnicodeScalarView(characters)).components(separatedBy: "->")
        if sides.count > 2 { fail("\"->\" stands there twice") }
        let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        if terms.count != shapes.count { fail("\(terms.count) terms for \(shapes.count) operands") }

        func labels(_ term: Substring, ellipsis: [Int]) -> (labels: [Int], letters: Int, hasEllipsis: Bool) {
            let parts = String(term).components(separatedBy: "...")
            for character in parts.joined() where !character.isASCII || !character.isLetter {
                fail("\"\(character)\" is no letter")
            }
            if parts.count > 2 { fail("\"...\" stands twice in one term") }
            let letters = parts.map { $0.unicodeScalars.map { Int($0.value) } }
            return (Array(letters.joined(separator: ellipsis)), letters.joined().count, parts.count == 2)
        }
        var widest = 0
        for (term, shape) in zip(terms, shapes) {
            let (_, letters, hasEllipsis) = labels(term, ellipsis: [])
            if hasEllipsis ? letters > shape.rank : letters != shape.rank {
                fail("\"\(term)\" does not name the \(shape.rank) axes of \(shape)")
            }
            let others = hasEllipsis ? shape.rank - letters : 0
            widest = max(widest, others)
            inputs.append(labels(term, ellipsis: (0..<others).map { $0 - others }).labels)
            for (label, size) in zip(inputs.last!, shape.dimensions) {
                let known = sizes[label] ?? 1
                if size != known && size != 1 && known != 1 {
                    let name = label < 0 ? "..." : String(Character(UnicodeScalar(UInt8(label))))
                    fail("\"\(name)\" has the sizes \(known) and \(size)")
                }
                sizes[label] = known == 1 ? size : known
            }
        }
        let ellipsis = (0..<widest).map { $0 - widest }
        guard sides.count == 2 else {
            let all = inputs.joined()
            output =
                ellipsis + sizes.keys.filter { label in label >= 0 && all.filter { $0 == label }.count == 1 }.sorted()
            return
        }
        output = labels(Substring(sides[1]), ellipsis: ellipsis).labels
        if Set(output).count != output.count { fail("the result names an axis twice") }
        if let unknown = output.first(where: { sizes[$0] == nil }) {
            fail("the result has \"\(Character(UnicodeScalar(UInt8(unknown))))\", which no operand has")
        }
    }
}

/// A tensor whose axes have names.
private struct EinsumFactor {
    let tensor: Tensor
    let labels: [Int]

    /// The diagonal of axes of the same name.
    func diagonals(_ equation: String) -> EinsumFactor {
        var factor = self
        while let (first, second) = factor.firstPair {
            let shape = factor.tensor.shape
            require(
                shape[first] == shape[second],
                "einsum: \"\(equation)\" takes the diagonal of axes of the sizes \(shape[first]) and \(shape[second])")
            var labels = factor.labels
            labels.remove(at: second)
            factor = EinsumFactor(tensor: factor.tensor.diagonal(first, second), labels: labels)
        }
        return factor
    }

    private var firstPair: (Int, Int)? {
        for second in labels.indices {
            if let first = labels[..<second].firstIndex(of: labels[second]) { return (first, second) }
        }
        return nil
    }

    /// Drops the axes of size 1 that are broadcast: a product need not repeat them.
    func withoutBroadcastAxes(_ sizes: [Int: Int]) -> EinsumFactor {
        let dropped = labels.indices.filter { tensor.shape[$0] != sizes[labels[$0]] }
        return EinsumFactor(
            tensor: tensor.squeezed(axes: dropped),
            labels: labels.enumerated().filter { !dropped.contains($0.offset) }.map(\.element))
    }

    /// Sums over the axes that nobody needs.
    func summed(keeping needed: Set<Int>) -> EinsumFactor {
        let axes = labels.indices.filter { !needed.contains(labels[$0]) }
        return axes.isEmpty
            ? self : EinsumFactor(tensor: tensor.sum(axes: axes), labels: labels.filter(needed.contains))
    }

    /// The product with another factor, summed over the axes of both that are not needed later.
    func multiplied(by other: EinsumFactor, _ later: Set<Int>) -> EinsumFactor {
        let own = summed(keeping: later.union(other.labels))
        let shared = own.labels.filter(other.labels.contains)
        let batch = shared.filter(later.contains)
        let contracted = shared.filter { !later.contains($0) }
        let left = own.labels.filter { !shared.contains($0) }
        let right = other.labels.filter { !shared.contains($0) }

        let sizes = batch.map(own.size) + left.map(own.size) + right.map(other.size)
        let product: Tensor
        if contracted.isEmpty {
            product = own.blocks(batch, left, []) * other.blocks(batch, [], right)
        } else {
            // An operand whose axes stand the other way around is transposed by the product, at no cost.
            let isOwnTransposed = own.labels == batch + contracted + left
            let isOtherTransposed = other.labels == batch + right + contracted
            product =
                (isOwnTransposed ? own.blocks(batch, contracted, left) : own.blocks(batch, left, contracted)).matmul(
                    isOtherTransposed ? other.blocks(batch, right, contracted) : other.blocks(batch, contracted, right),
                    transposingSelf: isOwnTransposed, transposingOther: isOtherTransposed)
        }
        return EinsumFactor(tensor: product.reshaped(to: Shape(sizes)), labels: batch + left + right)
    }

    private func size(_ label: Int) -> Int { tensor.shape[labels.firstIndex(of: label)!] }

    /// The tensor as [batch, rows, columns], or [rows, columns] without a batch.
    private func blocks(_ batch: [Int], _ rows: [Int], _ columns: [Int]) -> Tensor {
        let groups = batch.isEmpty ? [rows, columns] : [batch, rows, columns]
        return tensor.permuted(groups.joined().map { labels.firstIndex(of: $0)! })
            .reshaped(to: Shape(groups.map { $0.reduce(1) { $0 * size($1) } }))
    }
}

extension Tensor {
    /// The elements at the same position of two axes of the same size, along the first of them.
    fileprivate func diagonal(_ first: Int, _ second: Int) -> Tensor {
        let (inputShape, steps) = (shape, diagonalStrides(first, second))
        let value = strided(shape.removing(axis: second), steps, "diagonal")
        return Tape.record(value, from: [self]) { [$0.onDiagonal(of: inputShape, first, second)] }
    }

    /// Zeros of a shape with this tensor on the diagonal of two axes.
    private func onDiagonal(of target: Shape, _ first: Int, _ second: Int) -> Tensor {
        let output = Tensor.zeros(target, in: context)
        let steps = output.diagonalStrides(first, second)
        copy(shape, from: shape.strides, start: 0, to: output, steps, start: 0, "diagonal")
        return Tape.record(output, from: [self]) { [$0.diagonal(first, second)] }
    }

    private func diagonalStrides(_ first: Int, _ second: Int) -> [Int] {
        var steps = shape.strides
        steps[first] += steps[second]
        steps.remove(at: second)
        return steps
    }
}
