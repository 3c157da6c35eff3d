/// Eigenvalues and eigenvectors of a real symmetric matrix, in Double.
///
/// Householder reflections make the matrix tridiagonal, implicit QL steps with Wilkinson's shift make it diagonal (Golub and
/// Van Loan, Matrix Computations, sections 8.3 and 8.4). The work grows with the cube of the size.
public struct SymmetricEigen: Sendable {
    /// Number of rows and of columns.
    public let size: Int
    /// The eigenvalues, largest first.
    public let values: [Double]
    /// The eigenvectors as rows, of length 1, in the order of their values: row i is `vectors[i * size ..< (i + 1) * size]`.
    /// The number of largest magnitude in each is positive, the first one if several are equally large.
    public let vectors: [Double]

    /// Decomposes a matrix of size * size numbers, row by row. What is above the diagonal is not looked at.
    ///
    /// Throws `EvaluationError` if the count is not that of a square matrix or a number is not finite.
    public init(_ matrix: [Double], size: Int) throws {
        let (values, vectors) = try Self.decompose(matrix, size: size, wantsVectors: true)
        let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
        self.size = size
        self.values = order.map { values[$0] }
        self.vectors = order.flatMap { Self.oriented(vectors[$0 * size..<($0 + 1) * size]) }
    }

    /// The eigenvalues alone, largest first; about a third of the work.
    public static func values(of matrix: [Double], size: Int) throws -> [Double] {
        try decompose(matrix, size: size, wantsVectors: false).values.sorted(by: >)
    }

    /// One of the eigenvectors.
    public func vector(_ index: Int) -> ArraySlice<Double> { vectors[index * size..<(index + 1) * size] }

    private static func decompose(
        _ matrix: [Double], size: Int, wantsVectors: Bool
    ) throws -> (values: [Double], vectors: [Double]) {
        guard size > 0 && matrix.count == size * size else {
            throw EvaluationError("\(matrix.count) numbers are no square matrix of \(size) rows")
        }
        guard matrix.allSatisfy(\.isFinite) else {
            throw EvaluationError("a matrix with numbers that are not finite has no eigenvalues")
        }
        // Squares of the scaled numbers can neither overflow nor all vanish.
        let scale = matrix.reduce(0) { max($0, abs($1)) }
        let isZero = scale < .leastNormalMagnitude
        var reduced = Tridiagonalization(
            isZero ? matrix.map { _ in 0 } : matrix.map { $0 / scale }, size: size, wantsVectors: wantsVectors)
        try reduced.diagonalize()
        return (reduced.diagonal.map { $0 * scale }, reduced.vectors)
    }

    /// The vector or its opposite, so that the number of largest magnitude is positive.
    private static func oriented(_ vector: ArraySlice<Double>) -> [Double] {
        let largest = vector.reduce(0.0) { abs($1) > abs($0) ? $1 : $0 }
        return largest < 0 ? vector.map { -$0 } : Array(vector)
    }
}
