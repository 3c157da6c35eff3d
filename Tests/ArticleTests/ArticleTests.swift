import Foundation
import Testing

@Suite("Code in the articles is code that is compiled and run")
struct ArticleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let catalogue = root.appendingPathComponent("Sources/Swiftlet/Swiftlet.docc")
    static let articles =
        (try? FileManager.default.contentsOfDirectory(atPath: catalogue.path))?.filter {
            $0.hasSuffix(".md")
        }.sorted() ?? []

    /// Where code in a language comes from.
    private static let folders = [
        "swift": "Tests/ArticleTests/Snippets", "c": "Examples/C", "python": "Examples/Python",
    ]

    private static func sources(in folder: String, ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
            .filter { $0.hasSuffix(ending) }
            .map { try String(contentsOf: root.appendingPathComponent("\(folder)/\($0)"), encoding: .utf8) }
    }

    @Test("There are articles, and code in them")
    func inventory() throws {
        #expect(Self.articles.count >= 10)
        let blocks = try Self.articles.flatMap { name in
            CodeBlock.all(in: try String(contentsOf: Self.catalogue.appendingPathComponent(name), encoding: .utf8))
        }
        for language in Self.folders.keys { #expect(blocks.contains { $0.language == language }, "\(language)") }
    }

    @Test("Each block stands in a source file, line by line", arguments: articles)
    func blocks(article: String) throws {
        let text = try String(contentsOf: Self.catalogue.appendingPathComponent(article), encoding: .utf8)
        for block in CodeBlock.all(in: text) where !block.language.isEmpty {
            let folder = try #require(Self.folders[block.language], "\(block.language) comes from nowhere")
            let ending =
                [".swift": "swift", ".c": "c", ".py": "python"].first { $0.value == block.language }?.key ?? ""
            let isThere = try Self.sources(in: folder, ending: ending).contains { block.stands(in: $0) }
            #expect(isThere, "\(article):\(block.line) is in no file of \(folder)")
        }
    }

    @Test(
        "Each article is on the catalogue's page, and each file and picture that it names is there", arguments: articles
    )
    func links(article: String) throws {
        let text = try String(contentsOf: Self.catalogue.appendingPathComponent(article), encoding: .utf8)
        #expect(text.hasPrefix("# "))
        let page = try String(contentsOf: Self.catalogue.appendingPathComponent("Swiftlet.md"), encoding: .utf8)
        let name = String(article.dropLast(3))
        #expect(name == "Swiftlet" || page.contains("<doc:\(name)>"))
        for match in text.matches(of: /`((?:Sources|CKernels|Include|Tests|Examples|Scripts|Benchmarks)\/[\w\/.+-]+)`/)
        {
            let path = String(match.1)
            #expect(
                FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(path).path),
                "\(article) names \(path)")
        }
        for match in text.matches(of: /<doc:(\w+)>/) { #expect(Self.articles.contains("\(match.1).md"), "\(match.1)") }
    }

    @Test("A block that is not in the source, or differs in a line, is found out")
    func harness() {
        let source = "func f() {\n    let a = 1\n\n    if a > 0 {\n        print(a)\n    }\n}\n"
        func stands(_ lines: String) -> Bool {
            CodeBlock.all(in: "text\n\n```swift\n\(lines)\n```\n")[0].stands(in: source)
        }
        #expect(stands("let a = 1\n\nif a > 0 {\n    print(a)\n}"))
        #expect(!stands("let a = 2"))
        #expect(!stands("let a = 1\nif a > 0 {"))
        #expect(!stands("if a > 0 {\nprint(a)"))
        #expect(!stands("let a"))
    }
}
