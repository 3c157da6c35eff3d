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
            ]
        },
        disguise: .archive,
        attempts: [{ folder in for (_, array) in try NPZFile.read(path: folder.file) { try use(array) } }])

    private static let sampleArray = Result {
        NumericArray(Tensor([1, -2, 0.5], shape: [3, 1], in: try ComputeContext(threads: 1)))
    }

    /// Converts an array in both ways; one that is none of 32-bit integers is read as well.
    private static func use(_ array: NumericArray) throws {
        let context = try ComputeContext(threads: 1)
        _ = array.tensor(in: context)
        if !array.element.isFloatingPoint { _ = try array.intTensor(in: context) }
    }

    private static func npyFile(_ header: String, _ numbers: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let count = UInt8(header.utf8.count)
        let length = version == 1 ? [count, 0] : [count, 0, 0, 0]
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + numbers
    }
}
