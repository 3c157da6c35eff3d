/// A member of a ZIP archive, as its directory describes it.
struct ZipEntry: Equatable {
    /// How a member's content is kept.
    enum Method: UInt16 {
        /// As it is.
        case stored = 0
        /// Packed by `Deflate`.
        case deflated = 8
    }

    /// Its name.
    let name: String
    /// How its content is kept.
    let method: Method
    /// The check of its content.
    let checksum: UInt32
    /// Where it lies in the archive, its own header included.
    let extent: Range<Int>
    /// Where its content lies.
    let content: Range<Int>
    /// Bytes of its content, unpacked.
    let byteCount: Int
}
