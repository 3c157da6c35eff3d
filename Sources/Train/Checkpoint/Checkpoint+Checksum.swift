import SwiftletData
import SwiftletTensor

extension Checkpoint {
    /// The key among the words of a file under which its checksum stands.
    static let checksumKey = "crc32"

    /// CRC-32 over words, names, shapes and numbers, in hexadecimal: what a file says must be what was written.
    func checksum() -> String {
        var check = CRC32()
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            check.update(key)
            check.update(value)
        }
        for (name, tensor) in tensors {
            check.update("\(name) \(tensor.shape)")
            tensor.withUnsafeElements { check.update(UnsafeRawBufferPointer($0)) }
        }
        for (name, tensor) in integers {
            check.update("\(name) \(tensor.shape)")
            tensor.elements.withUnsafeBytes { check.update($0) }
        }
        let digits = String(check.value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
