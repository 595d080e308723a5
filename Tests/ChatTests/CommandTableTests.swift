import Protocol
import Testing

@testable import Chat

/// What the table says of every command.
struct CommandTableTests {
    private static var rules: [CommandRule] { CommandTable.make().values.sorted { $0.command.name < $1.command.name } }

    // https://modern.ircdocs.horse/#errneedmoreparams-461
    @Test(arguments: rules.filter { $0.minimum > 0 }.map(\.command.name))
    func `Too few parameters are answered 461`(_ name: String) {
        let chat = TestNetwork()
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        #expect(chat.ask("host", name) == [":irc.test 461 host \(name) :Not enough parameters"])
    }

    // https://modern.ircdocs.horse/#errnotregistered-451
    @Test(arguments: rules.filter { ![.everybody, .host].contains($0.access) }.map(\.command.name))
    func `Who has not registered is answered 451`(_ name: String) {
        let chat = TestNetwork()
        chat.connect("new")
        #expect(chat.ask("new", "\(name) a b c") == [":irc.test 451 * :You have not registered"])
    }

    @Test(arguments: rules.filter { if case .operators = $0.access { true } else { false } }.map(\.command.name))
    func `What is the operators' is refused with 481`(_ name: String) {
        let chat = TestNetwork()
        chat.enter("alice")
        #expect(chat.ask("alice", "\(name) a b c")[0].hasPrefix(":irc.test 481 alice :"))
    }

    @Test(arguments: rules.filter { $0.access == .host }.map(\.command.name))
    func `What is the host's alone is nothing to others, and their help does not tell of it`(_ name: String) {
        let chat = TestNetwork()
        chat.enter("alice")
        #expect(chat.ask("alice", "\(name) a b c") == [":irc.test 421 alice \(name) :Unknown command"])
        #expect(chat.ask("alice", "HELP \(name)")[0].hasPrefix(":irc.test 524 alice \(name) "))
        #expect(!chat.ask("alice", "HELP").contains { Self.words(of: $0).contains(name) })
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        #expect(!chat.ask("host", "\(name) a b c").contains { $0.contains(" 421 ") })
        #expect(chat.ask("host", "HELP").contains { Self.words(of: $0).contains(name) })
    }

    private static func words(of line: String) -> [String] { line.split { " :".contains($0) }.map(String.init) }

    @Test func `Every command costs something, and each target of those that have several`() {
        for rule in Self.rules { #expect(cost(rule.command, by: nil) > 0) }
        #expect(cost("JOIN", "#a,#b,#c") == 3)
        #expect(cost("JOIN", Array(repeating: "#a", count: 50).joined(separator: ",")) == 50)
        #expect(cost("NAMES", "#a,#b") == 4)
        #expect(cost("PRIVMSG", "a,b", "x, y, z") == 2)
        #expect(cost("KICK", "#a", "a,b,c", "x, y") == 6)
    }

    @Test func `Many items of a list, and many letters of a mode, cost more`() {
        #expect(cost("LIST") == 4)
        #expect(cost("LIST", "*a*,*b*,>3") == 6)
        let nicks = Array(repeating: "n", count: 100).joined(separator: ",")
        #expect(cost("MONITOR", "+", "n") == 1)
        #expect(cost("MONITOR", "+", nicks) == 10)
        #expect(cost("MODE", "#a", "+o-v", "x", "y") == 1)
        #expect(cost("MODE", "#a", String(repeating: "y", count: 400)) == 41)
    }

    @Test func `What many are told costs what there are of them`() {
        chat.enter("alice")
        let alice = chat.session("alice")?.user
        for number in 0..<4 {
            chat.send("alice", "JOIN #\(number)")
            for index in 0..<250 {
                if number == 0 { chat.enter("n\(index)") }
                chat.send("n\(index)", "JOIN #\(number)")
            }
        }
        #expect(cost("AWAY", "x", by: alice) == 3)
        #expect(cost("NICK", "x", by: alice) == 3)
        #expect(cost("SETNAME", "x", by: alice) == 5)
        #expect(cost("JOIN", "0", by: alice) == 1)
        #expect(cost("AWAY", "x", by: nil) == 2)
    }

    @Test func `Looking for a mask among all costs what there are of them, and for one nick or room it does not`() {
        for index in 0..<1000 { chat.enter("n\(index)") }
        #expect(cost("WHO", "*a*") == 4)
        #expect(cost("WHO") == 4)
        #expect(cost("WHO", "N7") == 3)
        #expect(cost("WHO", "#a") == 3)
    }

    private let chat = TestNetwork()

    private func cost(_ command: Command, _ parameters: String..., by user: User? = nil) -> Int {
        let message = Message(command, parameters.map { Bytes($0) })
        return chat.network.commands[command]?.cost(of: message, by: user, in: chat.network) ?? 0
    }

    @Test func `A command is known in whatever case it is written`() {
        let chat = TestNetwork()
        chat.enter("alice")
        #expect(chat.ask("alice", "piNg x") == [":irc.test PONG irc.test x"])
    }
}
