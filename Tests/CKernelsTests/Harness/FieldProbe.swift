import CKernels

/// Finds the sizes and options of a call, and puts a value in the place of one: each field of each descriptor is then
/// tested without a line that names it.
final class FieldProbe {
    /// What a field holds.
    enum Kind { case size, option, choice }
    struct Field: Hashable {
        var name: String
        var kind: Kind
    }
    enum Change {
        case size(Int64)
        case option(Float)
        case choice(UInt32)
    }

    /// In the order in which the call passes them.
    private(set) var fields: [Field] = []
    private(set) var hasDescriptor = false
    private let target: String?
    private let change: Change?
    private let omitsDescriptor: Bool

    /// Only looks.
    init() { (target, change, omitsDescriptor) = (nil, nil, false) }
    /// Changes the field called `target`.
    init(_ target: String, _ change: Change) { (self.target, self.change, omitsDescriptor) = (target, change, false) }
    /// Passes NULL for the descriptor.
    init(omittingDescriptor: Bool) { (target, change, omitsDescriptor) = (nil, nil, omittingDescriptor) }

    fileprivate func size(_ name: String, _ value: Int64) -> Int64 {
        see(name, .size)
        if name == target, case .size(let changed) = change { return changed }
        return value
    }

    /// Fields lie one behind the other, each at a multiple of its size, as C lays them out.
    fileprivate func passing<Descriptor>(
        _ descriptor: Descriptor, _ body: (UnsafePointer<Descriptor>?) -> ck_status
    ) -> ck_status {
        hasDescriptor = true
        if omitsDescriptor { return body(nil) }
        var copy = descriptor
        withUnsafeMutableBytes(of: &copy) { bytes in
            var offset = 0
            for child in Mirror(reflecting: descriptor).children {
                let size = child.value is Int64 ? 8 : child.value is Bool ? 1 : 4
                offset = (offset + size - 1) / size * size
                let kind: Kind? =
                    child.value is Int64 ? .size : child.value is Float ? .option : child.value is Bool ? nil : .choice
                if let kind { see(child.label!, kind) }
                if child.label == target {
                    switch change {
                    case .size(let value): bytes.storeBytes(of: value, toByteOffset: offset, as: Int64.self)
                    case .option(let value): bytes.storeBytes(of: value, toByteOffset: offset, as: Float.self)
                    case .choice(let value): bytes.storeBytes(of: value, toByteOffset: offset, as: UInt32.self)
                    case nil: break
                    }
                }
                offset += size
            }
            precondition(offset <= bytes.count, "\(Descriptor.self) is not laid out as expected")
        }
        return withUnsafePointer(to: copy) { body($0) }
    }

    private func see(_ name: String, _ kind: Kind) {
        let field = Field(name: name, kind: kind)
        if !fields.contains(field) { fields.append(field) }
    }
}

extension KernelCase.Call {
    /// A size that is passed as an argument of its own.
    func size(_ name: String, _ value: Int) -> Int64 { probe?.size(name, value.signed) ?? value.signed }

    /// Calls `body` with the address of the descriptor.
    func passing<Descriptor>(
        _ descriptor: Descriptor, _ body: (UnsafePointer<Descriptor>?) -> ck_status
    ) -> ck_status {
        if let probe { return probe.passing(descriptor, body) }
        return withUnsafePointer(to: descriptor) { body($0) }
    }
}
