import Testing

/// Runs a program that must fail with one sentence on standard error which contains all of `texts`, and must leave the folder
/// as it was.
public func expectUserError(
    of program: String, _ arguments: [String], in folder: TemporaryFolder, _ texts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    /// Hidden files hold what the program writes to its standard output and the like.
    func names() throws -> [String] { try folder.names.filter { !$0.hasPrefix(".") } }
    let before = try names()
    let result = try Program.run(program, arguments, in: folder)
    let status = try #require(result.status, "a signal ended the program", sourceLocation: sourceLocation)
    #expect(status != 0, sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("error: "), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
    #expect(result.errors.count { $0 == "\n" } == 1, "\(result.errors)", sourceLocation: sourceLocation)
    for text in texts { #expect(result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation) }
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try names() == before, "files were left behind", sourceLocation: sourceLocation)
}
