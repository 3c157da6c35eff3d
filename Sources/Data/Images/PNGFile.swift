import CPNG

/// Pictures in PNG, read and written by libpng.
///
/// This is its simplified interface, which reports errors as values: the `longjmp` of the other one must not cross Swift
/// code. Only the chunks that make the pixels reach it.
public enum PNGFile {
    /// Deflate (RFC 1951) makes at most so many bytes of one.
    private static let largestInflation = 1032

    /// Reads a picture, as `decode` does. Throws `DataError` as well if the file cannot be read.
    public static func read(path: String, background: UInt8 = 255) throws -> Image {
        try decode(ImageFile.bytes(path: path), name: path, background: background)
    }

    /// Decodes a picture of any PNG type into 8 bits, grey or RGB as the picture is (a palette is RGB).
    ///
    /// 16 bits are scaled by 255 / 65535 and rounded; 1, 2 and 4 bits spread over 0...255. A transparent pixel lies on
    /// `background`, a grey level: round((alpha · value + (255 - alpha) · background) / 255), as browsers compose it; white
    /// unless told otherwise. Values are taken as they are: gamma and colour space are not applied. Of an animation this is
    /// the still picture. Throws `DataError`, which begins with `name`, if the data are damaged or cut off, or if the header
    /// announces more than `Image.maximumPixels` or more than the data or `memory` can hold.
    public static func decode(
        _ bytes: [UInt8], name: String? = nil, background: UInt8 = 255, memory: MemoryLimit = .none
    ) throws -> Image {
        let chunks = try PNGChunks(bytes, name: name)
        let (width, height) = (chunks.width, chunks.height)
        try Image.requireSize(width: width, height: height, name: name, memory: memory)
        guard height * ((width * chunks.bitsPerPixel + 7) / 8) <= chunks.compressedSize * largestInflation else {
            throw DataError(
                file: name,
                "the header announces \(width) x \(height) pixels, more than \(chunks.compressedSize) bytes of compressed data can hold"
            )
        }
        // libpng keeps the address of the description from one call to the next.
        let description = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
        description.initialize(to: png_image())
        description.pointee.version = png_uint_32(PNG_IMAGE_VERSION)
        defer {
            png_image_free(description)
            description.deallocate()
        }
        return try chunks.pixelsAlone(of: bytes).withUnsafeBytes { bytes in
            guard png_image_begin_read_from_memory(description, bytes.baseAddress, bytes.count) != 0 else {
                throw damaged(description.pointee, name: name)
            }
            return chunks.bitDepth == 16
                ? try readWide(description, name: name, background: background)
                : try readBytes(description, name: name, background: background)
        }
    }

    private static func readBytes(
        _ description: UnsafeMutablePointer<png_image>, name: String?, background: UInt8
    ) throws -> Image {
        let (values, channels) = try read(description, into: UInt8.self, name: name)
        guard description.pointee.hasAlpha else {
            let (width, height) = (Int(description.pointee.width), Int(description.pointee.height))
            return Image(width: width, height: height, channels: channels, pixels: values)
        }
        return image(description, channels) { pixel, channel in
            let alpha = Int(values[pixel * (channels + 1) + channels])
            let value = alpha * Int(values[pixel * (channels + 1) + channel])
            return UInt8((value + (255 - alpha) * Int(background) + 127) / 255)
        }
    }

    /// Asking libpng for 8 bits would be shorter, but version 1.6.39 mixes up the rows of interlaced pictures on that way.
    /// It takes 16 bits without a gamma for proportional to light, and gives such values multiplied by alpha.
    private static func readWide(
        _ description: UnsafeMutablePointer<png_image>, name: String?, background: UInt8
    ) throws -> Image {
        let (values, channels) = try read(description, into: UInt16.self, name: name)
        guard description.pointee.hasAlpha else {
            return image(description, channels) { pixel, channel in
                UInt8((Int(values[pixel * channels + channel]) * 255 + 32767) / 65535)
            }
        }
        return image(description, channels) { pixel, channel in
            let alpha = Int(values[pixel * (channels + 1) + channels])
            let value = 255 * Int(values[pixel * (channels + 1) + channel])
            return UInt8(min((value + (65535 - alpha) * Int(background) + 32767) / 65535, 255))
        }
    }

    /// All values, and how many channels a pixel has besides alpha.
    private static func read<Value: FixedWidthInteger>(
        _ description: UnsafeMutablePointer<png_image>, into: Value.Type, name: String?
    ) throws -> (values: [Value], channels: Int) {
        let kept = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
        description.pointee.format &= kept
        if Value.bitWidth == 16 { description.pointee.format |= png_uint_32(PNG_FORMAT_FLAG_LINEAR) }
        let channels = description.pointee.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1
        let area = Int(description.pointee.width) * Int(description.pointee.height)
        var values = [Value](repeating: 0, count: area * (channels + (description.pointee.hasAlpha ? 1 : 0)))
        let succeeded = values.withUnsafeMutableBytes { values in
            png_image_finish_read(description, nil, values.baseAddress, 0, nil) != 0
        }
        guard succeeded else { throw damaged(description.pointee, name: name) }
        return (values, channels)
    }

    private static func image(
        _ description: UnsafeMutablePointer<png_image>, _ channels: Int, level: (_ pixel: Int, _ channel: Int) -> UInt8
    ) -> Image {
        let (width, height) = (Int(description.pointee.width), Int(description.pointee.height))
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { pixels, filled in
            for pixel in 0..<width * height {
                for channel in 0..<channels { pixels[pixel * channels + channel] = level(pixel, channel) }
            }
            filled = width * height * channels
        }
        return Image(width: width, height: height, channels: channels, pixels: pixels)
    }

    private static func damaged(_ description: png_image, name: String?) -> DataError {
        DataError(file: name, "the PNG data are damaged (libpng: \(message(description)))")
    }

    static func message(_ description: png_image) -> String {
        withUnsafeBytes(of: description.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

extension png_image {
    fileprivate var hasAlpha: Bool { format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0 }
}
