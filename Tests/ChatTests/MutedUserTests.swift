import Protocol
import Testing

@testable import Chat

/// Who may not speak does not with words that come with something else.
struct MutedUserTests {
    private let chat = TestNetwork()

    init() {
        chat.connect("host", from: .ownDoor)
        chat.send("host", "NICK host", "USER h 0 * :H")
        chat.enter("op", "eve", "ann", caps: "setname")
        chat.join("#x", "op", "eve", "ann")
        chat.send("op", "MODE #x -t")
        chat.forget()
    }

    /// What the room hears of who leaves it, and of who leaves the server.
    private func partAndQuit() -> [String] {
        chat.send("eve", "PART #x :last words")
        let part = chat.take("ann").filter { $0.contains(" PART ") }
        // Who is banned comes in again where he was invited.
        chat.send("op", "INVITE eve #x")
        chat.send("eve", "JOIN #x", "QUIT :last words")
        return (part + chat.take("ann").filter { $0.contains(" QUIT ") }).map { $0.replacing(#/^:\S+ /#, with: "") }
    }

    private let loud = ["PART #x :last words", "QUIT :Quit: last words"]
    private let quiet = ["PART #x", "QUIT :Quit"]

    @Test func `Who may speak says why he goes`() {
        #expect(partAndQuit() == loud)
    }

    @Test(arguments: ["MODE #x +b ~m:eve!*@*", "MODE #x +b eve!*@*"])
    func `A room does not hear why somebody goes whom it does not hear`(_ line: String) {
        chat.send("op", line)
        chat.forget()
        #expect(partAndQuit() == quiet)
    }

    @Test func `Nor does anybody hear it of who is muted on the server`() {
        chat.send("host", "UBAN ADD eve!*@* MUTE noise")
        chat.forget()
        #expect(partAndQuit() == quiet)
    }

    @Test func `Who has no voice in a moderated room, or speaks too soon in a slow one, has none in leaving it`() {
        for mode in ["+m", "-m+W 30"] {
            chat.send("op", "MODE #x \(mode)")
            chat.send("eve", "PRIVMSG #x :hello")
            chat.forget()
            chat.send("eve", "PART #x :last words", "JOIN #x")
            #expect(chat.take("ann").first?.hasSuffix(" PART #x") == true)
        }
    }

    @Test func `Why somebody is away whom a room does not hear is not told either`() {
        chat.send("op", "MODE #x +b ~m:eve!*@*")
        chat.send("eve", "AWAY :noise")
        #expect(chat.ask("ann", "PRIVMSG eve :hello") == [":irc.test 301 ann eve :Away"])
        chat.send("op", "MODE #x -b ~m:eve!*@*")
        chat.send("eve", "AWAY :for tea")
        #expect(chat.ask("ann", "PRIVMSG eve :hello") == [":irc.test 301 ann eve :for tea"])
    }

    // https://ircv3.net/specs/extensions/pre-away
    @Test func `Nor where it was given before registration`() {
        chat.makeAccounts("bea")
        chat.logIn("first", as: "bea")
        chat.send("first", "AWAY :before")
        chat.send("host", "UBAN ADD bea!*@* MUTE noise", "UBAN ADD eva!*@* MUTE noise")
        let hello = ["CAP REQ :sasl draft/pre-away", "AWAY :noise"]
        chat.connect("eva")
        for line in hello + ["NICK eva", "USER e 0 * :E", "CAP END"] { chat.send("eva", line) }
        #expect(chat.ask("ann", "PRIVMSG eva :hello") == [":irc.test 301 ann eva :Away"])
        chat.connect("second", from: .secure())
        for line in hello + ["NICK bea", "USER b 0 * :B", "AUTHENTICATE PLAIN"] { chat.send("second", line) }
        chat.send("second", "AUTHENTICATE \(TestNetwork.plain("bea", "sesame sesame"))", "CAP END")
        #expect(chat.ask("ann", "PRIVMSG bea :hello") == [":irc.test 301 ann bea :Away"])
    }

    @Test func `Who is quiet sets no topic and takes no other real name`() {
        #expect(chat.ask("eve", "TOPIC #x :hello").first?.contains(" TOPIC #x ") == true)
        #expect(chat.ask("eve", "SETNAME :hello").first?.contains(" SETNAME ") == true)
        chat.send("op", "MODE #x +b ~m:eve!*@*")
        #expect(
            chat.ask("eve", "TOPIC #x :noise") == [
                ":irc.test 404 eve #x :Cannot send to channel (+b): you are muted"
            ])
        #expect(chat.ask("eve", "SETNAME :noise").first?.contains("FAIL SETNAME CANNOT_CHANGE_REALNAME") == true)
        chat.send("op", "MODE #x +v eve")
        #expect(chat.ask("eve", "TOPIC #x :heard").first?.contains(" TOPIC #x ") == true)
    }

    // MARK: How often it is asked

    @Test func `Who is quiet tells nothing new of itself by metadata, but takes away what there is`() {
        for name in ["eve", "op"] { chat.send(name, "CAP REQ :draft/metadata-3 batch") }
        chat.forget()
        #expect(chat.ask("eve", "METADATA * SET status :hello") == [":irc.test 761 eve eve status * :hello"])
        for mute in ["MODE #x +b ~m:eve!*@*", "MODE #x +b eve!*@*"] {
            chat.send("op", mute)
            let refusal = ":irc.test FAIL METADATA KEY_NO_PERMISSION eve status :"
            #expect(chat.ask("eve", "METADATA * SET status :noise")[0].hasPrefix(refusal))
            #expect(chat.ask("eve", "METADATA #other SET soju.im/pinned 1")[0].contains(" 761 "))
            chat.send("op", "MODE #x -b ~m:eve!*@*", "MODE #x -b eve!*@*")
        }
        chat.send("host", "UBAN ADD eve!*@* MUTE noise", "UBAN ADD op!*@* MUTE noise")
        for (name, target) in [("eve", "eve"), ("op", "#x")] {
            let refusal = ":irc.test FAIL METADATA KEY_NO_PERMISSION \(target) status :"
            #expect(chat.ask(name, "METADATA \(target) SET status :noise").contains { $0.hasPrefix(refusal) })
        }
        #expect(chat.ask("eve", "METADATA * SET status").last?.contains(" 766 eve eve status ") == true)
    }

    @Test(arguments: [("eve2", false), ("bob", true)])
    func `What somebody set before registration is dropped where nobody may hear it`(_ name: String, _ isHeard: Bool) {
        chat.send("host", "UBAN ADD eve2!*@* MUTE noise")
        chat.connect(name)
        chat.send(
            name, "CAP REQ :draft/metadata-3 batch", "METADATA * SET status :noise", "NICK \(name)", "USER e 0 * :E")
        chat.send(name, "CAP END")
        #expect(
            chat.network.users[Casemapping.ascii.fold(name)]?.metadata.profile == (isHeard ? ["status": "noise"] : [:]))
    }

    private static let far = Origin(address: "192.0.2.1", host: "far")

    /// A member of many rooms with as many masks each as a list holds.
    private func crowded(channels: Int = 40) -> TestNetwork {
        let chat = TestNetwork { $0.limits.commandBurst = 1000 }
        chat.enter("op")
        chat.enter("eve", from: Self.far)
        for channel in 0..<channels {
            chat.send("op", "JOIN #\(channel)")
            chat.send("eve", "JOIN #\(channel)")
            for mask in 0..<100 { chat.send("op", "MODE #\(channel) +b *\(mask)*x!*@*") }
        }
        chat.forget()
        return chat
    }

    /// Entries of lists that have not been held against her.
    private func unreviewed(_ chat: TestNetwork) -> Int? {
        guard let user = chat.session("eve")?.user else { return nil }
        return user.channels.filter { chat.network.hasUncheckedLists(user, in: $0) }.map(\.modes.listEntryCount).reduce(
            0, +)
    }

    @Test func `What a room's lists say of somebody is found out once, until those lists or the user's names change`() {
        let chat = crowded(channels: 4)
        #expect(unreviewed(chat) == 400)
        chat.send("eve", "AWAY :for tea")
        #expect(unreviewed(chat) == 0)
        chat.send("op", "MODE #2 -b *7*x!*@*", "MODE #2 +m-m", "TOPIC #1 :new", "MODE #3 +v op")
        #expect(unreviewed(chat) == 99)
        chat.send("eve", "AWAY")
        chat.send("eve", "AWAY :again")
        #expect(unreviewed(chat) == 0)
        chat.send("eve", "NICK adam")
        #expect(unreviewed(chat) == 399)
        chat.setAccount(of: "eve", to: "eve")
        chat.send("op", "MODE #0 +v adam")
        #expect(unreviewed(chat) == 299)
    }

    @Test func `What takes long to find out is found out bit by bit, and the command waits for that alone`() {
        let chat = crowded()
        #expect(unreviewed(chat) == 4000)
        chat.send("eve", "AWAY :for tea", "PRIVMSG op :behind it")
        #expect(unreviewed(chat) == 4000 - Network.listEntriesPerTurn)
        #expect(chat.take("op") == [])
        #expect(chat.take("eve") == [])
        chat.pass(seconds: 1)
        #expect(unreviewed(chat) == 0)
        #expect(chat.take("eve") == [":irc.test 306 eve :You have been marked as being away"])
        #expect(chat.take("op").count == 1)
    }

    @Test func `METADATA waits for it where it sets something`() {
        let chat = crowded()
        chat.send("eve", "CAP REQ :draft/metadata-3 batch")
        chat.forget()
        #expect(chat.ask("eve", "METADATA * LIST").count == 2 && unreviewed(chat) == 4000)
        #expect(chat.ask("eve", "METADATA * SET status :hello") == [])
        #expect(unreviewed(chat) == 4000 - Network.listEntriesPerTurn)
        chat.pass(seconds: 1)
        #expect(unreviewed(chat) == 0 && chat.take("eve").count == 1)
    }

    @Test func `Lists that change faster than they are looked at hold nobody up for ever`() {
        let chat = crowded(channels: 60)
        chat.send("eve", "AWAY :for tea", "NICK adam", "PRIVMSG op :behind it")
        for _ in 0..<12 {
            for channel in 0..<60 { chat.send("op", "MODE #\(channel) -b *7*x!*@*", "MODE #\(channel) +b *7*x!*@*") }
            chat.pass(seconds: 1)
        }
        let told = chat.take("eve").filter { !$0.contains(" MODE ") }
        #expect(told.count == 2 && told[0].contains(" 306 ") && told[1].contains(" 437 eve #"))
        #expect(chat.session("eve")?.user?.awayReason == "Away")
        #expect(chat.take("op").contains { $0.hasSuffix(" :behind it") })
        // When that is over all is as before.
        chat.send("eve", "AWAY :for tea", "NICK adam")
        chat.pass(seconds: 4)
        #expect(chat.session("eve")?.user?.awayReason == "for tea" && chat.session("eve")?.user?.nick == "adam")
    }

    @Test func `Who leaves before that is known leaves without words`() {
        let chat = crowded()
        chat.send("eve", "QUIT :last words")
        #expect(chat.take("op").map { $0.hasSuffix(" QUIT :Quit") } == [true])
    }

    @Test func `A mute of the server that is over is none, and one that is new counts at once`() {
        chat.send("host", "UBAN ADD eve!*@* DURATION 1m MUTE noise")
        #expect(chat.ask("eve", "PRIVMSG #x :a").count == 1)
        #expect(chat.ask("eve", "PRIVMSG #x :a").count == 1)
        chat.pass(seconds: 61)
        #expect(chat.ask("eve", "PRIVMSG #x :a") == [])
        chat.send("host", "UBAN ADD eve!*@* MUTE noise")
        #expect(chat.ask("eve", "PRIVMSG #x :a").count == 1)
    }
}
