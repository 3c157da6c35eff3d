import CKernels
import Foundation

enum SoftmaxCases: OperatorCases {
    static let operatorName = "softmax"

    private static let shapes = [
        (0, 3), (1, 1), (3, 1), (5, 2), (4, 3), (2, 7), (3, 8), (2, 9), (3, 15), (2, 16), (3, 17), (2, 31), (2, 33),
        (7, 100), (3, 1009), (900, 50), (20_011, 2),
    ]

    /// Logits of a spread that leaves some classes far behind; every fifth is shifted by a thousand.
    private static func logits(_ rows: Int, _ classes: Int) -> [Float] {
        let values = TestValues.uniform(rows * classes, 1)
        return values.indices.map { 10 * values[$0] + ($0 / classes % 5 == 4 ? 1000 : 0) }
    }

    private static func forward(_ rows: Int, _ classes: Int, _ logits: [Float]) -> KernelCase {
        KernelCase(
            "ck_softmax_f32_forward \(rows)x\(classes)",
            [.input("logits", logits), .output("output", count: rows * classes)]
        ) {
            ck_softmax_f32_forward(
                $0.context, $0.size("rows", rows), $0.size("classes", classes), $0["logits"], $0["output"])
        }
    }

    private static func backward(_ rows: Int, _ classes: Int, _ values: TestValues) -> KernelCase {
        KernelCase(
            "ck_softmax_f32_backward \(rows)x\(classes)",
            [
                .input("output", values(rows * classes, 1)), .input("output_gradient", values(rows * classes, 2)),
                .output("input_gradient", count: rows * classes),
            ]
        ) {
            ck_softmax_f32_backward(
                $0.context, $0.size("rows", rows), $0.size("classes", classes), $0["output"], $0["output_gradient"],
                $0["input_gradient"])
        }
    }

    private static let gradientScale: Float = 0.125

    private static func crossEntropy(
        _ rows: Int, _ classes: Int, _ logits: [Float], withGradient: Bool = true
    ) -> KernelCase {
        KernelCase(
            "ck_softmax_cross_entropy_f32 \(rows)x\(classes)",
            [
                .input("logits", logits), .integers("labels", TestValues.indices(rows, below: max(classes, 1), 3)),
                .output("losses", count: rows),
            ] + (withGradient ? [.output("logits_gradient", count: rows * classes, isOptional: true)] : [])
        ) {
            ck_softmax_cross_entropy_f32(
                $0.context, $0.size("rows", rows), $0.size("classes", classes), $0["logits"], $0.integers("labels"),
                gradientScale,
                $0["losses"], $0["logits_gradient"])
        }
    }

    /// Equal logits of a power of two classes: every probability is exact.
    static var exactCases: [KernelCase] {
        [(3, 1), (5, 2), (2, 8), (3, 16), (2, 32), (40, 1024)].map { rows, classes in
            forward(rows, classes, [Float](repeating: 3, count: rows * classes))
        } + shapes.map { backward($0, $1, .integers) } + [(0, 0), (0, 4), (4, 0)].map { forward($0, $1, []) }
    }

    static var randomCases: [KernelCase] {
        shapes.flatMap { rows, classes in
            let logits = logits(rows, classes)
            // The loss is a difference of logits as large as a thousand.
            return [
                forward(rows, classes, logits).agreeing(
                    .relative(units: Agreement.roundings(terms: classes) + 8)),
                backward(rows, classes, .uniform).agreeing(
                    .absolute(units: Agreement.roundings(terms: classes), scale: Float(classes))),
                crossEntropy(rows, classes, logits).agreeing(
                    .absolute(units: Agreement.roundings(terms: classes), scale: 1024)),
                crossEntropy(rows, classes, logits.map { $0 >= 900 ? $0 - 1000 : $0 }, withGradient: false).agreeing(
                    .absolute(units: Agreement.roundings(terms: classes), scale: 16)),
            ]
        }
    }

    static var definitions: [Definition] {
        shapes.filter { $0.0 > 0 && $0.0 * $0.1 < 3500 }.flatMap { rows, classes -> [Definition] in
            let logits = logits(rows, classes)
            let labels = TestValues.indices(rows, below: classes, 3)
            let (y, dy) = (TestValues.uniform(rows * classes, 1), TestValues.uniform(rows * classes, 2))
            var probabilities: [Double] = []
            var losses: [Double] = []
            var lossMagnitudes: [Double] = []
            var lossGradients: [Double] = []
            var gradients: [Double] = []
            var gradientMagnitudes: [Double] = []
            for row in 0..<rows {
                let x = logits[row * classes..<(row + 1) * classes].map(Double.init)
                let largest = x.max()!
                let sum = x.reduce(0) { $0 + exp($1 - largest) }
                let softmax = x.map { exp($0 - largest) / sum }
                probabilities += softmax
                let label = Int(labels[row])
                losses.append(largest + log(sum) - x[label])
                lossMagnitudes.append(abs(largest) + abs(x[label]) + 8)
                for c in 0..<classes {
                    lossGradients.append(Double(gradientScale) * (softmax[c] - (c == label ? 1 : 0)))
                }
                let terms = (0..<classes).map { Double(y[row * classes + $0]) * Double(dy[row * classes + $0]) }
                let dot = terms.reduce(0, +)
                let dotMagnitude = terms.reduce(0) { $0 + abs($1) }
                for c in 0..<classes {
                    let (value, gradient) = (Double(y[row * classes + c]), Double(dy[row * classes + c]))
                    gradients.append(value * (gradient - dot))
                    gradientMagnitudes.append(abs(value) * (abs(gradient) + dotMagnitude))
                }
            }
            let units = Double(Agreement.roundings(terms: classes)) + 8
            return [
                Definition(
                    forward(rows, classes, logits), "output", probabilities, magnitudes: probabilities, units: units),
                Definition(
                    backward(rows, classes, .uniform), "input_gradient", gradients, magnitudes: gradientMagnitudes,
                    units: units),
                Definition(
                    crossEntropy(rows, classes, logits), "losses", losses, magnitudes: lossMagnitudes, units: units),
                Definition(
                    crossEntropy(rows, classes, logits), "logits_gradient", lossGradients,
                    magnitudes: lossGradients.map { _ in Double(gradientScale) }, units: units),
            ]
        }
    }

    static var entryPoints: [KernelCase] {
        let logits = logits(3, 4)
        return [forward(3, 4, logits), backward(3, 4, .uniform), crossEntropy(3, 4, logits)]
    }

    static var errors: [ErrorCase] {
        let logits = logits(3, 4)
        var errors: [ErrorCase] = []
        for (mention, rows, classes) in [
            ("rows", -1, 4), ("classes", 3, -4), ("", Int64.max / 2, 4),
        ] as [(String, Int64, Int64)] {
            var forward = forward(3, 4, logits)
            forward.run = { ck_softmax_f32_forward($0.context, rows, classes, $0["logits"], $0["output"]) }
            errors.append(ErrorCase(forward, mentions: "ck_softmax_f32_forward", mention))
            var backward = backward(3, 4, .uniform)
            backward.run = {
                ck_softmax_f32_backward(
                    $0.context, rows, classes, $0["output"], $0["output_gradient"], $0["input_gradient"])
            }
            errors.append(ErrorCase(backward, mentions: "ck_softmax_f32_backward", mention))
            var loss = crossEntropy(3, 4, logits)
            loss.run = {
                ck_softmax_cross_entropy_f32(
                    $0.context, rows, classes, $0["logits"], $0.integers("labels"), 1, $0["losses"],
                    $0["logits_gradient"])
            }
            errors.append(ErrorCase(loss, mentions: "ck_softmax_cross_entropy_f32", mention))
        }
        for bad: Int32 in [-1, 4, .max, .min] {
            var call = crossEntropy(3, 4, logits)
            let position = call.operands.firstIndex { $0.name == "labels" }!
            call.operands[position].words[2] = UInt32(bitPattern: bad)
            errors.append(ErrorCase(call, mentions: "ck_softmax_cross_entropy_f32", "label 2", "\(bad)", "4 classes"))
        }
        return errors
    }
}
