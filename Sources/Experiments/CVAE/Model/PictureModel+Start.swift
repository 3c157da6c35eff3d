import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

extension PictureModel {
    /// Throws `RunError` unless images of a format have the size that this model, which was read from a checkpoint, is for.
    func requireSize(of other: PictureFormat, checkpoint: String) throws {
        if (format.width, format.height) != (other.width, other.height) {
            throw RunError(
                "the checkpoint \(checkpoint) is for images of \(format.width) x \(format.height) pixels, but the data have "
                    + "\(other.width) x \(other.height)")
        }
    }

    /// Takes the weights of a model of the same network and size. If its classes are others, the layers that take the class keep theirs.
    /// Throws `ModuleError`.
    func takeWeights(of start: PictureModel) throws {
        var state = Dictionary(uniqueKeysWithValues: try start.network.stateDictionary().map { ($0.name, $0.value) })
        let own = try network.stateDictionary()
        if !start.format.classNames.hasSameBytes(as: format.classNames) {
            // They are those whose shape a further class changes.
            var wider = format
            wider.classNames.append("")
            let probe = ConditionalVAE(configuration, wider)
            let shapes = Dictionary(
                uniqueKeysWithValues: try probe.namedParameters().map { ($0.name, $0.parameter.shape) })
            for (name, value) in own where shapes[name] != value.shape { state[name] = value }
        }
        try network.load(state)
    }
}

extension CVAETraining {
    /// What a user should know of the model that the training starts from; nil if its classes are those of the data.
    var startNote: String? {
        guard let start, !start.format.classNames.hasSameBytes(as: corpus.format.classNames) else { return nil }
        let (old, new) = (start.format.classCount, corpus.format.classCount)
        let sizes = old == new ? ("classes", "\(new)") : ("\(old) classes", "\(new)")
        return
            "Note: the checkpoint's \(sizes.0) differ from the data's \(sizes.1): the layers that take the class start anew."
    }
}
