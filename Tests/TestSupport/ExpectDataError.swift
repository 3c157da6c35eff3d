import SwiftletData
import Testing

/// Runs something that must end in a `DataError` whose sentence contains the text; gives the sentence.
@discardableResult
public func expectDataError(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> some Any
) -> String {
    do {
        _ = try body()
        Issue.record("no error, expected one with \"\(text)\"", sourceLocation: sourceLocation)
        return ""
    } catch let error as DataError {
        #expect(error.description.contains(text), sourceLocation: sourceLocation)
        return error.description
    } catch {
        Issue.record("\(error) is no DataError", sourceLocation: sourceLocation)
        return ""
    }
}
