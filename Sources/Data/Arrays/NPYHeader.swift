import SwiftletTensor

/// What a .npy file says of its numbers.
struct NPYHeader: Equatable {
    /// What kind of numbers they are.
    var element: ArrayElement
    /// Whether the highest byte of a number comes first.
    var isBigEndian = false
    /// Whether the first axis varies fastest.
    var isFortranOrder = false
    /// Sizes of the axes.
    var shape: Shape

    private static let keys: Set = ["descr", "fortran_order", "shape"]

    /// Bytes of all numbers.
    var byteCount: Int { shape.count * element.byteCount }

    /// A header for writing.
    init(_ element: ArrayElement, shape: Shape) {
        self.element = element
        self.shape = shape
    }

    /// Reads the dictionary of a header. Throws `ArrayDamage`.
    init(parsing text: [UInt8]) throws {
        var scanner = PythonLiteralScanner(text)
        let fields = try scanner.dictionary()
        guard Set(fields.keys) == Self.keys else {
            throw ArrayDamage(
                "the header must have the fields \(Self.keys.sorted().joined(separator: ", ")), but has "
                    + (fields.isEmpty ? "none" : fields.keys.sorted().joined(separator: ", ")))
        }
        guard case .truth(let isFortranOrder)? = fields["fortran_order"] else {
            throw ArrayDamage("the header's fortran_order must be True or False")
        }
        guard case .numbers(let sizes)? = fields["shape"] else {
            throw ArrayDamage("the header's shape must be a tuple of whole numbers")
        }
        (element, isBigEndian) = try Self.element(fields["descr"])
        shape = try Self.shape(sizes, bytes: element.byteCount)
        self.isFortranOrder = isFortranOrder
    }

    private static func element(_ description: PythonLiteral?) throws -> (ArrayElement, isBigEndian: Bool) {
        guard case .text(let code)? = description else {
            throw ArrayDamage("the array holds records of several fields, which cannot be read")
        }
        if code.dropFirst().first == "O" || code.first == "O" {
            throw ArrayDamage("the array holds Python objects, which are not read, as they could run any code")
        }
        guard let order = code.first, let element = ArrayElement(rawValue: String(code.dropFirst())),
            order == "<" || order == ">" || order == "|" && element.byteCount == 1
        else {
            let known = ArrayElement.allCases.map { "\($0)" }.joined(separator: ", ")
            throw ArrayDamage("the array holds numbers of type '\(code)'; only \(known) can be read")
        }
        return (element, order == ">")
    }

    /// A product that overflows is damage even where another size is 0.
    private static func shape(_ sizes: [Int], bytes: Int) throws -> Shape {
        guard sizes.count <= Shape.maximumRank else {
            throw ArrayDamage("the array has \(sizes.count) axes; at most \(Shape.maximumRank) can be read")
        }
        var bound = bytes
        for size in sizes {
            let (product, overflows) = bound.multipliedReportingOverflow(by: max(size, 1))
            guard !overflows else { throw ArrayDamage("the array has an impossible shape \(sizes)") }
            bound = product
        }
        return Shape(sizes)
    }

    /// The dictionary as NumPy writes it.
    var text: String {
        let sizes = shape.dimensions.map(String.init).joined(separator: ", ")
        let order = element.byteCount == 1 ? "|" : isBigEndian ? ">" : "<"
        return "{'descr': '\(order)\(element.rawValue)', 'fortran_order': \(isFortranOrder ? "True" : "False"), "
            + "'shape': (\(sizes)\(shape.rank == 1 ? "," : "")), }"
    }
}
