import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct NPZFileTests {
    let folder: TemporaryFolder
    let context: ComputeContext
    private let arrays: [(name: String, array: NumericArray)]

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
        let weights = Tensor((0..<200).map { Float($0 % 7) }, shape: [20, 10], in: context)
        arrays = [
            ("weights", NumericArray(weights)),
            ("layer/bias", NumericArray(IntTensor([3, -1], shape: [2], in: context))),
            ("größe", NumericArray(Tensor([], shape: [0, 2], in: context))),
        ]
    }

    private func read(_ bytes: [UInt8], memory: MemoryLimit = .none) throws -> [(name: String, array: NumericArray)] {
        try NPZFile.read(path: folder.write(bytes, to: "a.npz"), memory: memory)
    }

    private func refusal(_ text: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try NPZFile.encode(arrays)
        change(&bytes)
        let sentence = expectDataError(text) { try read(bytes) }
        #expect(sentence.hasPrefix(folder.path))
    }

    /// Where the first entry of the directory begins.
    private func directory(_ bytes: [UInt8]) -> Int { Int(bytes[(bytes.count - 22)...].littleEndian32(at: 16)) }

    @Test("What is written is read, stored and packed, in the order of writing", arguments: [false, true])
    func roundTrip(isCompressed: Bool) throws {
        let bytes = try NPZFile.encode(arrays, isCompressed: isCompressed)
        let again = try read(bytes)
        #expect(again.map(\.name) == arrays.map(\.name) && again.map(\.array) == arrays.map(\.array))
        #expect(try NPZFile.encode(arrays, isCompressed: isCompressed) == bytes)
        #expect(try read(NPZFile.encode([])).isEmpty)
    }

    @Test func packedIsSmaller() throws {
        #expect(try NPZFile.encode(arrays, isCompressed: true).count < NPZFile.encode(arrays).count - 500)
    }

    @Test("Damaged and unusual archives are refused in one sentence")
    func refusals() throws {
        try refusal("no ZIP archive, or it is cut off") { $0.removeLast() }
        try refusal("no ZIP archive") { $0 = Array("not a zip".utf8) }
        try refusal("the member 'weights.npy' is damaged: its checksum is wrong") { $0[200] ^= 1 }
        try refusal("it is ZIP64, but the record of that is missing") { bytes in
            for index in bytes.count - 12..<bytes.count - 2 { bytes[index] = 0xff }
        }
        try refusal("spread over several files") { $0[$0.count - 18] = 1 }
        try refusal("should lie before byte") { $0[$0.count - 10] ^= 1 }
        try refusal("entry 1 of its directory is missing") { $0[directory($0)] = 0 }
        try refusal("is encrypted") { $0[directory($0) + 8] |= 1 }
        try refusal("is packed by method 12") { $0[directory($0) + 10] = 12 }
        try refusal("which its 928 bytes cannot come to") { $0[directory($0) + 24] ^= 1 }
        try refusal("is not where its directory says") { $0[directory($0) + 42] = 1 }
        try refusal("has another name in its own header") { $0[31] = 0x58 }
        try refusal("the member 'weights.npy' is cut off") { bytes in
            for index in 20..<24 { bytes[directory(bytes) + index] = 0xff }
        }
        // The first entry again in place of the second: the same name, then another name for the same bytes.
        let second = "layer/bias.npy"
        try refusal("has two members named 'weights.npy'") { bytes in
            let start = directory(bytes)
            let entry = Array(bytes[start..<start + 46 + 11])
            bytes.replaceSubrange(start + 57..<start + 57 + 46 + second.utf8.count, with: entry)
            bytes[bytes.count - 10] -= 3
        }
        let bomb = try NPZFile.encode(arrays, isCompressed: true)
        var announced = bomb
        announced[directory(bomb) + 27] = 0x7f
        expectDataError("bytes cannot come to") { try read(announced) }
        var shorter = bomb
        shorter[directory(bomb) + 24] -= 1
        expectDataError("is damaged: it cannot be unpacked") { try read(shorter) }
    }

    @Test("ZIP64 is written where numbers are too large for its forerunner, and read", arguments: [false, true])
    func wide(isCompressed: Bool) throws {
        let contents = arrays.map { ($0.name + ".npy", NPYFile.encode($0.array)) }
        // Sizes, places and the count, each alone and all together.
        for limits in [(bytes: 900, members: 9), (bytes: 200, members: 9), (bytes: 1 << 30, members: 3), (1, 1)] {
            var writer = ZipWriter(wideFrom: limits)
            for (name, content) in contents { writer.add(name, content, isDeflated: isCompressed) }
            #expect(try read(writer.bytes).map(\.array) == arrays.map(\.array), "\(limits)")
        }
        var writer = ZipWriter(wideFrom: (1, 1))
        for (name, content) in contents { writer.add(name, content, isDeflated: isCompressed) }
        let bytes = writer.bytes
        func refusal(_ text: String, _ change: (inout [UInt8]) -> Void) {
            var changed = bytes
            change(&changed)
            expectDataError(text) { try read(changed) }
        }
        let (locator, end) = (bytes.count - 22 - 20, bytes.count - 22 - 20 - 56)
        refusal("the record of ZIP64 is not where its locator says") { $0[locator + 8] ^= 1 }
        refusal("the record of that is missing") { $0[locator] = 0 }
        refusal("the record of ZIP64 disagrees") { $0[bytes.count - 14] = 1 }
        refusal("its directory should lie before") { $0[end + 41] ^= 1 }
        refusal("bytes cannot come to") { $0[start(bytes) + 46 + 11 + 4 + 3] = 0xff }
        refusal("the sizes of the member 'weights.npy' are cut off") { $0[start(bytes) + 46 + 11 + 2] = 7 }
    }

    /// Where the first entry of a directory of ZIP64 begins.
    private func start(_ bytes: [UInt8]) -> Int {
        Int(bytes[(bytes.count - 22 - 20 - 56)...].littleEndian64(at: 48))
    }

    @Test("Names that Swift compares as equal are two")
    func namesByBytes() throws {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        let two = [(composed, arrays[0].array), (decomposed, arrays[1].array)]
        let again = try read(NPZFile.encode(two))
        #expect(again.map { Array($0.name.utf8) } == two.map { Array($0.0.utf8) })
        #expect(again.map(\.array) == two.map(\.1))
        let archive = try NPZArchive(path: folder("a.npz"))
        #expect(try archive.array(decomposed) == arrays[1].array)
        expectDataError("an array cannot be named") { try NPZFile.encode([("../\u{301}", arrays[0].array)]) }
    }

    @Test("Members that share bytes are refused, before anything is unpacked")
    func overlap() throws {
        var writer = ZipWriter()
        let inner = NPYFile.encode(arrays[1].array)
        var first = ZipWriter()
        first.add("b.npy", inner, isDeflated: false)
        // The content of the first member is itself a member, to which a second entry points.
        let nested = Array(first.bytes.prefix(30 + 5 + inner.count))
        writer.add("a.npy", nested, isDeflated: false)
        writer.add("b.npy", inner, isDeflated: false)
        var bytes = writer.bytes
        let start = directory(bytes) + 46 + 5
        bytes[start + 42] = 30 + 5
        bytes[start + 43] = 0
        expectDataError("the members 'a.npy' and 'b.npy' of the archive overlap") { try read(bytes) }
    }

    @Test(
        "Names that lead out of a folder, or hold control characters, are refused",
        arguments: ["../weights", "/weight", "a//b", "a/./b", "a\\b", "a\nb"])
    func names(name: String) throws {
        expectDataError("an array cannot be named") { try NPZFile.encode([(name, arrays[0].array)]) }
        try expectRefusal(ofMember: "\(name).npy")
    }

    @Test func emptyNames() throws {
        expectDataError("an array cannot be named ''") { try NPZFile.encode([("", arrays[0].array)]) }
        for name in ["", "a/", ".."] { try expectRefusal(ofMember: name) }
    }

    private func expectRefusal(ofMember name: String) throws {
        var writer = ZipWriter()
        writer.add(name, NPYFile.encode(arrays[0].array), isDeflated: false)
        expectDataError("leads out of a folder") { try read(writer.bytes) }
    }

    @Test("Other members, arrays that are damaged, and two arrays of one name are told by name")
    func members() throws {
        var writer = ZipWriter()
        writer.add("readme.txt", [65], isDeflated: false)
        expectDataError("the member 'readme.txt' is no .npy file") { try read(writer.bytes) }
        writer = ZipWriter()
        writer.add("w.npy", npy("<f4", "(3,)", [0, 0, 0, 0]), isDeflated: true)
        expectDataError("the array 'w': [3] numbers of float32 take 12 bytes, not 4") { try read(writer.bytes) }
        writer = ZipWriter()
        writer.add("w.npy", npy("<i8", "(1,)", littleEndian([Int64.max])), isDeflated: true)
        let array = try read(writer.bytes)[0].array
        expectDataError("a.npz: the array 'w': number 1 is 9223372036854775807") { try array.intTensor(in: context) }
        expectDataError("two arrays have the same name 'w'") {
            try NPZFile.encode([("w", arrays[0].array), ("w", arrays[1].array)])
        }
    }

    @Test("An archive that unpacks to more than allowed is refused before it is unpacked")
    func memory() throws {
        let zeros = NumericArray(Tensor([Float](repeating: 0, count: 250_000), shape: [250_000], in: context))
        let bytes = try NPZFile.encode([("z", zeros)], isCompressed: true)
        #expect(bytes.count < 2000)
        expectDataError("bytes of memory, but --memory-limit allows 1000000") {
            try read(bytes, memory: MemoryLimit(bytes: 1_000_000))
        }
        #expect(try read(bytes, memory: MemoryLimit(bytes: 2_100_000))[0].array == zeros)
    }

    @Test("Every bit of a small archive that is changed is refused, or changes no number")
    func damagedBits() throws {
        let small = [(name: "w", array: arrays[1].array)]
        let bytes = try NPZFile.encode(small, isCompressed: true)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                do {
                    let again = try read(changed)
                    #expect(again.map(\.array) == small.map(\.array), "byte \(position)")
                } catch is DataError {}
            }
        }
    }
}
