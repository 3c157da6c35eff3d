extension FileKind {
    /// ZIP archives by what they hold, and those of tape archives.
    static func archive(_ head: FileHead) -> String? {
        if head.has("ustar", at: 257) { return "a tar archive" }
        if head.has([0x50, 0x4b, 0x05, 0x06]) { return "an empty ZIP archive" }
        guard head.has([0x50, 0x4b, 0x03, 0x04]), let length = head.littleEndian(2, at: 26) else { return nil }
        let name = String(decoding: head.bytes.dropFirst(30).prefix(Int(length)), as: UTF8.self)
        if name.hasSuffix("/data.pkl") || name.hasSuffix("/constants.pkl") || name.hasSuffix("/.data/serialization_id")
        {
            return "a PyTorch file (pickled Python objects in a ZIP archive)"
        }
        if name.hasSuffix(".npy") { return "a NumPy .npz archive" }
        if name == "[Content_Types].xml" || name.hasPrefix("xl/") || name.hasPrefix("word/") {
            return "an Office document (.xlsx, .docx or .pptx)"
        }
        if name == "mimetype" { return "an OpenDocument or EPUB file" }
        if name.hasPrefix("META-INF/") { return "a Java archive" }
        return zip
    }

    /// Files of numbers whose beginning is more than a signature.
    static func numeric(_ head: FileHead) -> String? {
        idx(head) ?? safetensors(head) ?? pickle(head) ?? onnx(head) ?? word2vec(head)
    }

    private static func idx(_ head: FileHead) -> String? {
        let elements: [UInt8: String] = [
            0x08: "unsigned bytes", 0x09: "signed bytes", 0x0b: "16-bit integers", 0x0c: "32-bit integers",
            0x0d: "32-bit floats", 0x0e: "64-bit floats",
        ]
        guard head.has([0, 0]), let type = head[2], let element = elements[type], let rank = head[3],
            (1...8).contains(rank)
        else { return nil }
        let sizes = (0..<Int(rank)).compactMap { axis in
            4 + 4 * axis + 4 <= head.bytes.count ? String(head.bytes[(4 + 4 * axis)...].bigEndian32(at: 0)) : nil
        }
        let axes = rank == 1 ? "1 axis" : "\(rank) axes"
        let shape = sizes.count == Int(rank) ? " (\(sizes.joined(separator: " x ")))" : ""
        return "an IDX file of \(element) with \(axes)\(shape)"
    }

    private static func safetensors(_ head: FileHead) -> String? {
        guard let length = head.littleEndian(8, at: 0), (2...100_000_000).contains(length), head[8] == UInt8(ascii: "{")
        else { return nil }
        let next = head.bytes.dropFirst(9).first { $0 != 0x20 }
        return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") ? "a safetensors file" : nil
    }

    private static func pickle(_ head: FileHead) -> String? {
        // A number of 80 bits by which PyTorch knew its own files before version 1.6.
        if head.has([0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]) {
            return "a PyTorch file of the old format (pickled Python objects)"
        }
        // The opcodes that follow the version: a frame, an object, a number, a text.
        let opcodes =
            Array("}](){cXVKMJINGUTBCjhq.".utf8) + [0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x8e, 0x8f, 0x95]
        if head[0] == 0x80, let version = head[1], (2...5).contains(version), let code = head[2], opcodes.contains(code)
        {
            return "a Python pickle"
        }
        return nil
    }

    /// A model in ONNX begins with its version and the name of the program that wrote it.
    private static func onnx(_ head: FileHead) -> String? {
        guard head[0] == 0x08, let version = head[1], (1...32).contains(version), head[2] == 0x12,
            let length = head[3], (1...64).contains(length), head.bytes.count > 4 + Int(length)
        else { return nil }
        let name = head.bytes[4..<4 + Int(length)]
        return name.allSatisfy { (0x20..<0x7f).contains($0) } ? "an ONNX model" : nil
    }

    /// A line of count and dimension, as in the text format, and then numbers that are no text.
    private static func word2vec(_ head: FileHead) -> String? {
        guard let (count, dimension, _) = Word2VecBinary.header(head.bytes) else { return nil }
        return "word vectors in word2vec's binary format (\(count) words, \(dimension) dimensions)"
    }

    /// Files that a few bytes at a fixed place give away.
    static func signed(_ head: FileHead, isText: Bool) -> FileKind? {
        if let kind = netpbm(head, isText) { return FileKind(kind, isText: isText) }
        if !isText, let kind = container(head) { return FileKind(kind, isText: false) }
        // A sentence may begin with a few letters that are a signature too.
        return signatures.first { head.has($0.bytes, at: $0.offset) && !(isText && $0.isShortWord) }
            .map { FileKind($0.name, isText: false) }
    }

    private static func container(_ head: FileHead) -> String? {
        if head.has("RIFF") {
            if head.has("WEBP", at: 8) { return "a WebP image" }
            return head.has("WAVE", at: 8) ? "a WAV recording" : "a RIFF file"
        }
        if head.has("BM"), head.has([0, 0, 0, 0], at: 6), head.bytes.count > 18 { return "a BMP image" }
        guard head.has("ftyp", at: 4) else { return nil }
        let isImage = ["heic", "heix", "mif1", "msf1", "avif", "avis"].contains { head.has($0, at: 8) }
        return isImage ? "a HEIC or AVIF image" : "an MP4 or QuickTime video"
    }

    private static func netpbm(_ head: FileHead, _ isText: Bool) -> String? {
        guard head[0] == UInt8(ascii: "P"), let kind = head[1].flatMap({ netpbm[$0] }), head[2]?.isASCIISpace == true
        else { return nil }
        let next = head.bytes.dropFirst(2).first { !$0.isASCIISpace } ?? 0
        let continues = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) || next == UInt8(ascii: "#")
        return continues || !isText || head.contains("WIDTH") ? kind : nil
    }

    private static let netpbm: [UInt8: String] = [
        UInt8(ascii: "1"): "a PBM image of text (P1)", UInt8(ascii: "2"): "a PGM image of text (P2)",
        UInt8(ascii: "3"): "a PPM image of text (P3)", UInt8(ascii: "4"): "a PBM image (P4)",
        UInt8(ascii: "5"): "a PGM image (P5)", UInt8(ascii: "6"): "a PPM image (P6)",
        UInt8(ascii: "7"): "a PAM image (P7)", UInt8(ascii: "f"): "a PFM image", UInt8(ascii: "F"): "a PFM image",
    ]
}
