import Chat
import Foundation
import TestSupport
import Testing

/// The pages that people read before the code: their tables are made from the server's own tables, and their links lead somewhere.
@Suite struct DocumentationTests {
    @Test func `The page of specifications says what the tables say`() throws {
        let table = try SpecificationTable.markdown(server: .ofServer(), client: .ofClient())
        #expect(
            try GeneratedSection.text("specifications", of: "docs/specifications.md", madeFrom: table) == table,
            "run `make tables`")
    }

    @Test func `A specification with a reason against it is not followed`() throws {
        let rows = try SpecificationTable.rows(server: .ofServer(), client: .ofClient())
        #expect(rows.filter { $0.specification.reason != nil && $0.isInServer }.map(\.name) == [])
    }

    @Test func `Every capability that the client asks for has a row, as one that it has`() throws {
        let names = try ProtocolNames.ofClient()
        let rows = SpecificationTable.rows(server: .server, client: names).filter { $0.isInClient == true }
        #expect(names.capabilities.subtracting(rows.compactMap(\.sign.capability)) == [])
        #expect(names.capabilities.count > 20)
    }

    @Test func `Every link to a file or a heading of the repository leads to one`() throws {
        var count = 0
        for page in try Self.pages() {
            for link in try Self.links(of: page) where !link.contains("://") {
                let parts = link.split(separator: "#", omittingEmptySubsequences: false)
                let file =
                    parts[0].isEmpty
                    ? page : page.deletingLastPathComponent().appending(path: String(parts[0])).standardizedFileURL
                #expect(FileManager.default.fileExists(atPath: file.path), "\(page.lastPathComponent): \(link)")
                if parts.count > 1 {
                    #expect(try Self.anchors(of: file).contains(String(parts[1])), "\(page.lastPathComponent): \(link)")
                }
                count += 1
            }
        }
        #expect(count > 20)
    }

    @Test func `Every page of the folder is linked from the README`() throws {
        let links = Set(try Self.links(of: Repository.root.appending(path: "README.md")))
        for page in try Self.pages() where page.lastPathComponent != "README.md" {
            let path = page.path.dropFirst(Repository.root.path.count).drop { $0 == "/" }
            #expect(links.contains(String(path)), "\(path)")
        }
    }

    private static func pages() throws -> [URL] {
        try [Repository.root, Repository.root.appending(path: "docs")].flatMap {
            try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        .filter { $0.pathExtension == "md" }.map(\.standardizedFileURL)
    }

    private static func links(of page: URL) throws -> [String] {
        let text = try Repository.text(of: page)
        return text.matches(of: /\]\(([^()\s]+)\)/).map { String($0.output.1) }
    }

    /// The headings of a page, as links name them.
    private static func anchors(of page: URL) throws -> [String] {
        let text = try Repository.text(of: page)
        return text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
            let words = heading.drop { $0 == "#" || $0 == " " }.lowercased()
            return String(words.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" ? $0 : nil })
        }
    }
}
