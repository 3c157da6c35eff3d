import CZlib

/// A PNG of any type, written by these lines alone, to be read by the library.
struct TestPNG {
    var width: Int
    var height: Int
    var bitDepth = 8
    /// 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA.
    var colorType = 0
    /// Row by row, the channels of a pixel side by side; a palette's entries are numbers.
    var samples: [Int]
    var isInterlaced = false
    /// Data of a PLTE, tRNS or gAMA chunk.
    var palette: [UInt8] = []
    var transparency: [UInt8] = []
    var gamma: [UInt8] = []

    var channels: Int { [2: 3, 4: 2, 6: 4][colorType] ?? 1 }

    var header: [UInt8] {
        bigEndian(width) + bigEndian(height) + [UInt8(bitDepth), UInt8(colorType), 0, 0, isInterlaced ? 1 : 0]
    }

    var bytes: [UInt8] {
        let extra = [("gAMA", gamma), ("PLTE", palette), ("tRNS", transparency)].filter { !$0.1.isEmpty }
        return Self.file([("IHDR", header)] + extra + [("IDAT", Self.deflated(rows))])
    }

    /// Signature, the chunks, and the end.
    static func file(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
            + (chunks + [("IEND", [])]).flatMap { chunk($0.0, $0.1) }
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + data
        let sum = checked.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        return bigEndian(data.count) + checked + bigEndian(Int(sum))
    }

    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(UInt(bytes.count))
        var result = [UInt8](repeating: 0, count: Int(size))
        precondition(compress(&result, &size, bytes, UInt(bytes.count)) == Z_OK)
        return Array(result.prefix(Int(size)))
    }

    /// All rows, each after the byte that says that it is not filtered.
    var rows: [UInt8] {
        // First column, first row, and the steps of the seven passes of Adam7.
        let adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        let passes = isInterlaced ? adam7 : [(0, 0, 1, 1)]
        return passes.flatMap { left, top, columnStep, rowStep in
            let columns = Array(stride(from: left, to: width, by: columnStep))
            if columns.isEmpty { return [UInt8]() }
            return stride(from: top, to: height, by: rowStep).flatMap { row in
                [0] + packed(columns.flatMap { sample(row, $0) })
            }
        }
    }

    private func sample(_ row: Int, _ column: Int) -> ArraySlice<Int> {
        let start = (row * width + column) * channels
        return samples[start..<start + channels]
    }

    private func packed(_ values: [Int]) -> [UInt8] {
        if bitDepth == 16 { return values.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
        let perByte = 8 / bitDepth
        return stride(from: 0, to: values.count, by: perByte).map { start in
            (0..<perByte).reduce(0) { byte, offset in
                byte << bitDepth | UInt8(start + offset < values.count ? values[start + offset] : 0)
            }
        }
    }
}

/// Four bytes, the highest first.
func bigEndian(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(number).bigEndian, Array.init) }
