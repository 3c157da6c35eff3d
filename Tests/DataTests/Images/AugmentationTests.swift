import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct AugmentationTests {
    let width = 12
    let height = 10
    let noise: [Float]
    let root = RandomStream(seed: 5)

    init() {
        var random = RandomStream(seed: 1)
        noise = (0..<120).map { _ in random.uniform() }
    }

    func warp(shiftX: Float = 0, shiftY: Float = 0, scale: Float = 1, degrees: Float = 0, flip: Bool = false)
        -> AffineWarp
    {
        let draw = Augmentation.Draw(
            shiftX: shiftX, shiftY: shiftY, scale: scale, angle: degrees * .pi / 180, isFlipped: flip, contrast: 1,
            brightness: 0)
        return AffineWarp(draw, width: width, height: height)
    }

    /// The picture of noise, or another one of its size, warped.
    func warped(_ warp: AffineWarp, _ planes: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: planes.count) { result, filled in
            warp.apply(to: planes, channels: 1, result: result.baseAddress!)
            filled = planes.count
        }
    }

    func pixel(_ values: [Float], _ column: Int, _ row: Int) -> Float {
        values[min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)]
    }

    /// Places without their values, whose bits differ by rounding of the coordinates only.
    func expectPixels(
        _ result: [Float], _ expected: (Int, Int) -> Float, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for row in 0..<height {
            for column in 0..<width {
                #expect(
                    abs(result[row * width + column] - expected(column, row)) < 1e-4, "\(column), \(row)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test func movesByWholePixelsAndReplicatesTheBorder() {
        expectPixels(warped(warp(shiftX: 3.0 / 12, shiftY: -2.0 / 10), noise)) { column, row in
            pixel(noise, column - 3, row + 2)
        }
    }

    @Test func movesByHalfAPixel() {
        expectPixels(warped(warp(shiftX: 0.5 / 12), noise)) { column, row in
            (pixel(noise, column, row) + pixel(noise, column - 1, row)) / 2
        }
    }

    @Test func flips() {
        expectPixels(warped(warp(flip: true), noise)) { column, row in pixel(noise, 11 - column, row) }
    }

    @Test func turns() {
        expectPixels(warped(warp(degrees: 180), noise)) { column, row in
            pixel(noise, 11 - column, 9 - row)
        }
        // A quarter turn clockwise about the centre, which lies at column 5.5 and row 4.5.
        expectPixels(warped(warp(degrees: 90), noise)) { column, row in pixel(noise, row + 1, 10 - column) }
        // It brings what was on the left to the top.
        let left: [Float] = (0..<120).map { (position: Int) -> Float in position % 12 == 3 ? 1 : 0 }
        let turned = warped(warp(degrees: 90), left)
        let rows = (0..<10).map { row in turned[row * 12..<row * 12 + 12].reduce(0, +) / 12 }
        #expect(rows[2] > 0.99 && rows[0] < 0.01 && rows[4...].allSatisfy { $0 < 0.01 })
    }

    /// On a ramp, scaling about the centre divides distances from it.
    @Test func scales() {
        let ramp = (0..<120).map { Float($0 % 12) }
        expectPixels(warped(warp(scale: 2), ramp)) { column, _ in 5.5 + (Float(column) - 5.5) / 2 }
    }

    @Test func channelsAreWarpedAlike() throws {
        let augmentation = try Augmentation(shift: 0.2, scale: 0.2, rotation: 20, flip: true)
        for number in 0..<20 {
            let stream = root.child(number)
            let single = augmentation.applied(to: noise, width: width, height: height, random: stream)
            let triple = augmentation.applied(
                to: noise + noise.map { 1 - $0 } + noise, width: width, height: height, channels: 3, random: stream)
            #expect(Array(triple[..<120]) == single && Array(triple[240...]) == single)
            #expect(zip(triple[120..<240], single).allSatisfy { abs($0 - (1 - $1)) < 1e-5 })
            #expect(single.allSatisfy { (0...1).contains($0) } && single != noise)
        }
    }

    @Test func contrastAndBrightness() throws {
        let values = noise.map { 0.4 + 0.2 * $0 }
        let mean = values.reduce(0, +) / 120
        for number in 0..<20 {
            let stream = root.child(number)
            let contrast = try Augmentation(contrast: 0.5).applied(to: values, width: 12, height: 10, random: stream)
            #expect(abs(contrast.reduce(0, +) / 120 - mean) < 1e-4)
            let factor = (contrast[0] - mean) / (values[0] - mean)
            #expect((0.5...1.5).contains(factor))
            #expect(zip(contrast, values).allSatisfy { abs($0 - mean - factor * ($1 - mean)) < 1e-4 })
            let bright = try Augmentation(brightness: 0.15).applied(
                to: values, width: 12, height: 10, range: -1...1, random: stream)
            let offset = bright[0] - values[0]
            #expect(abs(offset) <= 0.3001 && offset != 0)
            #expect(zip(bright, values).allSatisfy { abs($0 - $1 - offset) < 1e-4 })
        }
        let extreme = try Augmentation(contrast: 1, brightness: 1)
        for number in 0..<50 {
            let result = extreme.applied(to: noise, width: 12, height: 10, random: root.child(number))
            #expect(result.allSatisfy { (0...1).contains($0) })
        }
    }

    /// Every draw lies within the bounds and uses them; the same stream draws the same; another kind changes nothing.
    @Test func draws() throws {
        let all = try Augmentation(shift: 0.1, scale: 0.2, rotation: 10, flip: true, contrast: 0.3, brightness: 0.4)
        let draws = (0..<2000).map { Augmentation.Draw(all, root.child($0)) }
        let kinds: [(String, (Augmentation.Draw) -> Float, Float)] = [
            ("x", { $0.shiftX }, 0.1), ("y", { $0.shiftY }, 0.1), ("scale", { $0.scale - 1 }, 0.2),
            ("angle", { $0.angle }, 10 * .pi / 180), ("contrast", { $0.contrast - 1 }, 0.3),
            ("brightness", { $0.brightness }, 0.4),
        ]
        for (name, value, limit) in kinds {
            let values = draws.map(value)
            #expect(values.allSatisfy { abs($0) <= limit * 1.00001 }, "\(name)")
            #expect(values.min()! < -0.98 * limit && values.max()! > 0.98 * limit, "\(name)")
            #expect(abs(values.reduce(0, +) / 2000) < 0.05 * limit, "\(name)")
        }
        #expect((900...1100).contains(draws.count(where: \.isFlipped)))
        let shifted = Augmentation.Draw(try Augmentation(shift: 0.1, contrast: 0.3), root.child(7))
        #expect(shifted.shiftY == draws[7].shiftY && shifted.contrast == draws[7].contrast)
        #expect(shifted.scale == 1 && shifted.angle == 0 && !shifted.isFlipped && shifted.brightness == 0)
    }

    @Test func sameStreamSameBits() throws {
        let all = try Augmentation(shift: 0.1, scale: 0.2, rotation: 10, flip: true, contrast: 0.3, brightness: 0.4)
        let results = (0..<6).map { number in
            all.applied(to: noise, width: 12, height: 10, random: root.child(number % 3))
        }
        #expect(Array(results[..<3]) == Array(results[3...]))
        #expect(results[0] != results[1])
        let none = try Augmentation()
        #expect(none.isIdentity && !all.isIdentity)
        #expect(none.applied(to: noise, width: 12, height: 10, random: root) == noise)
    }

    @Test func wrongSettings() {
        expectDataError("the augmentation's shift must be from 0 to 0.5, got 0.6") { try Augmentation(shift: 0.6) }
        expectDataError("scale must be from 0 to 0.9, got -0.1") { try Augmentation(scale: -0.1) }
        expectDataError("rotation must be from 0 to 180.0, got inf") { try Augmentation(rotation: .infinity) }
        expectDataError("contrast must be from 0 to 1.0, got nan") { try Augmentation(contrast: .nan) }
        expectDataError("brightness must be from 0 to 1.0, got 2.0") { try Augmentation(brightness: 2) }
    }
}
