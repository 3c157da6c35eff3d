import SwiftletTensor

/// Animations in PNG (W3C, PNG third edition, section 11.3.6, "APNG"): browsers play them, other programs show the first
/// picture.
public enum AnimatedPNG {
    /// Longest time that a picture can be shown, in milliseconds.
    public static let maximumDelay = 65535

    /// The pictures one after the other, for `delayMilliseconds` each and the last one for `lastDelayMilliseconds` (as long
    /// as the others unless given); `plays` times over, or for ever (0).
    ///
    /// There must be at least one picture, all of one size and of the same channels, and delays lie within
    /// 0...`maximumDelay`.
    public static func encode(
        frames: [Image], delayMilliseconds: Int, lastDelayMilliseconds: Int? = nil, plays: Int = 0
    ) -> [UInt8] {
        guard let first = frames.first else { fatalError("an animation needs a frame") }
        let lastDelay = lastDelayMilliseconds ?? delayMilliseconds
        require(
            (0...maximumDelay).contains(delayMilliseconds) && (0...maximumDelay).contains(lastDelay),
            "a frame cannot last \(delayMilliseconds) or \(lastDelay) milliseconds")
        require(plays >= 0 && plays <= Int32.max, "an animation cannot be played \(plays) times")
        var writer = Writer()
        for (number, frame) in frames.enumerated() {
            require(
                frame.width == first.width && frame.height == first.height && frame.channels == first.channels,
                "the frames of an animation must have one size")
            let png = PNGFile.encode(frame)
            let chunks = structure(of: png).chunks
            if number == 0 { writer.begin(png, chunks, frameCount: frames.count, plays: plays) }
            writer.control(frame, delayMilliseconds: number == frames.count - 1 ? lastDelay : delayMilliseconds)
            for chunk in chunks where chunk.type == "IDAT" {
                if number == 0 {
                    writer.bytes += png[chunk.whole]
                } else {
                    writer.numbered("fdAT", png[chunk.data])
                }
            }
        }
        writer.chunk("IEND", [])
        return writer.bytes
    }

    private static func structure(of png: [UInt8]) -> PNGChunks {
        do { return try PNGChunks(png, name: nil) } catch { fatalError("libpng wrote no PNG: \(error)") }
    }

    private struct Writer {
        var bytes: [UInt8] = []
        /// Control and data chunks of all frames share one count.
        private var sequence: UInt32 = 0

        /// Everything before the pixels of the first frame, with the animation's control chunk after the header.
        mutating func begin(_ png: [UInt8], _ chunks: [PNGChunks.Chunk], frameCount: Int, plays: Int) {
            bytes += PNGChunks.signature
            for piece in chunks.prefix(while: { $0.type != "IDAT" }) {
                bytes += png[piece.whole]
                if piece.type == "IHDR" {
                    chunk("acTL", bigEndian(UInt32(frameCount)) + bigEndian(UInt32(plays)))
                }
            }
        }

        /// The control chunk of a frame that covers the whole canvas and replaces the one before.
        mutating func control(_ frame: Image, delayMilliseconds: Int) {
            let size = bigEndian(UInt32(frame.width)) + bigEndian(UInt32(frame.height))
            let offset = bigEndian(UInt32(0)) + bigEndian(UInt32(0))
            let delay = bigEndian(UInt16(delayMilliseconds)) + bigEndian(UInt16(1000))
            let (disposeNone, blendSource): (UInt8, UInt8) = (0, 0)
            numbered("fcTL", (size + offset + delay + [disposeNone, blendSource])[...])
        }

        mutating func numbered(_ type: String, _ data: ArraySlice<UInt8>) {
            chunk(type, bigEndian(sequence) + data)
            sequence += 1
        }

        mutating func chunk(_ type: String, _ data: [UInt8]) {
            let checked = Array(type.utf8) + data
            bytes += bigEndian(UInt32(data.count)) + checked + bigEndian(CRC32(checked[...]).value)
        }

        private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.bigEndian, Array.init)
        }
    }
}
