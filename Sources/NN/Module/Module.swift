import SwiftletTensor

/// A model or a layer: a final class whose stored properties hold parameters, buffers and other modules.
///
/// Parameters are found by reflection over stored properties, nested modules and arrays of them, and named by their
/// path, as in PyTorch: `convolutions.0.weight`. They are declared first and get values from `initialized(seed:in:)` or
/// `loaded(from:)`. Modules can be handed to other tasks; what they hold is found once, so properties that hold modules must
/// not be replaced.
public protocol Module: AnyObject, Sendable {}
