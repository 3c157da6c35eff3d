import Testing

@testable import SwiftletTrain

@Suite struct JSONValueTests {
    func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test func keepsOrderAndDigits() throws {
        let value = try parse(#" {"b": [1, -2.50e+3, true, null], "a": {"x": "\u00e4\n"}, "c": []} "#)
        #expect(value.members.map(\.name) == ["b", "a", "c"])
        #expect(value["b"] == .list([.number("1"), .number("-2.50e+3"), .bool(true), .null]))
        #expect(value["a"]?["x"]?.string == "ä\n")
        #expect(value["b"]?.values[1].number == -2500)
        #expect(value["nothing"] == nil && value["b"]?["x"] == nil)
    }

    @Test func readsNumbersThatAreNotFinite() throws {
        let values = try parse(#"["NaN", "Infinity", "-Infinity", "word", 3]"#).values.map(\.number)
        #expect(values[0]?.isNaN == true)
        #expect(Array(values[1...]) == [.infinity, -.infinity, nil, 3])
    }

    @Test(arguments: [
        ("", 1, "a value"), ("{", 1, "'\"'"), ("[1,\n2", 2, "']'"), ("{\"a\": 1,\n\"a\": 2}", 2, "no second 'a'"),
        ("[01]", 1, "a number"), ("[1.]", 1, "a number"), ("[-]", 1, "a number"), ("[1e]", 1, "a number"),
        ("\n\n[tru]", 3, "a value"), ("{} x", 1, "nothing more"), ("[1 2]", 1, "']'"), ("\"\\ud800\"", 1, "a low"),
        ("{\"a\" 1}", 1, "':'"), ("\"a\nb\"", 1, "without control characters"), ("[nan]", 1, "a value"),
    ])
    func tellsWhereATextIsDamaged(text: String, line: Int, expected: String) {
        let damage = #expect(throws: JSONDamage.self) { _ = try parse(text) }
        #expect(damage?.line == line)
        #expect(damage?.expected.contains(expected) == true, "\(damage?.expected ?? "")")
    }

    @Test("A text of a hundred thousand brackets ends in an error, not in an exhausted stack")
    func deepText() {
        for bracket in ["[", "{\"a\":"] {
            let damage = #expect(throws: JSONDamage.self) {
                _ = try parse(String(repeating: bracket, count: 100_000))
            }
            #expect(damage?.expected.contains("within each other") == true)
        }
    }
}
