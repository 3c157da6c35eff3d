/// A symmetric matrix A as V^T T V with a tridiagonal T and orthogonal V, by Householder reflections from the first column on.
struct Tridiagonalization {
    let size: Int
    /// The diagonal of T.
    var diagonal: [Double]
    /// What is below the diagonal of T: `offDiagonal[i]` is between i and i + 1; the last one is 0.
    var offDiagonal: [Double]
    /// V, row by row; empty if it is not wanted.
    var vectors: [Double] = []

    /// Behind the rank of a matrix are roundings of 1, then roundings of these, and so on, until squares have no digits left or
    /// vanish, and no reflection can be made of them. So small numbers count as 0.
    private static let smallest = 1e-130

    /// Reads the diagonal of `matrix` and what is below it. The largest magnitude should be about 1.
    init(_ matrix: [Double], size: Int, wantsVectors: Bool) {
        self.size = size
        diagonal = [Double](repeating: 0, count: size)
        offDiagonal = diagonal
        var work = matrix
        for row in 0..<size {
            for column in (row + 1)..<max(size, row + 1) { work[row * size + column] = work[column * size + row] }
        }
        // Reflection k lies in row k of `work`, behind the diagonal, once column k has been treated; 0 stands for none.
        var factors = [Double](repeating: 0, count: size)
        var products = [Double](repeating: 0, count: size)
        work.withUnsafeMutableBufferPointer { a in
            for column in 0..<size {
                diagonal[column] = a[column * size + column]
                if column + 1 < size {
                    (offDiagonal[column], factors[column]) = Self.reflection(a, column, size)
                    Self.applyOnBothSides(a, column, factors[column], &products, size)
                }
            }
            if wantsVectors { vectors = Self.product(of: a, factors, size) }
        }
    }

    /// The reflection 1 - f v v^T that maps the numbers of a row behind its diagonal to a multiple of the first unit vector.
    /// v takes their place; the multiple and f are returned.
    private static func reflection(
        _ a: UnsafeMutableBufferPointer<Double>, _ row: Int, _ size: Int
    ) -> (image: Double, factor: Double) {
        let (start, end) = (row * size + row + 1, (row + 1) * size)
        var largest = 0.0
        for index in start..<end { largest = max(largest, abs(a[index])) }
        if largest < smallest { return (0, 0) }
        var tail = 0.0
        for index in start + 1..<max(end, start + 1) { tail += a[index] * a[index] }
        let first = a[start]
        if tail == 0 { return (first, 0) }
        let norm = (first * first + tail).squareRoot()
        // The sign that adds magnitudes loses no digits.
        let image = first > 0 ? -norm : norm
        a[start] = first - image
        return (image, 2 / (a[start] * a[start] + tail))
    }

    /// Replaces what is right of and below `column` by H A H with the reflection H that row `column` holds:
    /// A - v w^T - w v^T, where p = f A v and w = p - (f / 2) (p . v) v.
    private static func applyOnBothSides(
        _ a: UnsafeMutableBufferPointer<Double>, _ column: Int, _ factor: Double, _ products: inout [Double],
        _ size: Int
    ) {
        if factor == 0 { return }
        let reflector = column * size
        products.withUnsafeMutableBufferPointer { w in
            for index in column + 1..<size { w[index] = 0 }
            // Row by row, as the matrix is symmetric: additions to neighbouring sums can run in vectors.
            for row in column + 1..<size {
                let scaled = factor * a[reflector + row]
                let start = row * size
                for index in column + 1..<size { w[index] += scaled * a[start + index] }
            }
            var dot = 0.0
            for index in column + 1..<size { dot += w[index] * a[reflector + index] }
            let half = factor / 2 * dot
            for index in column + 1..<size { w[index] -= half * a[reflector + index] }
            for row in column + 1..<size {
                let (v, p) = (a[reflector + row], w[row])
                let start = row * size
                for index in column + 1..<size { a[start + index] -= v * w[index] + p * a[reflector + index] }
            }
        }
    }

    /// (H0 H1 ... )^T for the reflections in the rows of `a`, applied last to first so that each touches only its own corner.
    private static func product(
        of a: UnsafeMutableBufferPointer<Double>, _ factors: [Double], _ size: Int
    ) -> [Double] {
        var result = [Double](repeating: 0, count: size * size)
        for index in 0..<size { result[index * size + index] = 1 }
        var sums = [Double](repeating: 0, count: size)
        for column in stride(from: size - 2, through: 0, by: -1) where factors[column] != 0 {
            let reflector = column * size
            result.withUnsafeMutableBufferPointer { q in
                sums.withUnsafeMutableBufferPointer { s in
                    for index in column + 1..<size { s[index] = 0 }
                    for row in column + 1..<size {
                        let v = a[reflector + row]
                        for index in column + 1..<size { s[index] += v * q[row * size + index] }
                    }
                    for row in column + 1..<size {
                        let scaled = factors[column] * a[reflector + row]
                        for index in column + 1..<size { q[row * size + index] -= scaled * s[index] }
                    }
                }
            }
        }
        return transposed(result, size)
    }

    private static func transposed(_ matrix: [Double], _ size: Int) -> [Double] {
        var result = matrix
        for row in 0..<size {
            for column in 0..<size { result[column * size + row] = matrix[row * size + column] }
        }
        return result
    }
}
