"""Faults in the optimizers: their update kernels, what they remember, schedules, clipping and averages."""

from .fault import faults_of

FAULTS = faults_of("CKernelsTests", "CKernels", [
    ("sgd-nesterov-operands", "micro/templates/optimizer.h", "vector_multiply_add(momentum, buffer, update) : buffer;",
     "vector_multiply_add(momentum, update, buffer) : buffer;"),
    ("sgd-dampening-sign", "micro/templates/optimizer.h", "1.0f - options.dampening,", "1.0f + options.dampening,"),
    ("adam-epsilon", "micro/templates/optimizer.h", "vector_set1(call->epsilon * call->root_correction)",
     "vector_set1(call->epsilon)"),
    ("rmsprop-variance-sign", "micro/templates/optimizer.h", "vector_negative_multiply_add(mean, mean, square)",
     "vector_multiply_add(mean, mean, square)"),
    ("adadelta-fraction", "micro/templates/optimizer.h", "vector_divide(numerator, deviation)",
     "vector_divide(deviation, numerator)"),
    ("adam-step-count", "operators/optimizer.c", "learning_rate / (1.0 - pow(beta1, step))",
     "learning_rate / (1.0 - pow(beta1, step + 1.0))"),
]) + faults_of("OptimTests", "Sources/Optim", [
    ("decoupled-decay", "Optimizers/Adam.swift", "settings.decouplesWeightDecay = true",
     "settings.decouplesWeightDecay = false"),
    ("memory-step-number", "OptimizerMemory.swift", "        entry.step += 1\n", "        entry.step += 2\n"),
    ("memory-lost-field", "Optimizers/Adam.swift", "(memory.firstMoment, memory.secondMoment) = (first, second)",
     "(memory.firstMoment, memory.secondMoment) = (second, first)"),
    ("loaded-step-count", "OptimizerMemory.swift", "loaded.stepCount = state.stepCount", "loaded.stepCount = 0"),
    ("clipping-factor", "Constraints/GradientClipping.swift", "$0.scale(by: maximum / norm)",
     "$0.scale(by: norm / maximum)"),
    ("warm-up-off-by-one", "Schedules/LearningRateSchedule.swift", "base * Float(step + 1) / Float(warmUpSteps + 1)",
     "base * Float(step) / Float(warmUpSteps + 1)"),
    ("cosine-sign", "Schedules/LearningRateSchedule.swift", "(1 + cos(Double.pi * progress))",
     "(1 - cos(Double.pi * progress))"),
    ("average-share", "Averaging/ExponentialMovingAverage.swift", "share: 1 - current", "share: current"),
    ("average-loaded-steps", "Averaging/ExponentialMovingAverage.swift", "        stepCount = state.stepCount\n",
     "        stepCount = 0\n"),
    ("average-first-steps", "Averaging/ExponentialMovingAverage.swift", "Float(1 + stepCount) / Float(10 + stepCount)",
     "Float(stepCount) / Float(10 + stepCount)"),
])
