import SwiftletTensor

/// A model or a layer: a final class whose stored properties hold parameters, buffers and other modules.
///
/// Parameters are found by reflection over stored properties, nested modules and arrays of them, and named by their
/// path, as in PyTorch: `convolutions.0.weight`.
public protocol Module: AnyObject {}
