"""Faults in what models are judged by."""

from .fault import faults_of

FAULTS = faults_of("EvaluationTests", "Sources/Evaluation", [
    ("eigen-criterion", "LinearAlgebra/ImplicitQL.swift", "max(neighbours, 1)", "neighbours"),
    ("eigen-order", "LinearAlgebra/SymmetricEigen.swift", "(values[$0], $1) > (values[$1], $0)",
     "(values[$0], $1) < (values[$1], $0)"),
    ("frechet-roots", "Distributions/FrechetDistance.swift", "other.trace - 2 * roots", "other.trace - roots"),
    ("kernel-distance-unbiased", "Distributions/KernelDistance.swift", "(size * (size - 1))", "(size * size)"),
    ("roc-ties", "Verification/ROCCurve.swift", "- tied.different) + tied.different)", "- tied.different))"),
    ("roc-threshold", "Verification/ROCCurve.swift", "points[middle].threshold <= threshold",
     "points[middle].threshold < threshold"),
    ("pair-weights", "Verification/ROCCurve+Thresholds.swift", "(Double(totalDifferent) / Double(differentCount))", "1"),
    ("pair-numbers", "Verification/PairNumbering.swift", "number - start >= partners", "number - start > partners"),
    ("sample-twice", "RandomStream+Distinct.swift", "self[index] != self[kept - 1]", "index > 0"),
    ("majority", "Classes/ConfusionMatrix+Majority.swift", "exampleCounts.max()", "exampleCounts.first"),
    ("equal-error-share", "Verification/ROCCurve.swift", "let share = -excess(before)", "let share = excess(before)"),
    ("f1-factor", "Classes/ConfusionMatrix+Scores.swift", "2 * counts[$0][$0]", "counts[$0][$0]"),
    ("macro-absent", "Classes/ConfusionMatrix+Scores.swift", "$0 + $1 > 0", "$0 + $1 >= 0"),
])
