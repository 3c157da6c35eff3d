import SwiftletTensor
import Synchronization

/// What one walk over a module's stored properties finds, in the order in which they are declared.
///
/// The walk enters superclasses, optionals, nested modules and arrays of them. It throws `ModuleError` rather than miss
/// something: for a parameter, buffer or module that is found twice (a module that refers to its parent included), for
/// one inside a dictionary, a set, a tuple, a structure, an enumeration or an object that is not a module, and for a
/// lazy property that could hold one. What a closure captures cannot be seen.
struct ModuleTree {
    /// Parameters and buffers by path.
    private(set) var entries: [(name: String, tensor: ModuleTensor)] = []
    /// Modules that prepare themselves once their parameters have values, by path.
    private(set) var preparedModules: [(path: String, module: any PreparedModule)] = []
    /// Paths of the modules that draw random numbers.
    private(set) var stochasticModules: [ObjectIdentifier: String] = [:]
    /// Paths of parameters, buffers and modules; the root's is empty.
    private(set) var paths: [ObjectIdentifier: String] = [:]

    private init() {}

    init(of root: any Module) throws {
        try visit(root, at: "")
        try checkNamesAreUnique()
    }

    private mutating func visit(_ module: any Module, at path: String) throws {
        try claim(module, at: path)
        if module is any StochasticModule { stochasticModules[ObjectIdentifier(module)] = path }
        if let module = module as? any PreparedModule { preparedModules.append((path, module)) }
        if let sequence = module as? any ModuleSequence {
            for (index, element) in sequence.elements.enumerated() { try visit(element, at: join(path, "\(index)")) }
            return
        }
        var mirror: Mirror? = Mirror(reflecting: module)
        var lineage: [Mirror] = []
        while let current = mirror {
            lineage.append(current)
            mirror = current.superclassMirror
        }
        for mirror in lineage.reversed() {
            for case let (label?, value) in mirror.children { try visitProperty(value, label, of: module, at: path) }
        }
    }

    private mutating func visitProperty(
        _ value: Any, _ label: String, of module: any Module, at path: String
    ) throws {
        if value is any HoldsNoModule { return }
        let property = { "the property '\(label)' of \(type(of: module))" }
        if label.hasPrefix("$__lazy_storage_$_") {
            throw ModuleError(
                description: "\(property()) is lazy, so that modules in it could be missed; make it a plain one")
        }
        try visitValue(value, at: join(path, snakeCase(label)), property)
    }

    private mutating func visitValue(_ value: Any, at path: String, _ property: () -> String) throws {
        if value is any HoldsNoModule { return }
        // Without this test a cast to a class would first turn arrays and structures into Foundation's objects.
        if type(of: value) is AnyClass, try visitObject(value as AnyObject, at: path) { return }
        if let optional = value as? any OptionalValue {
            if let wrapped = optional.wrapped { try visitValue(wrapped, at: path, property) }
            return
        }
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .collection {
            for (index, element) in mirror.children.enumerated() {
                try visitValue(element.value, at: "\(path).\(index)", property)
            }
            return
        }
        var seen: Set<ObjectIdentifier> = []
        if let hidden = Self.hiddenMember(in: value, &seen) {
            throw ModuleError(
                description: "\(property()) hides a \(hidden) in a \(type(of: value)), where it is not found; "
                    + "hold it in a property of its own, in an optional or in an array")
        }
    }

    /// Takes a parameter, a buffer or a module; false for any other object.
    private mutating func visitObject(_ object: AnyObject, at path: String) throws -> Bool {
        switch object {
        case let tensor as ModuleTensor:
            try claim(tensor, at: path)
            tensor.found(at: path)
            entries.append((path, tensor))
        case let module as any Module:
            try visit(module, at: path)
        default:
            return false
        }
        return true
    }

    /// The type of the first parameter, buffer or module within a value of any kind.
    private static func hiddenMember(in value: Any, _ seen: inout Set<ObjectIdentifier>) -> Any.Type? {
        if value is any HoldsNoModule { return nil }
        if value is ModuleTensor || value is any Module { return type(of: value) }
        var mirror: Mirror? = Mirror(reflecting: value)
        if mirror?.displayStyle == .class, !seen.insert(ObjectIdentifier(value as AnyObject)).inserted { return nil }
        while let current = mirror {
            for child in current.children {
                if let found = hiddenMember(in: child.value, &seen) { return found }
            }
            mirror = current.superclassMirror
        }
        return nil
    }

    private mutating func claim(_ object: AnyObject, at path: String) throws {
        guard let earlier = paths.updateValue(path, forKey: ObjectIdentifier(object)) else { return }
        throw ModuleError(
            description: "the same \(type(of: object)) is found twice, as '\(earlier)' and as '\(path)'; "
                + "hold it in one place and pass it to where else it is needed")
    }

    private func checkNamesAreUnique() throws {
        var names: Set<String> = []
        for entry in entries where !names.insert(entry.name).inserted {
            throw ModuleError(description: "two properties lead to the same name '\(entry.name)'; rename one of them")
        }
    }
}

extension ModuleTree {
    /// The parameters by path.
    var parameters: [(name: String, parameter: Parameter)] {
        entries.compactMap { name, tensor in (tensor as? Parameter).map { (name, $0) } }
    }

    /// The tree of a module, which is walked once: what a module holds does not change.
    static func of(_ root: any Module) throws -> ModuleTree {
        let identity = ObjectIdentifier(root)
        if let found = known.withLock({ $0[identity]?.tree(of: root) }) { return found }
        let tree = try ModuleTree(of: root)
        known.withLock { known in
            known = known.filter { $0.value.root != nil }
            known[identity] = Walk(tree, root)
        }
        return tree
    }

    private static let known = Mutex<[ObjectIdentifier: Walk]>([:])

    /// A tree that keeps nothing alive.
    private struct Walk {
        private struct Weak {
            weak var tensor: ModuleTensor?
        }

        private(set) weak var root: (any Module)?
        private let names: [String]
        private let tensors: [Weak]
        private let stochasticModules: [ObjectIdentifier: String]
        private let paths: [ObjectIdentifier: String]

        init(_ tree: ModuleTree, _ root: any Module) {
            self.root = root
            names = tree.entries.map(\.name)
            tensors = tree.entries.map { Weak(tensor: $0.tensor) }
            (stochasticModules, paths) = (tree.stochasticModules, tree.paths)
        }

        func tree(of root: any Module) -> ModuleTree? {
            guard self.root === root else { return nil }
            var tree = ModuleTree()
            for (name, tensor) in zip(names, tensors) {
                guard let tensor = tensor.tensor else { return nil }
                tree.entries.append((name, tensor))
            }
            (tree.stochasticModules, tree.paths) = (stochasticModules, paths)
            return tree
        }
    }
}

private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

/// "runningMean" as "running_mean", the way PyTorch names it: an underscore before each capital that follows a small
/// letter or a digit, and before the last of several capitals if a small letter follows.
func snakeCase(_ name: String) -> String {
    guard name.utf8.contains(where: { 65...90 ~= $0 }) else { return name }
    let characters = Array(name)
    var result = ""
    for (index, character) in characters.enumerated() {
        if character.isUppercase, index > 0, characters[index - 1] != "_" {
            let endsRun = index + 1 < characters.count && characters[index + 1].isLowercase
            if !characters[index - 1].isUppercase || endsRun { result.append("_") }
        }
        result.append(contentsOf: character.lowercased())
    }
    return result
}
