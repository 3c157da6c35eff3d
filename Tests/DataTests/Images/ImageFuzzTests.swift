import Packing
import TestSupport
import Testing

@testable import SwiftletData

/// Small valid files with random damage: whatever it is, there is a picture or a `DataError`, never a crash.
@Suite struct ImageFuzzTests {
    static let grey = Image(width: 7, height: 5, channels: 1, pixels: (0..<35).map { UInt8($0 * 7) })
    static let color = Image(width: 5, height: 4, channels: 3, pixels: (0..<60).map { UInt8($0 * 4) })

    static func mutated(_ bytes: [UInt8], _ random: inout XorShift) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            if bytes.isEmpty { break }
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[position] = [0, 1, 0x20, 0x30, 0x39, 0x7f, 0x80, 0xff].randomElement(using: &random)!
            case 2: bytes.remove(at: position)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
            case 4: bytes.removeLast(bytes.count - position)
            case 5: bytes += bytes[position...]
            default: bytes[position] = bytes[position] &+ 1
            }
        }
        return bytes
    }

    /// Gives how many of the damaged files were read and how many refused.
    func outcomes(
        of seeds: [[UInt8]], rounds: Int, repair: ([UInt8]) -> [UInt8] = { $0 }, decode: ([UInt8]) throws -> Image
    ) -> (read: Int, refused: Int) {
        var random = XorShift(seed: 99)
        var (read, refused) = (0, 0)
        for round in 0..<rounds {
            let bytes = repair(Self.mutated(seeds[round % seeds.count], &random))
            do {
                let image = try decode(bytes)
                #expect(image.pixels.count == image.width * image.height * image.channels)
                read += 1
            } catch let error as DataError {
                #expect(error.description.hasPrefix("f: "))
                refused += 1
            } catch {
                Issue.record("\(error) is no DataError")
            }
        }
        return (read, refused)
    }

    @Test func pgm() {
        let seeds = [
            Array("P5\n# c\n7 5\n255\n".utf8) + Self.grey.pixels, Array("P2\n2 3\n15\n1 2 3\n4 5 15\n".utf8),
            Array("P5 2 2 65535 ".utf8) + [1, 2, 3, 4, 5, 6, 7, 8],
        ]
        let (read, refused) = outcomes(of: seeds, rounds: 4000) { try PGMFile.decode($0, name: "f") }
        #expect(read > 250 && refused > 1000, "\(read) \(refused)")
    }

    /// With wrong checksums nearly nothing gets past them, so most rounds make them right again and reach libpng.
    @Test(arguments: [false, true]) func png(isRepaired: Bool) {
        let seeds = [
            PNGFile.encode(Self.grey), PNGFile.encode(Self.color),
            AnimatedPNG.encode(frames: [Self.color, Self.color], delayMilliseconds: 1),
            TestPNG(
                width: 3, height: 2, bitDepth: 2, colorType: 3, samples: [0, 1, 2, 1, 0, 2], isInterlaced: true,
                palette: [1, 2, 3, 4, 5, 6, 7, 8, 9], transparency: [9, 8]
            ).bytes,
            TestPNG(width: 2, height: 2, bitDepth: 16, colorType: 6, samples: Array(repeating: 300, count: 16)).bytes,
        ]
        let (read, refused) = outcomes(
            of: seeds, rounds: 4000, repair: isRepaired ? PNGPieces.withRightChecksums : { $0 }
        ) { try PNGFile.decode($0, name: "f") }
        #expect(read > 10 && refused > 500)
        if isRepaired { #expect(read > 400) }
    }

    @Test func idxAndCIFAR10() throws {
        let folder = try TemporaryFolder()
        let images = bigEndian(0x803) + bigEndian(2) + bigEndian(2) + bigEndian(3) + Array(1...12)
        let record = [UInt8](repeating: 5, count: 3073)
        var random = XorShift(seed: 7)
        var (read, refused) = (0, 0)
        for round in 0..<1500 {
            let isCIFAR = round % 10 == 0
            let bytes = Self.mutated(isCIFAR ? record + record : round % 2 == 0 ? images : gzip(images), &random)
            let path = try folder.write(bytes, to: "f")
            do {
                let set = isCIFAR ? try CIFAR10File.imageSet(paths: [path]) : try IDXFile.images(path: path)
                #expect(set.count > 0 && set.pixels.count == set.count * set.valuesPerImage)
                read += 1
            } catch is DataError { refused += 1 }
        }
        #expect(read > 50 && refused > 500, "\(read) \(refused)")
    }
}
