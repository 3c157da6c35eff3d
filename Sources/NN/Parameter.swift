import Foundation
import SwiftletTensor
import Synchronization

/// A tensor that belongs to a module. It is declared by its shape and gets its value from `Module.initialized(seed:in:)` or a file.
public class ModuleTensor: @unchecked Sendable {
    /// The shape of the value.
    public let shape: Shape
    // Recursive, so that reading a value while it is being changed traps, as any overlapping access does, and does not hang.
    private let lock = NSRecursiveLock()
    private var stored: Tensor?
    private let draw: (@Sendable (RandomStream, ComputeContext) -> Tensor)?
    private let path = Mutex<String?>(nil)

    /// A tensor without a value, which `draw` will make.
    init(_ shape: Shape, draw: @escaping @Sendable (RandomStream, ComputeContext) -> Tensor) {
        self.shape = shape
        self.draw = draw
    }

    /// A tensor with its value.
    init(_ value: Tensor) {
        shape = value.shape
        stored = value.detached
        draw = nil
    }

    /// The current value, which keeps its shape. Before there is one, reading it traps with the path in the model.
    public final var value: Tensor {
        get {
            guard let value = valueIfThere else { fatalError(missing) }
            return value
        }
        set {
            require(
                newValue.shape == shape,
                "\(name) of shape \(shape) cannot take a value of shape \(newValue.shape)")
            let value = newValue.detached
            lock.withLock { stored = value }
        }
        _modify {
            lock.lock()
            defer {
                settle()
                lock.unlock()
            }
            guard stored != nil else { fatalError(missing) }
            yield &stored!
        }
    }

    /// The current value, if there is one.
    public final var valueIfThere: Tensor? { lock.withLock { stored } }

    /// Checks a value that was changed in place, and takes it out of the step that the change may have brought it into.
    private func settle() {
        guard let value = stored else { return }
        require(value.shape == shape, "\(name) of shape \(shape) cannot take a value of shape \(value.shape)")
        if value.tape != nil { stored = value.detached }
    }

    private var missing: String {
        "\(name) of shape \(shape) has no value yet: call initialized(seed:) or loaded(from:) on the model first"
    }

    private var name: String { path.withLock { $0 }.map { "'\($0)'" } ?? "a \(Self.self)" }

    /// Takes the value away again.
    final func removeValue() { lock.withLock { stored = nil } }

    /// Remembers where a model has this tensor, for messages.
    final func found(at path: String) { self.path.withLock { $0 = path } }

    /// Draws the value, unless it came with the declaration.
    final func initialize(_ random: RandomStream, in context: ComputeContext) {
        if let value = draw?(random, context) { self.value = value }
    }
}

/// A tensor of a model that training changes.
public final class Parameter: ModuleTensor, @unchecked Sendable {
    private let trainable: Mutex<Bool>

    /// A parameter that `initializer` draws. `fans` are those of the layer, by default those of the shape.
    public init(_ shape: Shape, _ initializer: Initializer, fans: Fans? = nil) {
        trainable = Mutex(true)
        let fans = fans ?? (shape.rank >= 2 ? Fans(of: shape) : Fans(input: shape.count, output: shape.count))
        super.init(shape) { initializer(shape, fans: fans, random: $0, in: $1) }
    }

    /// A parameter with its value.
    public init(_ value: Tensor, isTrainable: Bool = true) {
        trainable = Mutex(isTrainable)
        super.init(value)
    }

    override init(_ shape: Shape, draw: @escaping @Sendable (RandomStream, ComputeContext) -> Tensor) {
        trainable = Mutex(true)
        super.init(shape, draw: draw)
    }

    /// Whether gradients are computed for it. A frozen parameter is part of the model and its checkpoints.
    public var isTrainable: Bool {
        get { trainable.withLock { $0 } }
        set { trainable.withLock { $0 = newValue } }
    }

    /// The parameter as an operand beside the input of a layer: within a step that wants its gradient it is tracked there.
    public func callAsFunction(for input: NDArray<some TensorElement>) -> Tensor {
        input.pass?.tensor(of: self) ?? value
    }
}

/// A tensor of a model that is kept with it but not trained by gradients, such as running statistics.
public final class Buffer: ModuleTensor, @unchecked Sendable {
    /// A buffer of one number.
    public init(_ shape: Shape, _ number: Float) {
        super.init(shape) { .full(shape, number, in: $1) }
    }

    /// A buffer with its value.
    public override init(_ value: Tensor) { super.init(value) }

    override init(_ shape: Shape, draw: @escaping @Sendable (RandomStream, ComputeContext) -> Tensor) {
        super.init(shape, draw: draw)
    }
}
