/// Numbers of the ZIP format (APPNOTE.TXT 6.3 of PKWARE, sections 4.3 and 4.4). All are little-endian.
enum ZipFormat {
    /// What begins a member.
    static let memberSignature: UInt32 = 0x0403_4b50
    /// Bytes of a member's header before its name.
    static let memberHeaderBytes = 30
    /// What begins an entry of the directory.
    static let entrySignature: UInt32 = 0x0201_4b50
    /// Bytes of an entry before its name.
    static let entryBytes = 46
    /// What begins the end of the directory.
    static let endSignature: UInt32 = 0x0605_4b50
    /// Bytes of the end of the directory before its comment.
    static let endBytes = 22
    /// What begins the record that ZIP64 puts before the end of the directory, and its bytes without extensions.
    static let (end64Signature, end64Bytes): (UInt32, Int) = (0x0606_4b50, 56)
    /// What begins the locator of that record, and its bytes.
    static let (locatorSignature, locatorBytes): (UInt32, Int) = (0x0706_4b50, 20)
    /// The extra field of an entry that holds the numbers of 64 bits.
    static let extra64: UInt16 = 1
    /// Longest comment.
    static let longestComment = 0xffff
    /// The version of the format that has all that is used here, 2.0, and the one that has ZIP64, 4.5.
    static let (version, version64): (UInt16, UInt16) = (20, 45)
    /// Flag: encrypted.
    static let encrypted: UInt16 = 1 << 0
    /// Flag: the name is UTF-8.
    static let unicodeName: UInt16 = 1 << 11
    /// 1 January 1980 as the format writes dates; there is no other time that means nothing.
    static let firstDate: UInt16 = 1 << 5 | 1
}

extension ArraySlice<UInt8> {
    /// The little-endian number of two bytes at a distance from the start.
    func littleEndian16(at distance: Int) -> UInt16 {
        UInt16(self[startIndex + distance]) | UInt16(self[startIndex + distance + 1]) << 8
    }

    /// The little-endian number of four bytes at a distance from the start.
    func littleEndian32(at distance: Int) -> UInt32 {
        UInt32(littleEndian16(at: distance)) | UInt32(littleEndian16(at: distance + 2)) << 16
    }

    /// The little-endian number of eight bytes at a distance from the start.
    func littleEndian64(at distance: Int) -> UInt64 {
        UInt64(littleEndian32(at: distance)) | UInt64(littleEndian32(at: distance + 4)) << 32
    }
}
