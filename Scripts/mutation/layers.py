"""Faults in layers, losses and initialisers."""

from .fault import faults_of

FAULTS = faults_of("NNTests", "Sources/NN", [
    ("hinge-margin-sign", "Losses/AdversarialLoss.swift", "(1 + generated).relu()", "(1 - generated).relu()"),
    ("generator-sign", "Losses/AdversarialLoss.swift", "case .hinge: -generated.mean()", "case .hinge: generated.mean()"),
    ("likelihood-gradient-sign", "Losses/BernoulliLogLikelihood.swift", "[(targets - values.sigmoid())",
     "[(values.sigmoid() - targets)", "AutodiffTests"),
    ("contrastive-margin", "Losses/ContrastiveLoss.swift", "(margin - distance)", "(margin - squaredDistance)"),
    ("divergence-factor", "Losses/GaussianKLDivergence.swift", "((variance - 1) * 0.5)", "(variance - 1)",
     "AutodiffTests"),
    ("bound-sign", "Losses/EvidenceLowerBound.swift", "(divergence * beta - logLikelihood)",
     "(divergence * beta + logLikelihood)"),
    ("log-mean-count", "Losses/EvidenceLowerBound.swift", "log(sum / Double(values.count))", "log(sum)"),
    ("sample-deviation", "Losses/Reparametrisation.swift", "(logVariance * 0.5).exponential()",
     "logVariance.exponential()"),
    ("triplet-sign", "Losses/TripletMarginLoss.swift", "positive) - distances", "positive) + distances"),
    ("contrast-temperature", "Losses/InfoNCE.swift", ".transposed()) / temperature", ".transposed()) * temperature"),
    ("residual-shortcut", "Layers/Residual.swift", "shortcut?(input, pass) ?? input", "input"),
    ("summary-innermost", "Summary/LayerRecorder.swift", "if let innermost = open.last", "if let innermost = open.first"),
    ("fan-out-axis", "Initialization/Initializer.swift", "output: weights[0] * window", "output: weights[1] * window"),
    ("he-variance", "Initialization/Initializer.swift", "normal(2 / fanIn)", "normal(1 / fanIn)"),
    ("orthogonal-columns", "Initialization/Initializer.swift", "vector[index] -= product * other[index]",
     "vector[index] += product * other[index]"),
    ("padding-row", "Layers/Embedding.swift", "elements[paddingIndex * dimension + column] = 0",
     "elements[paddingIndex + column * dimension] = 0"),
    ("dropout-in-evaluation", "Layers/Dropout.swift", "guard pass.mode == .training else",
     "guard pass.mode == .evaluation else"),
    ("batch-norm-mode", "Layers/BatchNorm.swift", "runningMean: runningMean.value, runningVariance: runningVar.value,",
     "runningMean: runningMean.value, runningVariance: runningMean.value,"),
    ("spectral-norm-mode", "Layers/SpectralNorm.swift", "if pass.mode == .training { iterate(matrix.value) }",
     "iterate(matrix.value)"),
    ("stream-use", "Pass.swift", "streamUses[identity] = use + 1", "streamUses[identity] = use"),
])

FAULTS += faults_of("ONNXTests", "Sources/ONNX", [
    ("attribute-number", "Messages/AttributeProto.swift", "static let ints = 8", "static let ints = 7"),
    ("constant-shape", "Graph/ONNXGraph.swift", "dimensions: dimensions.map { Int64($0) }",
     "dimensions: dimensions.reversed().map { Int64($0) }"),
    ("taken-names", "Graph/ONNXGraph.swift", "candidate = \"\\(name)_\\(number)\"", "candidate = \"\\(name)_\\(number + 1)\""),
])
