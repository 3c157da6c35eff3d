import SwiftletData
import SwiftletTensor
import Testing

@testable import CVAEExperiment

@Suite("How grey levels become what the network sees")
struct PixelSourceTests {
    private let set = smallPictures(12)

    private func source(_ likelihood: Likelihood, seed: UInt64 = 1) -> PixelSource {
        PixelSource(set, likelihood, random: RandomStream(seed: seed))
    }

    @Test("Grey levels stay what they are, in every epoch")
    func grey() {
        let expected = set.pixels.map { Float($0) / 255 }
        let values = source(.grey).values(of: Array(0..<12), epoch: 3)
        for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < 1e-6) }
    }

    @Test("Static binarisation is one draw, dynamic another one in every epoch")
    func epochs() {
        let all = Array(0..<12)
        let fixed = source(.static).values(of: all)
        #expect(Set(fixed) == [0, 1])
        #expect(
            source(.static).values(of: all, epoch: 1) == fixed && source(.static).values(of: all, epoch: 2) == fixed)
        let dynamic = (1...3).map { source(.dynamic).values(of: all, epoch: $0) }
        #expect(Set(dynamic).count == 3 && dynamic.allSatisfy { Set($0) == [0, 1] })
        #expect(source(.dynamic).values(of: all) == source(.dynamic).values(of: all))
        #expect(source(.dynamic, seed: 2).values(of: all, epoch: 1) != dynamic[0])
    }

    @Test("What a picture becomes does not depend on the others", arguments: [nil, 5])
    func order(epoch: Int?) {
        let source = source(.dynamic)
        let together = source.values(of: [3, 7, 3], epoch: epoch)
        let alone = [3, 7, 3].flatMap { source.values(of: [$0], epoch: epoch) }
        #expect(together == alone)
    }

    @Test("A pixel is white as often as its level says; black and white leave no choice")
    func probabilities() {
        let levels: [UInt8] = [0, 26, 128, 230, 255, 1, 254, 77]
        let count = 4000
        let pixels = (0..<count).flatMap { _ in levels }
        let set = ImageSet(width: 4, height: 2, channels: 1, pixels: pixels)
        let values = PixelSource(set, .dynamic, random: RandomStream(seed: 9)).values(of: Array(0..<count), epoch: 1)
        for (offset, level) in levels.enumerated() {
            let white = stride(from: offset, to: values.count, by: 8).reduce(0) { $0 + Int(values[$1]) }
            let expected = Double(level) / 255
            let deviation = (expected * (1 - expected) * Double(count)).squareRoot()
            #expect(abs(Double(white) - expected * Double(count)) <= 4.5 * deviation, "level \(level)")
        }
    }

    @Test(
        "Batches hold every example once, in an order of the epoch, and what they are depends on seed and epoch alone")
    func batches() throws {
        let batcher = makeBatcher(set, .dynamic, batchSize: 5)
        func pass(_ epoch: Int?, seed: UInt64 = 1) throws -> [PictureBatch] {
            try batcher.batches(of: Array(0..<12), epoch: epoch, random: RandomStream(seed: seed)).map { try $0.get() }
        }
        let first = try pass(1)
        #expect(first.map(\.count) == [5, 5, 2] && batcher.batchCount(of: 12) == 3)
        #expect(first.flatMap(\.labels).sorted() == set.labels?.sorted())
        #expect(try pass(1).map(\.pictures) == first.map(\.pictures) && pass(1).map(\.noise) == first.map(\.noise))
        #expect(try pass(2).map(\.labels) != first.map(\.labels))
        #expect(try pass(1, seed: 2).map(\.noise) != first.map(\.noise))
        let fixed = try pass(nil)
        #expect(fixed.flatMap(\.labels) == set.labels)
        #expect(Set(first.map(\.noise)).count == 3, "batches must not share noise")
    }
}
