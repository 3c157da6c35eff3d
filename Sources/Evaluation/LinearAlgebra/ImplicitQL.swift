import Foundation

extension Tridiagonalization {
    /// Makes T diagonal by plane rotations, which V takes part in: then row i of `vectors` is the eigenvector of
    /// `diagonal[i]`. Throws `EvaluationError` if the rotations do not settle, which is not known to happen.
    mutating func diagonalize() throws {
        for first in 0..<size {
            var steps = 0
            while case let last = endOfBlock(from: first), last > first {
                steps += 1
                guard steps <= 60 else {
                    throw EvaluationError("the eigenvalues of a matrix of \(size) rows could not be separated")
                }
                stepQL(first, last)
            }
        }
    }

    /// The last index of the unreduced block that begins at `first`: behind it the number off the diagonal is too small to
    /// matter, beside its neighbours or beside 1, to which the matrix is scaled. Behind the rank of a matrix nothing but
    /// roundings of 1 is left, which need not settle beside one another.
    private func endOfBlock(from first: Int) -> Int {
        var last = first
        while last + 1 < size {
            let neighbours = abs(diagonal[last]) + abs(diagonal[last + 1])
            if abs(offDiagonal[last]) <= Double.ulpOfOne / 2 * max(neighbours, 1) { break }
            last += 1
        }
        return last
    }

    /// One implicit QL step on the block `first ... last`: a rotation in the plane of its last two axes that the shift
    /// calls for, and rotations upwards that chase the number it puts outside the tridiagonal out at the top.
    private mutating func stepQL(_ first: Int, _ last: Int) {
        // Wilkinson's shift: the eigenvalue of the top 2 x 2 corner that is nearer to its first number.
        let halfDifference = (diagonal[first + 1] - diagonal[first]) / (2 * offDiagonal[first])
        let root = hypot(halfDifference, 1)
        let shift =
            diagonal[first] - offDiagonal[first] / (halfDifference + (halfDifference < 0 ? -root : root))
        var (x, z) = (diagonal[last] - shift, offDiagonal[last - 1])
        for upper in stride(from: last - 1, through: first, by: -1) {
            let lower = upper + 1
            let length = hypot(x, z)
            // A vanishing pair needs no rotation; the identity keeps the matrix what it is.
            let (cosine, sine) = length == 0 ? (1, 0) : (x / length, z / length)
            if lower < last { offDiagonal[lower] = length }
            let (a, b, c) = (diagonal[upper], offDiagonal[upper], diagonal[lower])
            diagonal[upper] = cosine * cosine * a - 2 * cosine * sine * b + sine * sine * c
            diagonal[lower] = sine * sine * a + 2 * cosine * sine * b + cosine * cosine * c
            offDiagonal[upper] = cosine * sine * (a - c) + (cosine * cosine - sine * sine) * b
            if upper > first {
                x = offDiagonal[upper]
                z = sine * offDiagonal[upper - 1]
                offDiagonal[upper - 1] *= cosine
            }
            rotate(upper, lower, cosine, sine)
        }
    }

    /// Rotates two rows of V.
    private mutating func rotate(_ upper: Int, _ lower: Int, _ cosine: Double, _ sine: Double) {
        if vectors.isEmpty { return }
        let (first, second) = (upper * size, lower * size)
        vectors.withUnsafeMutableBufferPointer { v in
            for index in 0..<size {
                let (p, q) = (v[first + index], v[second + index])
                v[first + index] = cosine * p - sine * q
                v[second + index] = sine * p + cosine * q
            }
        }
    }
}
