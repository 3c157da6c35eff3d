import Packing
import SwiftletData
import SwiftletTensor

extension FuzzedReader {
    static let npy = FuzzedReader(
        name: "npy", maximumBytes: 512,
        seeds: {
            let array = try sampleArray.get()
            let plain = NPYFile.encode(array)
            return [
                plain, Packing.gzip.packed(plain),
                npyFile("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 1, 2), }", [UInt8](0..<8)),
                npyFile("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 2], version: 2),
                npyFile("{\"shape\":(),\"descr\":\"<f2\",'fortran_order':False}\n", [0, 0x3c], version: 3),
                npyFile("{'descr': '<f8', 'fortran_order': True, 'shape': (0, 3L), }", []),
                npyFile("{'descr': '<u4', 'fortran_order': True, 'shape': (2, 2), }", [UInt8](0..<16)),
            ]
        },
        disguise: .packing, attempts: [{ try use(NPYFile.read(path: $0.file)) }])

    static let npz = FuzzedReader(
        name: "npz", maximumBytes: 1024,
        seeds: {
            let array = try sampleArray.get()
            let arrays = [("w", array), ("layer/b", array)]
            return [
                try NPZFile.encode(arrays), try NPZFile.encode(arrays, isCompressed: true), try NPZFile.encode([]),
                wideArchive,
            ]
        },
        disguise: .archive,
        attempts: [{ folder in for (_, array) in try NPZFile.read(path: folder.file) { try use(array) } }])

    /// An archive of ZIP64: one stored member, whose sizes and place are in an extra field, and the end record of 64 bits.
    private static var wideArchive: [UInt8] {
        func number(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }
        let name = Array("w.npy".utf8)
        let content = npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [7, 8])
        let size = UInt64(content.count)
        let common =
            number(UInt16(45)) + [UInt8](repeating: 0, count: 8) + number(CRC32(content[...]).value)
            + [UInt8](repeating: 0xff, count: 8) + number(UInt16(name.count))
        let member = number(UInt32(0x0403_4b50)) + common + number(UInt16(0)) + name + content
        let extra = number(UInt16(1)) + number(UInt16(24)) + number(size) + number(size) + number(UInt64(0))
        let entry =
            number(UInt32(0x0201_4b50)) + number(UInt16(45)) + common + number(UInt16(extra.count))
            + [UInt8](repeating: 0, count: 10) + number(UInt32.max) + name + extra
        let end =
            number(UInt32(0x0606_4b50)) + number(UInt64(44)) + number(UInt32(0)) + number(UInt64(0)) + number(UInt64(1))
            + number(UInt64(1)) + number(UInt64(entry.count)) + number(UInt64(member.count))
        let locator =
            number(UInt32(0x0706_4b50)) + number(UInt32(0)) + number(UInt64(member.count + entry.count))
            + number(UInt32(1))
        let last =
            number(UInt32(0x0605_4b50)) + number(UInt32(0)) + [UInt8](repeating: 0xff, count: 12) + number(UInt16(0))
        return member + entry + end + locator + last
    }

    private static let sampleArray = Result {
        NumericArray(Tensor([1, -2, 0.5], shape: [3, 1], in: try ComputeContext(threads: 1)))
    }

    /// Converts an array in every way; one that is none of 32-bit integers, of images or of labels is read as well.
    private static func use(_ array: NumericArray) throws {
        let context = try ComputeContext(threads: 1)
        _ = array.tensor(in: context)
        if let images = try? ImageSet(array) { _ = images[0] }
        _ = try? array.labels()
        if !array.element.isFloatingPoint { _ = try array.intTensor(in: context) }
    }

    private static func npyFile(_ header: String, _ numbers: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let count = UInt8(header.utf8.count)
        let length = version == 1 ? [count, 0] : [count, 0, 0, 0]
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + numbers
    }
}
