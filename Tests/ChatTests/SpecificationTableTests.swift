import Testing

@testable import Chat

@Suite("The table of specifications")
struct SpecificationTableTests {
    let rows = SpecificationTable.rows()

    @Test func `Every capability that is offered has its row, in force`() {
        let told = rows.filter(\.isInForce).compactMap { row in
            if case .capability(let name) = row.sign { name } else { nil }
        }
        #expect(Set(Capabilities.offered.map(\.name)).subtracting(told) == [])
    }

    @Test func `In force is what a newcomer is told, and nothing else`() {
        let talk = TestNetwork(reachability: Reachability(strictTransport: .init(port: 6697, seconds: 60))) {
            $0.icon = "https://irc.test/icon.svg"
        }
        talk.connect("new", from: Origin(address: "10.0.0.1", host: "h", isSecure: true))
        let listed = talk.ask("new", "CAP LS 302") + talk.ask("new", "CAP LIST")
        talk.send("new", "NICK new", "USER new 0 * :new")
        let welcome = talk.ask("new", "CAP END")
        // What 302 brings is told by CAP LIST, and what one line does not hold with the welcome.
        let capabilities = (listed + welcome.filter { $0.contains(" CAP new NEW ") }).flatMap {
            $0.split(separator: ":").last?.split(separator: " ") ?? []
        }
        let tokens = welcome.filter { $0.contains(" 005 ") }.flatMap {
            $0.split(separator: " ").dropFirst(3)
        }
        func names(_ words: [Substring]) -> Set<String> { Set(words.map { String($0.prefix { $0 != "=" }) }) }
        for row in rows {
            switch row.sign {
            case .capability(let name): #expect(row.isInForce == names(capabilities).contains(name), "\(name)")
            case .token(let name): #expect(row.isInForce == names(tokens).contains(name), "\(name)")
            case .clientTag: #expect(row.isInForce == names(capabilities).contains("message-tags"))
            }
        }
    }

    @Test func `Each specification stands once, under a link of its own`() {
        #expect(Set(rows.map(\.name)).count == rows.count)
        #expect(rows.allSatisfy { $0.link.hasPrefix("https://") })
    }

    @Test func `As Markdown it has a line for each`() {
        #expect(SpecificationTable.markdown().split(separator: "\n").count == rows.count + 2)
    }

    @Test func `Every capability has a bit and a name of its own`() {
        #expect(Set(Capabilities.offered.map(\.name)).count == Capabilities.offered.count)
        #expect(Set(Capabilities.offered.map(\.capability.rawValue)).count == Capabilities.offered.count)
    }
}
