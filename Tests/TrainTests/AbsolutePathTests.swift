import Testing

@testable import SwiftletTrain

@Suite struct AbsolutePathTests {
    @Test(arguments: [
        ("/w/a.txt: gone", "a.txt: gone"), ("read '/w/a' and /w/b/c", "read 'a' and b/c"), ("/mnt/w/a", "/mnt/w/a"),
        ("/w", "/w"), ("the folder /w/", "the folder /w/"), ("x/w/a (/w/b)", "x/w/a (b)"), ("", ""),
    ])
    func shortensPathsWithinTheFolder(sentence: String, expected: String) {
        #expect(AbsolutePath.shortening(sentence, in: "/w") == expected)
    }

    @Test func leavesPathsInTheRoot() { #expect(AbsolutePath.shortening("/a and //b", in: "/") == "/a and //b") }

    @Test(arguments: [
        ("/x/y", "/x/y"), ("a", "/w/a"), ("./a", "/w/a"), (".", "/w"), ("./", "/w"), ("../a", "/w/../a"),
    ])
    func completesRelativePaths(path: String, expected: String) { #expect(AbsolutePath.of(path, in: "/w") == expected) }
}
