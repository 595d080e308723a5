import Testing

@testable import Chat

struct SpecificationTableTests {
    @Test func `Every capability on offer stands in the table, with its link`() {
        let markdown = SpecificationTable.markdown()
        for listing in Capabilities.offered {
            #expect(markdown.contains("| [\(listing.name)](https://ircv3.net/specs/\(listing.specification)) |"))
        }
        #expect(markdown.hasPrefix("| specification | how clients are told |\n|---|---|\n"))
        #expect(markdown.contains("`ISUPPORT` WHOX"))
    }

    @Test func `No row stands twice`() {
        let rows = SpecificationTable.rows()
        #expect(Set(rows).count == rows.count)
    }

    @Test func `Every capability has a bit and a name of its own`() {
        #expect(Set(Capabilities.offered.map(\.name)).count == Capabilities.offered.count)
        #expect(Set(Capabilities.offered.map(\.capability.rawValue)).count == Capabilities.offered.count)
    }
}
