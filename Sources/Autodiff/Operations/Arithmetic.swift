import SwiftletTensor

// Each operator keeps only what the gradients of its tracked inputs need; an input that is not tracked gets none.
extension Variable {
    /// The sum element by element, of variables of the same shape.
    public static func + (left: Variable, right: Variable) -> Variable {
        Tape.record(left.value + right.value, from: [left, right]) { [$0, $0] }
    }

    /// The difference element by element, of variables of the same shape.
    public static func - (left: Variable, right: Variable) -> Variable {
        let needsRight = right.isTracked
        return Tape.record(left.value - right.value, from: [left, right]) { [$0, needsRight ? -$0 : nil] }
    }

    /// The product element by element, of variables of the same shape.
    public static func * (left: Variable, right: Variable) -> Variable {
        let keptRight = left.isTracked ? right.value : nil
        let keptLeft = right.isTracked ? left.value : nil
        return Tape.record(left.value * right.value, from: [left, right]) { outputGradient in
            [keptRight.map { outputGradient * $0 }, keptLeft.map { outputGradient * $0 }]
        }
    }

    /// The quotient element by element, of variables of the same shape.
    public static func / (left: Variable, right: Variable) -> Variable {
        let output = left.value / right.value
        let divisor = right.value
        let needsLeft = left.isTracked
        let keptOutput = right.isTracked ? output : nil
        return Tape.record(output, from: [left, right]) { outputGradient in
            let leftGradient = outputGradient / divisor
            return [needsLeft ? leftGradient : nil, keptOutput.map { -(leftGradient * $0) }]
        }
    }

    /// Each element plus a number.
    public static func + (left: Variable, right: Float) -> Variable {
        Tape.record(left.value + right, from: [left]) { [$0] }
    }

    /// A number plus each element.
    public static func + (left: Float, right: Variable) -> Variable { right + left }

    /// Each element minus a number.
    public static func - (left: Variable, right: Float) -> Variable { left + -right }

    /// A number minus each element.
    public static func - (left: Float, right: Variable) -> Variable {
        Tape.record(left - right.value, from: [right]) { [-$0] }
    }

    /// Each element times a number.
    public static func * (left: Variable, right: Float) -> Variable {
        Tape.record(left.value * right, from: [left]) { [$0 * right] }
    }

    /// A number times each element.
    public static func * (left: Float, right: Variable) -> Variable { right * left }

    /// Each element divided by a number.
    public static func / (left: Variable, right: Float) -> Variable {
        Tape.record(left.value / right, from: [left]) { [$0 / right] }
    }

    /// A number divided by each element.
    public static func / (left: Float, right: Variable) -> Variable { right.reciprocal() * left }
}
