import Foundation
import Synchronization

/// A part of a page of the documentation that is made from a table of the code: the text between two marks.
package enum GeneratedSection {
    /// Two tests may write to one page.
    private static let pages = Mutex(())

    /// The text between the marks of a name in a page; nil where there are none. With `GRILLO_REWRITE_TABLES`, as `make tables` has it,
    /// `table` is put there first.
    ///
    /// - Parameter page: its path in the repository.
    package static func text(_ name: String, of page: String, madeFrom table: String) throws -> String? {
        try pages.withLock { _ in
            let file = Repository.root.appending(path: page)
            let text = try Repository.text(of: file)
            guard let start = text.range(of: "<!-- \(name): made by `make tables` -->\n"),
                let end = text.range(of: "<!-- end of \(name) -->\n")
            else { return nil }
            guard ProcessInfo.processInfo.environment["GRILLO_REWRITE_TABLES"] != nil else {
                return String(text[start.upperBound..<end.lowerBound])
            }
            let new = text[..<start.upperBound] + table + text[end.lowerBound...]
            try new.write(to: file, atomically: true, encoding: .utf8)
            return table
        }
    }
}
