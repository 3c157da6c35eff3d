import CPNG
import CZlib
import SwiftletTensor

extension PNGFile {
    /// The picture as a PNG of 8 bits, grey or RGB, in sRGB. Neither side may be longer than 1,000,000 pixels, which is
    /// what libpng takes.
    public static func encode(_ image: Image) -> [UInt8] {
        let description = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
        description.initialize(to: png_image())
        defer {
            png_image_free(description)
            description.deallocate()
        }
        description.pointee.version = png_uint_32(PNG_IMAGE_VERSION)
        description.pointee.width = png_uint_32(image.width)
        description.pointee.height = png_uint_32(image.height)
        description.pointee.format = png_uint_32(image.channels == 3 ? PNG_FORMAT_FLAG_COLOR : 0)
        // Each row has a filter byte; the compressed rows are cut into chunks of 8 KiB with 12 bytes around each; and
        // header, colour space and end take less than a kilobyte.
        let rows = image.height * (image.width * image.channels + 1)
        let compressed = Int(compressBound(uLong(rows)))
        let capacity = compressed + 12 * (compressed / 8192 + 1) + 1024
        return [UInt8](unsafeUninitializedCapacity: capacity) { bytes, count in
            var size = png_alloc_size_t(capacity)
            let succeeded = image.pixels.withUnsafeBytes { pixels in
                png_image_write_to_memory(description, bytes.baseAddress, &size, 0, pixels.baseAddress, 0, nil) != 0
            }
            require(
                succeeded, "libpng cannot write \(image.width) x \(image.height): \(message(description.pointee))")
            count = Int(size)
        }
    }
}
