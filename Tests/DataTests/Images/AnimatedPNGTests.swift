import Testing

@testable import SwiftletData

@Suite struct AnimatedPNGTests {
    func frames(_ count: Int, channels: Int = 1, width: Int = 40, height: Int = 30) -> [Image] {
        var random = XorShift(seed: 6)
        return (0..<count).map { _ in
            Image(
                width: width, height: height, channels: channels,
                pixels: (0..<width * height * channels).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }

    /// A frame's pixels by way of a PNG that holds them alone.
    func decode(frame data: [UInt8], header: [UInt8]) throws -> Image {
        try PNGFile.decode(TestPNG.file([("IHDR", header), ("IDAT", data)]))
    }

    /// The chunks say what the specification asks for, and each frame comes back whole. The frames of noise are large enough
    /// for several chunks each.
    @Test(arguments: [1, 3]) func everyFrameComesBack(channels: Int) throws {
        let frames = frames(4, channels: channels, width: 160, height: 120)
        let bytes = AnimatedPNG.encode(frames: frames, delayMilliseconds: 250, lastDelayMilliseconds: 2000, plays: 3)
        let chunks = try PNGChunks(bytes, name: nil).chunks
        func data(_ chunk: PNGChunks.Chunk) -> [UInt8] { Array(bytes[chunk.data]) }

        #expect(chunks[0].type == "IHDR" && chunks[1].type == "acTL")
        #expect(data(chunks[1]) == bigEndian(4) + bigEndian(3))
        #expect(chunks.last?.whole.upperBound == bytes.count)

        var sequence = 0
        var pixels: [[UInt8]] = []
        for chunk in chunks.dropFirst(2) {
            switch chunk.type {
            case "fcTL":
                let delay: [UInt8] = pixels.count == 3 ? [0x07, 0xd0] : [0, 250]
                #expect(
                    data(chunk) == bigEndian(sequence) + bigEndian(160) + bigEndian(120) + bigEndian(0) + bigEndian(0)
                        + delay + [0x03, 0xe8, 0, 0])
                sequence += 1
                pixels.append([])
            case "IDAT":
                #expect(pixels.count == 1)
                pixels[0] += data(chunk)
            case "fdAT":
                #expect(Array(data(chunk).prefix(4)) == bigEndian(sequence))
                sequence += 1
                pixels[pixels.count - 1] += data(chunk).dropFirst(4)
            default: #expect(pixels.isEmpty || chunk.type == "IEND", "\(chunk.type)")
            }
        }
        #expect(pixels.count == 4 && sequence > 7)
        for (frame, data) in zip(frames, pixels) {
            #expect(try decode(frame: data, header: Array(bytes[chunks[0].data])) == frame)
        }
        #expect(try PNGFile.decode(bytes) == frames[0])
    }

    @Test func oneFrame() throws {
        let frames = frames(1)
        let bytes = AnimatedPNG.encode(frames: frames, delayMilliseconds: 100)
        #expect(try PNGFile.decode(bytes) == frames[0])
        let types = try PNGChunks(bytes, name: nil).chunks.map(\.type)
        #expect(types.filter { $0 == "fcTL" }.count == 1 && !types.contains("fdAT"))
    }
}
