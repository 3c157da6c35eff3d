extension NDArray: Equatable {
    /// Whether shapes and all elements are equal; NaN equals nothing. `.==` compares element by element.
    public static func == (left: NDArray, right: NDArray) -> Bool {
        left.shape == right.shape
            && left.withUnsafeElements { elements in
                right.withUnsafeElements { others in elements.elementsEqual(others) }
            }
    }
}

extension Tensor {
    /// Whether each element is within `atol + rtol * |other|` of that of another tensor, broadcasting. Infinities are
    /// close only to themselves, and NaN to nothing, unless `equalNaN`.
    public func allClose(
        _ other: Tensor, rtol: Float = 1e-5, atol: Float = 1e-8, equalNaN: Bool = false
    ) -> Bool {
        guard let common = shape.broadcast(with: other.shape) else {
            fatalError("allClose: the shapes \(shape) and \(other.shape) cannot be broadcast to each other")
        }
        let (left, right) = (detached.broadcast(to: common), other.detached.broadcast(to: common))
        return left.withUnsafeElements { elements in
            right.withUnsafeElements { others in
                zip(elements, others).allSatisfy { value, other in
                    if value == other || (equalNaN && value.isNaN && other.isNaN) { return true }
                    let limit = Double(atol) + Double(rtol) * Double(other.magnitude)
                    return other.isFinite && (Double(value) - Double(other)).magnitude <= limit
                }
            }
        }
    }
}
