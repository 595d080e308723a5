import Protocol
import Testing

@testable import Chat

/// What the table says of every command.
struct CommandTableTests {
    private static var rules: [CommandRule] { CommandTable.make().values.sorted { $0.command.name < $1.command.name } }

    // https://modern.ircdocs.horse/#errneedmoreparams-461
    @Test(arguments: rules.filter { $0.minimum > 0 }.map(\.command.name))
    func `Too few parameters are answered 461`(_ name: String) {
        let chat = Conversation()
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        #expect(chat.ask("host", name) == [":irc.test 461 host \(name) :Not enough parameters"])
    }

    // https://modern.ircdocs.horse/#errnotregistered-451
    @Test(arguments: rules.filter { $0.access != .everybody }.map(\.command.name))
    func `Who has not registered is answered 451`(_ name: String) {
        let chat = Conversation()
        chat.connect("new")
        #expect(chat.ask("new", "\(name) a b c") == [":irc.test 451 * :You have not registered"])
    }

    @Test(arguments: rules.filter { if case .operators = $0.access { true } else { false } }.map(\.command.name))
    func `What is the operators' is refused with 481`(_ name: String) {
        let chat = Conversation()
        chat.enter("alice")
        #expect(chat.ask("alice", "\(name) a b c")[0].hasPrefix(":irc.test 481 alice :"))
    }

    @Test func `Every command costs something, and each target of those that have several`() {
        for rule in Self.rules { #expect(rule.cost(of: Message(rule.command)) > 0) }
        #expect(CommandTable.make()["JOIN"]?.cost(of: Message("JOIN", "#a,#b,#c")) == 6)
        #expect(CommandTable.make()["PRIVMSG"]?.cost(of: Message("PRIVMSG", "a,b", "x, y, z")) == 2)
    }

    @Test func `A command is known in whatever case it is written`() {
        let chat = Conversation()
        chat.enter("alice")
        #expect(chat.ask("alice", "piNg x") == [":irc.test PONG irc.test x"])
    }
}
