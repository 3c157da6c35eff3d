import Packing

/// One gzip member, made by zlib.
public func gzip(_ bytes: [UInt8]) -> [UInt8] { Packing.gzip.packed(bytes) }

/// One gzip member of a text.
public func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }
