import Foundation

/// The folder of `Package.swift`, for tests that read the code and the pages.
package enum Repository {
    package static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
    package static let sources = root.appending(path: "Sources")

    /// A file of Swift.
    package struct SwiftFile: Sendable {
        /// The path below the folder in which the file was found.
        package let path: String
        package let text: String

        package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

        /// The text without its comments and the names of its tests: what they name is not used by them. Of a text over several lines
        /// what stands behind `//` is gone, too.
        package var code: String {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                // The name of a test stands between two backticks.
                let words = line.split(separator: "`", omittingEmptySubsequences: false)
                let kept = words.enumerated().filter { $0.offset.isMultiple(of: 2) }
                return Self.withoutComment(kept.map(\.element).joined())
            }.joined(separator: "\n")
        }

        /// The part of a line before `//`, unless that stands in quotes.
        private static func withoutComment(_ line: String) -> Substring {
            var rest = line[...]
            var isQuoted = false
            while let letter = rest.first {
                if !isQuoted, letter == "/", rest.hasPrefix("//") { break }
                if letter == "\"" { isQuoted.toggle() }
                rest = rest.dropFirst(isQuoted && letter == "\\" ? 2 : 1)
            }
            return line[..<rest.startIndex]
        }
    }

    /// The files of Swift in a folder and the folders in it, in the order of their paths.
    package static func swiftFiles(below folder: URL) throws -> [SwiftFile] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.sorted()
            .map { SwiftFile(path: $0, text: try text(of: folder.appending(path: $0))) }
    }

    package static func text(of file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
}
