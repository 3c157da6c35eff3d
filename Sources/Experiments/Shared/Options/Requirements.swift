import SwiftletTrain

/// Throws unless a setting lies between two bounds, of which the upper one leaves the product of two settings an Int.
public func requireCount(_ value: Int, _ flag: String, minimum: Int = 1, maximum: Int = 1_000_000_000) throws {
    if value < minimum { throw RunError("\(flag) must be at least \(minimum), got \(value)") }
    if value > maximum { throw RunError("\(flag) must be at most \(maximum), got \(value)") }
}

/// Throws unless a setting is a share that leaves something.
public func requireRate(_ value: Float, _ flag: String) throws {
    if !(value >= 0 && value < 1) { throw RunError("\(flag) must be at least 0 and below 1, got \(value)") }
}

/// Throws unless a setting is a positive finite number.
public func requirePositive(_ value: Float, _ flag: String) throws {
    if !(value > 0 && value.isFinite) { throw RunError("\(flag) must be a positive number, got \(value)") }
}

/// Throws unless a setting is a finite number of at least 0.
public func requireNotNegative(_ value: Float, _ flag: String) throws {
    if !(value >= 0 && value.isFinite) { throw RunError("\(flag) must be at least 0, got \(value)") }
}
