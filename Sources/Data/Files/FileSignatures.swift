/// Bytes by which files of a kind are known.
struct FileSignature {
    let bytes: [UInt8]
    let offset: Int
    let name: String

    init(_ bytes: [UInt8], _ name: String, at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
        self.name = name
    }

    init(_ text: String, _ name: String, at offset: Int = 0) { self.init(Array(text.utf8), name, at: offset) }

    /// Whether it is no more than a few letters.
    var isShortWord: Bool { bytes.count < 5 && bytes.allSatisfy { (0x20..<0x7f).contains($0) } }
}

extension FileKind {
    /// Longer signatures come before those that they begin with.
    static let signatures: [FileSignature] = [
        // Packed files and archives.
        FileSignature([0x1f, 0x8b], "a gzip file"), FileSignature("1AY&SY", "a bzip2 file", at: 4),
        FileSignature([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "an xz file"),
        FileSignature([0x28, 0xb5, 0x2f, 0xfd], "a Zstandard file"),
        FileSignature([0x04, 0x22, 0x4d, 0x18], "an LZ4 file"), FileSignature([0x1f, 0x9d], "a compress (.Z) file"),
        FileSignature("LZIP", "an lzip file"), FileSignature([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive"),
        FileSignature("Rar!", "a RAR archive"), FileSignature([0x50, 0x4b, 0x07, 0x08], "a part of a ZIP archive"),

        // Images and other media.
        FileSignature([0x89, 0x50, 0x4e, 0x47], "a PNG image"), FileSignature([0xff, 0xd8, 0xff], "a JPEG image"),
        FileSignature("GIF87a", "a GIF image"), FileSignature("GIF89a", "a GIF image"),
        FileSignature([0x49, 0x49, 0x2a, 0x00], "a TIFF image"),
        FileSignature([0x4d, 0x4d, 0x00, 0x2a], "a TIFF image"),
        FileSignature([0x49, 0x49, 0x2b, 0x00], "a BigTIFF image"),
        FileSignature([0x4d, 0x4d, 0x00, 0x2b], "a BigTIFF image"),
        FileSignature([0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20], "a JPEG XL image"),
        FileSignature([0xff, 0x0a], "a JPEG XL image"),
        FileSignature([0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20], "a JPEG 2000 image"),
        FileSignature([0xff, 0x4f, 0xff, 0x51], "a JPEG 2000 image"), FileSignature("8BPS", "a Photoshop image"),
        FileSignature([0x00, 0x00, 0x01, 0x00], "an icon (.ico)"), FileSignature("DICM", "a DICOM image", at: 128),
        FileSignature("%PDF-", "a PDF document"), FileSignature("%!PS", "a PostScript document"),
        FileSignature("{\\rtf", "an RTF document"),
        FileSignature([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "an old Office document (.xls, .doc or .ppt)"),
        FileSignature([0x1a, 0x45, 0xdf, 0xa3], "a Matroska or WebM video"), FileSignature("OggS", "an Ogg recording"),
        FileSignature("fLaC", "a FLAC recording"), FileSignature("ID3", "an MP3 recording"),

        // Arrays, tables and models.
        FileSignature([0x93] + Array("NUMPY".utf8), "a NumPy .npy array"),
        FileSignature([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], "an HDF5 file"),
        FileSignature("CDF", "a NetCDF file"), FileSignature("MATLAB 5.0 MAT-file", "a MATLAB .mat file"),
        FileSignature("PAR1", "a Parquet file"), FileSignature("ARROW1", "an Arrow file"),
        FileSignature("FEA1", "a Feather file"), FileSignature([0xff, 0xff, 0xff, 0xff], "an Arrow stream"),
        FileSignature("ORC", "an ORC file"), FileSignature([0x4f, 0x62, 0x6a, 0x01], "an Avro file"),
        FileSignature("SQLite format 3\0", "an SQLite database"), FileSignature("RDX2\n", "an R data file"),
        FileSignature("RDX3\n", "an R data file"), FileSignature("GGUF", "a GGUF model"),
        FileSignature("TFL3", "a TensorFlow Lite model", at: 4),
        FileSignature([0xba, 0x16, 0x4f, 0x2f], "a fastText model (.bin)"),

        // Programs.
        FileSignature([0x7f, 0x45, 0x4c, 0x46], "a program or library (ELF)"),
        FileSignature([0x4d, 0x5a, 0x90, 0x00], "a program or library (Windows)"),
        FileSignature([0xcf, 0xfa, 0xed, 0xfe], "a program or library (Mach-O)"),
        FileSignature([0xca, 0xfe, 0xba, 0xbe], "a program or library (Mach-O or Java)"),
        FileSignature([0x00, 0x61, 0x73, 0x6d], "a WebAssembly module"),
    ]
}
