import Chat
import Foundation
import Testing

/// The README's table of specifications is made from the server's own tables, so that it cannot lie.
@Suite struct ReadmeTests {
    static let file = URL(filePath: #filePath).appending(path: "../../../README.md").standardizedFileURL
    static let begin = "<!-- specifications: made by `make readme` -->\n"
    static let end = "<!-- end of specifications -->\n"

    @Test func `the README says what the tables say`() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(text.range(of: Self.begin))
        let stop = try #require(text.range(of: Self.end))
        let table = SpecificationTable.markdown()
        if ProcessInfo.processInfo.environment["GRILLO_REWRITE_README"] != nil {
            let new = text[..<start.upperBound] + table + text[stop.lowerBound...]
            try new.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(String(text[start.upperBound..<stop.lowerBound]) == table, "run `make readme`")
        }
    }
}
