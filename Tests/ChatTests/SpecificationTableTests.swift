import Testing

@testable import Chat

@Suite("The table of specifications")
struct SpecificationTableTests {
    let rows = SpecificationTable.rows()

    @Test("Every capability that is offered has its row, in force")
    func capabilities() {
        let told = rows.filter(\.isInForce).compactMap { row in
            if case .capability(let name) = row.sign { name } else { nil }
        }
        #expect(Set(Capabilities.offered.map(\.name)).subtracting(told) == [])
    }

    @Test("What is not offered is not in force")
    func notOffered() {
        let offered = Set(Capabilities.offered.map(\.name))
        for row in rows {
            if case .capability(let name) = row.sign { #expect(row.isInForce == offered.contains(name)) }
        }
    }

    @Test("Each specification stands once, under a link of its own")
    func once() {
        #expect(Set(rows.map(\.name)).count == rows.count)
        #expect(rows.allSatisfy { $0.link.hasPrefix("https://ircv3.net/specs/") })
    }

    @Test("As Markdown it has a line for each")
    func markdown() {
        #expect(SpecificationTable.markdown().split(separator: "\n").count == rows.count + 2)
    }

    @Test("Every capability has a bit and a name of its own")
    func distinct() {
        #expect(Set(Capabilities.offered.map(\.name)).count == Capabilities.offered.count)
        #expect(Set(Capabilities.offered.map(\.capability.rawValue)).count == Capabilities.offered.count)
    }
}
