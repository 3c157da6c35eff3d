"""Faults in gradients of gradients: the first gradients stay right."""

from .fault import faults_of

FAULTS = faults_of("GradientTests", "Sources/Tensor", [
    ("inner-point", "Autodiff/Gradient.swift",
     "isTracked ? Tape.record(self.detached.on(tape), from: [self]) { [$0] } : tape.leaf(self)", "tape.leaf(self)"),
    ("wanted-gradient", "Autodiff/Tape.swift", "if !wanted.contains(index) { gradients[index] = nil }",
     "if wanted.contains(index) { gradients[index] = nil }"),
    ("convolution-second-weight", "Operations/Convolution/Convolution.swift",
     "keptGradient.map { weightGradient(second, $0, weightShape: weightShape) }",
     "keptGradient.map { -weightGradient(second, $0, weightShape: weightShape) }"),
    ("softmax-constant", "Operations/Softmax.swift", "[output * (gradient - (gradient",
     "[output.detached * (gradient - (gradient"),
    ("unary-input", "Operations/Unary.swift", "if isTracked || gradient.isTracked { return gradient",
     "if gradient.isTracked { return gradient"),
    ("max-pool-positions", "Operations/Pooling/Pooling.swift", "[$0.picked(at: positions)]",
     "[$0.picked(at: positions) * 2]"),
    ("batch-norm-input", "Operations/Normalization/BatchNorm.swift",
     "if gradient.isTracked || isTracked || weight.isTracked {", "if gradient.isTracked {"),
    ("cross-entropy-input", "Operations/Losses/ClassificationLosses.swift",
     "if outputGradient.isTracked || isTracked {", "if outputGradient.isTracked {"),
    ("padding-row-twice", "Operations/Embedding.swift", "$0 == paddingIndex ? Float(0) : 1",
     "$0 == paddingIndex ? Float(1) : 1"),
    ("matmul-second-side", "Operations/Matmul.swift",
     "? $0.matmul(gradient, transposingSelf: transposingOther, transposingOther: true)",
     "? $0.matmul(gradient.detached, transposingSelf: transposingOther, transposingOther: true)"),
])

FAULTS += faults_of("GradientTests", "Sources/NN", [
    ("divergence-constant", "Losses/GaussianKLDivergence.swift", "logVariance.isTracked ? logVariance.exp() : variance",
     "variance"),
    ("r1-half", "Losses/GradientPenalty.swift", "squares.mean() * (weight / 2)", "squares.mean() * weight"),
    ("penalty-fraction", "Losses/GradientPenalty.swift", "generated + (real - generated) *",
     "real + (generated - real) *"),
    ("instance-variance", "Layers/InstanceNorm.swift", "/ Float(positions - 1)", "/ Float(positions)"),
    ("prelu-side", "Layers/PReLU.swift", "input.minimum(0)", "input"),
    ("pixel-order", "Layers/PixelShuffle.swift", "[0, 1, 4, 2, 5, 3]", "[0, 1, 4, 3, 5, 2]"),
    ("channel-dropout-mode", "Layers/ChannelDropout.swift", "pass.mode == .training, rate > 0",
     "pass.mode == .evaluation, rate > 0"),
])
