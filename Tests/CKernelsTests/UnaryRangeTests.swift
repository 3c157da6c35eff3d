import CKernels
import Foundation
import Testing

/// Functions of one element over the whole range of floats, in every variant that this CPU can run.
struct UnaryRangeTests {
    private static let variants = Registry.runnable.filter { $0.operatorName == "elementwise" }

    private static let special: [Float] = [
        0, -0.0, .nan, .infinity, -.infinity, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, .greatestFiniteMagnitude,
        -.greatestFiniteMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude, .leastNonzeroMagnitude, -0x1p-130,
        0x1p22, 0x1p22 + 0.5, 0x1p23 - 0.5, 0.5 - 0x1p-25, -1 - 0x1p-23, -1 + 0x1p-24, 88.72284, 88.8, -104,
    ]

    /// Special values, every 65,521st float, those between -10 and 10 in steps of 1/4096, and multiples of a quarter of
    /// pi with their neighbors, up to where a split in floats must give way and far beyond. The last is the float that
    /// lies closest to a multiple of half of pi (Muller, Elementary Functions).
    private static let arguments: [Float] = {
        let everywhere = stride(from: 0, through: Int(UInt32.max), by: 65_521).map { Float(bitPattern: UInt32($0)) }
        let dense = (-40_960...40_960).map { Float($0) / 4096 + 0x1p-16 }
        let factors = Array(1...200) + Array(stride(from: 201, to: 17_000, by: 7)) + (17...60).map { 1 << $0 }
        let close = factors.flatMap { factor -> [Float] in
            let multiple = Float(Double(factor) * Double.pi / 4)
            return [multiple.nextDown, multiple, -multiple, multiple.nextUp]
        }
        return special + everywhere + dense + close + [16_367_173 * 0x1p72]
    }()

    private func values(_ function: UnaryFunction, _ arguments: [Float], _ variant: Variant) -> [Float] {
        let context = KernelContext(variant, threads: 2)
        var values = arguments.map { _ in Float.nan }
        let status = ck_unary_f32_forward(
            context.pointer, function.operation, UnaryFunction.parameter, arguments.count.signed, arguments, &values)
        #expect(status == CK_OK, "\(function): \(context.message)")
        return values
    }

    @Test func everyFunctionIsDefined() {
        #expect(UnaryFunction.all.map(\.operation.rawValue) == Array(0..<CK_UNARY_COUNT.rawValue))
    }

    @Test(arguments: UnaryFunction.all) func keepsItsBound(function: UnaryFunction) {
        let arguments = Self.arguments
        let expected = arguments.map { x in
            function.value(abs(x) < .leastNormalMagnitude ? (x.sign == .minus ? -0.0 : 0) : Double(x))
        }
        for variant in Self.variants {
            let results = values(function, arguments, variant)
            let wrong = arguments.indices.first { !Self.agrees(results[$0], expected[$0], function) }
            if let wrong {
                Issue.record(
                    "\(variant): \(function) of \(arguments[wrong]) is \(results[wrong]), expected \(expected[wrong])")
            }
        }
    }

    /// Within the bound, with the right sign where the result is a zero, and NaN and infinite where it must be.
    private static func agrees(_ result: Float, _ expected: Double, _ function: UnaryFunction) -> Bool {
        if expected.isNaN || result.isNaN { return expected.isNaN && result.isNaN }
        if abs(expected) < Double(Float.leastNormalMagnitude) {
            return abs(result) <= .leastNormalMagnitude && result.sign == expected.sign
        }
        // Results that round to infinity, or are within the bound of it.
        let largest = Double(Float.greatestFiniteMagnitude)
        if expected.isInfinite || result.isInfinite {
            return Double(result) == expected || abs(expected) > largest * (1 - function.ulps * 0x1p-24)
        }
        if abs(expected) <= function.smallest, result == 0 { return true }
        let spacing = scalbn(1, max(Int(expected.exponent), -126) - 23)
        return abs(Double(result) - expected) <= function.ulps * spacing
    }
}
