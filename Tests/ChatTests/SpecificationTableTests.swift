import Testing

@testable import Chat

@Suite("The table of specifications")
struct SpecificationTableTests {
    let rows = SpecificationTable.rows(server: .server, client: ProtocolNames())

    @Test func `Every capability that is offered has its row, in force`() {
        let told = rows.filter(\.isInServer).compactMap(\.sign.capability)
        #expect(Set(Capabilities.offered.map(\.name)).subtracting(told) == [])
    }

    @Test func `In force is what a newcomer is told, and nothing else`() {
        let talk = TestNetwork(reachability: Reachability(strictTransport: .init(port: 6697, seconds: 60)))
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
            case .capability(let name), .notice(let name):
                #expect(row.isInServer == names(capabilities).contains(name), "\(name)")
            case .token(let name): #expect(row.isInServer == names(tokens).contains(name), "\(name)")
            case .clientTag: #expect(row.isInServer == names(capabilities).contains("message-tags"))
            // A newcomer is told of none of these: they are looked for in the code.
            case .word: #expect(!row.isInServer)
            }
        }
    }

    @Test func `Each specification stands once, under a link`() {
        #expect(Set(rows.map(\.name)).count == rows.count)
        #expect(rows.allSatisfy { $0.specification.maturity.link.hasPrefix("https://") })
    }

    @Test func `As Markdown it has a line for each`() {
        let table = SpecificationTable.markdown(server: .server, client: ProtocolNames())
        #expect(table.split(separator: "\n").count == rows.count + 2)
        // Six bars are around five cells.
        #expect(table.split(separator: "\n").allSatisfy { $0.count { $0 == "|" } == 6 })
    }

    @Test func `A side that gives or takes the sign follows the specification, and no other does`() throws {
        /// The cells of the server and of the client in the row of a specification.
        func cells(_ name: String, server: ProtocolNames, client: ProtocolNames) throws -> [String] {
            let lines = SpecificationTable.markdown(server: server, client: client).split(separator: "\n")
            let line = try #require(lines.first { $0.hasPrefix("| [\(name)](") })
            return line.split(separator: "|").map { $0.trimmingPrefix(" ") }[2...3].map { String($0.dropLast()) }
        }
        let without = ProtocolNames()
        func check(_ name: String, _ server: ProtocolNames, _ client: ProtocolNames) throws {
            #expect(try cells(name, server: without, client: without) == ["not yet", "not yet"], "\(name)")
            #expect(try cells(name, server: server, client: without) == ["yes", "not yet"], "\(name)")
            #expect(try cells(name, server: without, client: client) == ["not yet", "yes"], "\(name)")
        }
        let oper = ProtocolNames(capabilities: ["draft/oper-tag"])
        try check("oper-tag", oper, oper)
        let sts = ProtocolNames(capabilities: ["sts"])
        try check("strict transport security", sts, ProtocolNames(words: ["sts"]))
        // The server tells it everybody, or those whom it concerns; the client keeps it in capital letters.
        try check("network icon", ProtocolNames(tokens: ["draft/ICON"]), ProtocolNames(words: ["DRAFT/ICON"]))
        try check("network icon", ProtocolNames(words: ["draft/ICON"]), ProtocolNames(words: ["draft/ICON"]))
        let end = ProtocolNames(words: ["draft/chathistory-end"])
        try check("chathistory-end", end, end)
        let tags = ProtocolNames(capabilities: ["message-tags"])
        try check("channel-context", tags, ProtocolNames(words: ["+channel-context"]))
    }

    @Test func `A specification that is not followed has its reason, unless it is on its way`() {
        let table = SpecificationTable.markdown(server: ProtocolNames(), client: ProtocolNames())
        #expect(table.contains("| ratified | no: it comes in a later version | – | subprotocol `text.ircv3.net` |\n"))
        #expect(table.contains("| ratified | not yet | yes | `ISUPPORT` UTF8ONLY |\n"))
        #expect(table.contains("| ratified | not yet | – | command `WEBIRC` |\n"))
        let client = ProtocolNames(words: ["netsplit"])
        let other = SpecificationTable.markdown(server: ProtocolNames(), client: client)
        #expect(other.contains("| no: there is one server, which cannot split | yes | batch `netsplit` |\n"))
    }

    @Test func `Every capability has a bit and a name of its own`() {
        #expect(Set(Capabilities.offered.map(\.name)).count == Capabilities.offered.count)
        #expect(Set(Capabilities.offered.map(\.capability.rawValue)).count == Capabilities.offered.count)
    }
}
