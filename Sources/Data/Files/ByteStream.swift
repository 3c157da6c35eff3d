/// Bytes that are read front to back.
protocol ByteStream: AnyObject {
    /// What errors call it.
    var path: String { get }

    /// Reads up to as many bytes as the buffer holds; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource: ByteStream {}
