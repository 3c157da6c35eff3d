import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct NPYFileTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    private func read(_ bytes: [UInt8], memory: MemoryLimit = .none) throws -> NumericArray {
        try NPYFile.read(path: folder.write(bytes, to: "a.npy"), memory: memory)
    }

    private func refusal(_ bytes: [UInt8], _ text: String) {
        let sentence = expectDataError(text) { try read(bytes) }
        #expect(sentence.hasPrefix(folder.path))
    }

    @Test("What is written is read, of every rank, and begins as NumPy's files do")
    func roundTrip() throws {
        for shape in [[], [0], [3], [2, 3], [1, 2, 3], [2, 1, 0, 3], [2, 1, 2, 1, 3]] as [Shape] {
            let numbers = (0..<shape.count).map { Float($0) - 2.5 }
            let tensor = Tensor(numbers, shape: shape, in: context)
            let bytes = NPYFile.encode(NumericArray(tensor))
            #expect((bytes.count - 4 * shape.count) % 64 == 0)
            let again = try read(bytes)
            #expect(again == NumericArray(tensor) && again.element == .float32)
            #expect(again.tensor(in: context).elements == numbers && again.shape == shape)
        }
        let integers = IntTensor([1, -2, .max, .min], shape: [4], in: context)
        let again = try read(NPYFile.encode(NumericArray(integers)))
        #expect(again.element == .int32)
        #expect(try again.intTensor(in: context).elements == integers.elements)
        let text = String(decoding: NPYFile.encode(NumericArray(integers))[10...].prefix(60), as: UTF8.self)
        #expect(text.hasPrefix("{'descr': '<i4', 'fortran_order': False, 'shape': (4,), }"))
    }

    @Test("Numbers of every kind become single precision, and 32-bit integers where they are whole")
    func kinds() throws {
        func check(_ type: String, _ bytes: [UInt8], _ floats: [Float], isWhole: Bool = true) throws {
            let array = try read(npy(type, "(\(floats.count),)", bytes))
            #expect(array.tensor(in: context).elements == floats, "\(type)")
            if isWhole {
                #expect(try array.intTensor(in: context).elements == floats.map { Int32($0) }, "\(type)")
            } else {
                let sentence = expectDataError("a.npy: the array holds \(array.element) numbers, but whole numbers") {
                    try array.intTensor(in: context)
                }
                #expect(sentence.hasPrefix(folder.path))
            }
        }
        try check("|b1", [0, 1, 2], [0, 1, 1])
        try check("|u1", [0, 255], [0, 255])
        try check("|i1", [127, 128], [127, -128])
        try check("<u2", littleEndian([0, UInt16.max]), [0, 65535])
        try check("<i2", littleEndian([Int16.min, 3]), [-32768, 3])
        try check("<i4", littleEndian([Int32(-5), 70_000]), [-5, 70_000])
        try check("<u4", littleEndian([UInt32(5), 70_000]), [5, 70_000])
        try check("<i8", littleEndian([Int64(-5), 1 << 30]), [-5, Float(1 << 30)])
        try check("<u8", littleEndian([UInt64(9), 1 << 30]), [9, Float(1 << 30)])
        try check("<f4", littleEndian([Float(0.1), -.infinity]), [0.1, -.infinity], isWhole: false)
        try check("<f8", littleEndian([0.1, 1e300, 1e-60]), [0.1, .infinity, 0], isWhole: false)
        // 1, -2, largest finite, smallest positive, smallest normal, infinity.
        let halves: [UInt16] = [0x3c00, 0xc000, 0x7bff, 1, 0x0400, 0x7c00]
        let values: [Float] = [1, -2, 65504, 0x1p-24, 0x1p-14, .infinity]
        try check("<f2", littleEndian(halves), values, isWhole: false)
        #expect(Float(halfPrecision: 0x7e00).isNaN && Float(halfPrecision: 0x8000).sign == .minus)
        let large = try read(npy("<i8", "(2,)", littleEndian([Int64(1), 1 << 31])))
        expectDataError("number 2 is 2147483648, which 32 bits cannot hold") { try large.intTensor(in: context) }
    }

    @Test("Big-endian numbers, the order of Fortran, and both at once")
    func orders() throws {
        let bytes = littleEndian((0..<24).map { Float($0) })
        func swapped(_ bytes: [UInt8]) -> [UInt8] {
            stride(from: 0, to: bytes.count, by: 4).flatMap { bytes[$0..<$0 + 4].reversed() }
        }
        let plain = try read(npy("<f4", "(2, 3, 4)", bytes))
        #expect(try read(npy(">f4", "(2, 3, 4)", swapped(bytes))) == plain)
        // Element (i, j, k) lies at i + 2 j + 6 k.
        var expected: [Float] = []
        for i in 0..<2 { for j in 0..<3 { for k in 0..<4 { expected.append(Float(i + 2 * j + 6 * k)) } } }
        for order in ["<", ">"] {
            let numbers = order == "<" ? bytes : swapped(bytes)
            let array = try read(npy("\(order)f4", "(2, 3, 4)", numbers, isFortranOrder: true))
            #expect(array.tensor(in: context).elements == expected)
        }
        let row = try read(npy("<f4", "(1, 24)", bytes, isFortranOrder: true))
        #expect(row.tensor(in: context).elements == (0..<24).map { Float($0) })
        #expect(try read(npy("|u1", "(0, 3)", [], isFortranOrder: true)).shape == [0, 3])
    }

    @Test("All three versions, fields in any order, other quotes and blanks, and gzip")
    func notations() throws {
        let numbers = littleEndian([Float(1), 2])
        let plain = try read(npy("<f4", "(2,)", numbers))
        for version in [2, 3] as [UInt8] { #expect(try read(npy("<f4", "(2,)", numbers, version: version)) == plain) }
        let headers = [
            "{'shape': (2,), 'fortran_order': False, 'descr': '<f4'}",
            "{\"descr\": \"<f4\", \"shape\":(2L,),\n 'fortran_order'\t: False ,}   \n",
            "{'descr':'<f4','fortran_order':False,'shape':(2)}",
        ]
        for header in headers { #expect(try read(npy(header, numbers)) == plain, "\(header)") }
        #expect(try read(gzip(npy("<f4", "(2,)", numbers))) == plain)
    }

    @Test("What is no array of numbers is refused in one sentence")
    func refusals() {
        let numbers = littleEndian([Float(1), 2])
        refusal([], "the file is cut off: it ends after 0 bytes, but the beginning of a .npy file takes 8")
        refusal(Array("P5 1 1 255 ".utf8), "this is not a .npy file")
        refusal(NPYFile.magic + [4, 0, 0, 0], "the file has version 4.0 of the form")
        refusal(NPYFile.magic + [1, 1, 0, 0], "version 1.1")
        refusal(NPYFile.magic + [2, 0, 0, 0, 0, 1], "the header would have 16777216 bytes")
        refusal(npy("<f4", "(3,)", numbers), "the file is cut off")
        refusal(npy("<f4", "(1,)", numbers), "goes on after the numbers")
        refusal(npy("|O", "(1,)", numbers), "Python objects, which are not read")
        refusal(npy("<c8", "(1,)", numbers), "numbers of type '<c8'; only bool, int8")
        refusal(npy("f4", "(2,)", numbers), "numbers of type 'f4'")
        refusal(npy("|f4", "(2,)", numbers), "numbers of type '|f4'")
        refusal(npy("<f4", "(1, 1, 1, 1, 1, 1, 1, 1, 2)", numbers), "the array has 9 axes; at most 8")
        refusal(npy("<f4", "(0, 99999999999, 99999999999)", []), "an impossible shape")
        refusal(npy("<f4", "(-1,)", numbers), "where a whole number was expected")
        refusal(npy("<f4", "(99999999999999999999,)", numbers), "where a whole number was expected")
        refusal(npy("<f4", "'2'", numbers), "the header's shape must be a tuple")
        refusal(npy("{}", []), "the header must have the fields descr, fortran_order, shape, but has none")
        refusal(npy("{'descr': '<f4', 'descr': '<f4'}", []), "the header names 'descr' twice")
        refusal(npy("{'descr': '<f4', 'fortran_order': 'no', 'shape': ()}", []), "must be True or False")
        refusal(
            npy("{'descr': [('a', '<f4', (2,)), ('b]', '<i4')], 'fortran_order': False, 'shape': (1,)}", numbers),
            "records of several fields")
        refusal(npy("{'descr': '<f4', 'fortran_order': False, 'shape': ()} x", []), "where the end of the header")
    }

    @Test("Every header that is cut off, and every byte of it changed, is refused or read, never a trap")
    func damagedHeaders() throws {
        let whole = npy("<f4", "(2, 1)", littleEndian([Float(1), 2]))
        for count in 0..<whole.count { #expect(throws: DataError.self) { try read(Array(whole[..<count])) } }
        for position in 0..<(whole.count - 8) {
            for byte in [0, 0x27, 0x28, 0x39, 0x5b, 0xff] as [UInt8] {
                var changed = whole
                changed[position] = byte
                do { _ = try read(changed).tensor(in: context) } catch let error as DataError {
                    #expect(error.file != nil)
                }
            }
        }
    }

    @Test("Numbers that take more memory than allowed are refused by the header")
    func memory() throws {
        let path = try folder.write(npy("<f8", "(1000, 1000)", []), to: "a.npy")
        expectDataError("takes 8000000 bytes of memory, but --memory-limit allows 1000") {
            try NPYFile.read(path: path, memory: MemoryLimit(bytes: 1000))
        }
        let turned = try folder.write(npy("<f8", "(1000, 1000)", [], isFortranOrder: true), to: "b.npy")
        expectDataError("takes 16000000 bytes") {
            try NPYFile.read(path: turned, memory: MemoryLimit(bytes: 9_000_000))
        }
    }
}
