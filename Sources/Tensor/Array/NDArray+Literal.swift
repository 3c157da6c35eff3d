/// A number or a nested list in a literal of a tensor, as in `let x: Tensor = [[1, 2], [3, 4]]`.
public struct TensorLiteral<Element: TensorElement> {
    fileprivate let sizes: [Int]
    fileprivate let elements: [Element]

    fileprivate init(_ element: Element) {
        (sizes, elements) = ([], [element])
    }

    fileprivate init(_ parts: [TensorLiteral]) {
        let inner = parts.first?.sizes ?? []
        for part in parts {
            require(
                part.sizes == inner,
                "a literal has lists of the shapes \(Shape(inner)) and \(Shape(part.sizes)) side by side")
        }
        sizes = [parts.count] + inner
        elements = parts.flatMap(\.elements)
    }
}

extension NDArray: ExpressibleByArrayLiteral {
    /// An array of the default context from a literal of any rank: `[[1, 2], [3, 4]]`. Lists side by side must have the
    /// same shape.
    public init(arrayLiteral parts: TensorLiteral<Element>...) {
        let literal = TensorLiteral(parts)
        self.init(literal.elements, shape: Shape(literal.sizes))
    }
}

extension TensorLiteral: ExpressibleByArrayLiteral {
    /// A nested list.
    public init(arrayLiteral parts: TensorLiteral...) { self.init(parts) }
}

extension TensorLiteral: ExpressibleByIntegerLiteral where Element: ExpressibleByIntegerLiteral {
    /// One number.
    public init(integerLiteral value: Element.IntegerLiteralType) { self.init(Element(integerLiteral: value)) }
}

extension TensorLiteral: ExpressibleByFloatLiteral where Element: ExpressibleByFloatLiteral {
    /// One number.
    public init(floatLiteral value: Element.FloatLiteralType) { self.init(Element(floatLiteral: value)) }
}

extension TensorLiteral: ExpressibleByBooleanLiteral where Element: ExpressibleByBooleanLiteral {
    /// One truth value.
    public init(booleanLiteral value: Element.BooleanLiteralType) { self.init(Element(booleanLiteral: value)) }
}
