import Foundation
import Testing

@testable import SwiftletTrain

@Suite struct JSONTests {
    struct Numbers: Codable, Equatable {
        var single: Float
        var double: Double
        var namedValues: [String: Double]
        var absent: Int?
    }

    @Test func numbersReadBackAsTheSameBits() throws {
        var state: UInt64 = 1
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let single = Float(bitPattern: UInt32(truncatingIfNeeded: state >> 32))
            let double = Double(bitPattern: state)
            guard single.isFinite && double.isFinite else { continue }
            let numbers = Numbers(single: single, double: double, namedValues: ["a": double])
            let back = try JSON.decode(Numbers.self, from: Data(JSON.line(numbers).utf8))
            #expect(back.single.bitPattern == single.bitPattern)
            #expect(back.double.bitPattern == double.bitPattern)
            #expect(back.namedValues["a"]?.bitPattern == double.bitPattern)
        }
    }

    @Test("Numbers by name are written in their order, each name by its bytes")
    func numbersByName() throws {
        let line = try JSON.line(numbers: [("b\"\n", 0.1), ("caf\u{e9}", 1e-7), ("cafe\u{301}", .nan)])
        #expect(Array(line.utf8) == Array("{\"b\\\"\\u000a\":0.1,\"caf\u{e9}\":1e-07,\"cafe\u{301}\":\"NaN\"}".utf8))
    }

    @Test func writesOneLineInOrderWithSnakeCaseKeys() throws {
        let numbers = Numbers(single: 0.1, double: -.infinity, namedValues: ["keptAsIs/x": .nan, "b": 1])
        let line = try JSON.line(numbers)
        #expect(
            line == #"{"double":"-Infinity","named_values":{"b":1,"keptAsIs/x":"NaN"},"single":0.1}"#)
        let back = try JSON.decode(Numbers.self, from: Data(line.utf8))
        #expect(back.double == -.infinity)
        #expect(back.namedValues["keptAsIs/x"]?.isNaN == true)
    }
}
