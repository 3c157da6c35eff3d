import CKernels
import Foundation

/// What a function of one element must compute, in double precision.
struct UnaryFunction: Sendable, CustomStringConvertible {
    var operation: ck_unary_operation
    /// Whether the function rounds nothing on small integers.
    var isExact = false
    /// Whether the shared tests give it positive arguments alone.
    var isPositiveOnly = false
    /// Units in the last place that the value may be off by at any argument.
    var ulps = 0.5
    /// Roundings that the value may be off by at arguments of ordinary size.
    var units: Float = 8
    /// Results of at most this size may come out as 0.
    var smallest = Double(Float.leastNormalMagnitude)
    var value: @Sendable (Double) -> Double
    /// The derivative at an argument, where the function has this value.
    var derivative: @Sendable (_ x: Double, _ y: Double) -> Double
    /// The sum of the absolute values of the terms that the derivative is computed from, if not the derivative's own.
    var terms: (@Sendable (_ x: Double, _ y: Double) -> Double)?

    var description: String { "unary operation \(operation.rawValue)" }

    /// The slope of the leaky ReLU and the factor of the ELU.
    static let parameter: Float = 0.25

    static func of(_ operation: ck_unary_operation) -> UnaryFunction { all[Int(operation.rawValue)] }

    /// By the operation's value.
    static let all: [UnaryFunction] = {
        let parameter = Double(Self.parameter)
        return [
            .init(operation: CK_UNARY_NEGATE, isExact: true, value: { -$0 }, derivative: { _, _ in -1 }),
            .init(
                operation: CK_UNARY_ABS, isExact: true, value: { abs($0) },
                derivative: { x, _ in x > 0 ? 1 : x < 0 ? -1 : 0 }),
            .init(operation: CK_UNARY_SQUARE, isExact: true, value: { $0 * $0 }, derivative: { x, _ in 2 * x }),
            .init(
                operation: CK_UNARY_SQRT, isPositiveOnly: true, value: { $0.squareRoot() },
                derivative: { _, y in 0.5 / y }),
            .init(
                operation: CK_UNARY_RECIPROCAL, isPositiveOnly: true, value: { 1 / $0 }, derivative: { _, y in -y * y }),
            .init(operation: CK_UNARY_EXP, ulps: 1.1, value: { exp($0) }, derivative: { _, y in y }),
            .init(
                operation: CK_UNARY_LOG, isPositiveOnly: true, ulps: 1.1, value: { log($0) },
                derivative: { x, _ in 1 / x }),
            .init(
                operation: CK_UNARY_RELU, isExact: true, value: { $0 < 0 ? 0 : $0 },
                derivative: { x, _ in x > 0 ? 1 : 0 }),
            .init(
                operation: CK_UNARY_LEAKY_RELU, isExact: true, value: { $0 > 0 ? $0 : parameter * $0 },
                derivative: { x, _ in x > 0 ? 1 : parameter }),
            .init(
                operation: CK_UNARY_SIGMOID, ulps: 3, value: { 1 / (1 + exp(-$0)) },
                derivative: { _, y in y * (1 - y) }, terms: { _, y in y * (1 + y) }),
            .init(
                operation: CK_UNARY_TANH, ulps: 3, value: { tanh($0) }, derivative: { _, y in 1 - y * y },
                terms: { _, y in 1 + y * y }),
            .init(
                operation: CK_UNARY_SOFTPLUS, ulps: 3, value: { max($0, 0) + log1p(exp(-abs($0))) },
                derivative: { x, _ in 1 / (1 + exp(-x)) }),
            .init(
                operation: CK_UNARY_SILU, ulps: 3, units: 64, smallest: 0x1p-118, value: { $0 / (1 + exp(-$0)) },
                derivative: { x, _ in
                    let s = 1 / (1 + exp(-x))
                    return s + x * s * (1 - s)
                }, terms: { x, _ in 8 / (1 + exp(-x)) * (1 + abs(x)) }),
            .init(
                operation: CK_UNARY_GELU, ulps: 80, units: 64, smallest: 0x1p-118, value: { $0 * probability($0) },
                derivative: { x, _ in probability(x) + x * density(x) },
                terms: { x, _ in 8 * (probability(x) + abs(x) * density(x)) }),
            .init(
                operation: CK_UNARY_GELU_TANH, ulps: 320, units: 256, smallest: 0x1p-118,
                value: { $0 * nearlyProbability($0) },
                derivative: { x, _ in
                    let s = nearlyProbability(x)
                    return s + x * s * (1 - s) * slope(x)
                },
                terms: { x, _ in 16 * nearlyProbability(x) * (1 + abs(x) * slope(x)) }),
            .init(operation: CK_UNARY_SIN, ulps: 3, value: { sin($0) }, derivative: { x, _ in cos(x) }),
            .init(operation: CK_UNARY_COS, ulps: 3, value: { cos($0) }, derivative: { x, _ in -sin(x) }),
            .init(operation: CK_UNARY_TAN, ulps: 4.5, units: 12, value: { tan($0) }, derivative: { _, y in 1 + y * y }),
            .init(
                operation: CK_UNARY_LOG1P, isPositiveOnly: true, ulps: 2, value: { log1p($0) },
                derivative: { x, _ in 1 / (1 + x) }),
            .init(
                operation: CK_UNARY_EXPM1, ulps: 2, value: { expm1($0) }, derivative: { _, y in y + 1 },
                terms: { _, y in abs(y) + 1 }),
            .init(
                operation: CK_UNARY_RSQRT, isPositiveOnly: true, ulps: 2, value: { 1 / $0.squareRoot() },
                derivative: { _, y in -0.5 * y * y * y }),
            .init(
                operation: CK_UNARY_SIGN, isExact: true, value: { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
                derivative: { _, _ in 0 }),
            .init(operation: CK_UNARY_FLOOR, isExact: true, value: { $0.rounded(.down) }, derivative: { _, _ in 0 }),
            .init(operation: CK_UNARY_CEIL, isExact: true, value: { $0.rounded(.up) }, derivative: { _, _ in 0 }),
            .init(
                operation: CK_UNARY_ROUND, isExact: true, value: { $0.rounded(.toNearestOrEven) },
                derivative: { _, _ in 0 }),
            .init(
                operation: CK_UNARY_ERF, ulps: 3, value: { erf($0) },
                derivative: { x, _ in 2 / Double.pi.squareRoot() * exp(-x * x) },
                // Rounding the square changes the power in proportion to it.
                terms: { x, _ in 2 / Double.pi.squareRoot() * exp(-x * x) * (1 + x * x) }),
            .init(
                operation: CK_UNARY_ELU, ulps: 2.5, value: { $0 > 0 ? $0 : parameter * expm1($0) },
                derivative: { x, y in x > 0 ? 1 : y + parameter }, terms: { _, y in 1 + abs(y) }),
        ]
    }()

    /// The distribution function of the standard normal distribution and its derivative.
    private static func probability(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
    private static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

    /// (1 + tanh(a)) / 2, written such that no digits are lost where it is small, and the derivative of 2 a.
    private static func nearlyProbability(_ x: Double) -> Double {
        1 / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
    private static func slope(_ x: Double) -> Double {
        2 * (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
    }
}
