import Protocol
import Testing

@testable import Chat

/// The owners of metadata: what becomes of these as somebody comes, logs in, turns out to be here already, or loses the account, and as a
/// room is renamed.
struct MetadataOwnerTests {
    private let chat = TestNetwork()
    private static let third = "draft/metadata-3 batch"
    private static let second = "draft/metadata-2 batch"

    private func kept(_ account: String, in chat: TestNetwork) -> AccountMetadata? {
        chat.kept.metadata[Casemapping.ascii.fold(account)]
    }

    private func markedNames(_ account: String, in chat: TestNetwork) -> [String]? {
        kept(account, in: chat)?.marks.keys.map(\.description).sorted()
    }

    @Test func `When an account is removed others are told that what its owner told is gone`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame", "JOIN #x", "METADATA * SET display-name :Ada")
        chat.enter("b", caps: Self.third)
        chat.send("b", "METADATA * SUB display-name", "JOIN #x")
        chat.forget()
        chat.act { network, time in
            network.advance(to: time)
            network.change(.removeAccount(Casemapping.ascii.fold("a")))
        }
        #expect(chat.session("a")?.account == nil)
        #expect(chat.take("b").contains(":irc.test 766 * a display-name :Key not set"))
    }

    @Test func `A guest's marks go over to the account with REGISTER, and with a login as far as there is room`() {
        let chat = TestNetwork { $0.limits.metadataMarks = 2 }
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "METADATA #x SET soju.im/pinned 1", "REGISTER * * sesamesesame")
        #expect(markedNames("a", in: chat) == ["#x"])
        chat.restart()
        chat.enter("b", caps: Self.third, from: .secure())
        chat.send("b", "METADATA #y SET soju.im/pinned 1", "METADATA #z SET soju.im/pinned 1")
        chat.setAccount(of: "b", to: "a")
        #expect(markedNames("a", in: chat) == ["#x", "#y"])
    }

    @Test func `What a logout tells others is paid for by whoever logs out`() throws {
        chat.enter("a", caps: Self.third, from: Origin(address: "192.0.2.1", host: "far", isSecure: true))
        chat.send("a", "REGISTER * * sesamesesame", "METADATA * SET url :u", "METADATA * SET status :s")
        chat.enter("n")
        let watcher = try #require(chat.session("n"))
        for _ in 0..<10_000 { chat.network.watchers.watch("a", Casemapping.ascii.fold("a"), by: watcher) }
        func owesNothing() -> Bool {
            let limits = chat.network.settings.limits
            var input = chat.session("a")?.input
            return input?.spend(limits.commandBurst, at: chat.now, limits: limits, from: .commands) == .some(nil)
        }
        chat.pass(seconds: 30)
        #expect(owesNothing())
        chat.setAccount(of: "a", to: nil)
        #expect(kept("a", in: chat)?.profile.count == 2)
        // Two keys to ten thousand are 20 units, of which four are paid off in a second.
        chat.pass(seconds: 4)
        #expect(!owesNothing())
        chat.pass(seconds: 1)
        #expect(owesNothing())
    }

    @Test func `At a login what does not fit into the account any more is left out`() {
        let chat = TestNetwork { $0.limits.metadataKeys = 2 }
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame", "METADATA * SET x :account")
        chat.restart()
        chat.enter("b", caps: Self.third, from: .secure())
        chat.send("b", "METADATA * SET y :guest", "METADATA * SET z :guest")
        chat.setAccount(of: "b", to: "a")
        #expect(kept("a", in: chat)?.profile == ["x": "account", "y": "guest"])
    }

    @Test func `A guest who turns out to be somebody who is here brings what that one lacks`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame", "METADATA * SET url :account", "METADATA * SUB avatar url")
        chat.enter("phone", caps: Self.third, from: .secure())
        chat.send(
            "phone", "METADATA * SET url :guest", "METADATA * SET avatar :guest", "METADATA #x SET soju.im/muted 1")
        chat.forget()
        chat.setAccount(of: "phone", to: "a")
        #expect(kept("a", in: chat)?.profile == ["url": "account", "avatar": "guest"])
        #expect(markedNames("a", in: chat) == ["#x"])
        #expect(chat.take("a").filter { $0.contains(" 761 ") } == [":irc.test 761 * a avatar * :guest"])
    }

    /// What is said of metadata, without the tags of batches.
    private func told(_ name: String, in chat: TestNetwork) -> [String] {
        chat.take(name).map { $0.replacing(#/^@\S+ /#, with: "") }
            .filter { $0.contains(" 761 ") || $0.contains(" 766 ") || $0.contains(" METADATA ") }
    }

    /// An account with a key that others see, and a mark, whose owner has gone.
    private func makeOwner(in chat: TestNetwork) {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send(
            "a", "REGISTER * * sesamesesame", "METADATA * SET url :u", "METADATA #x SET soju.im/pinned 1",
            "METADATA #y SET soju.im/muted 1")
    }

    @Test func `Whoever logs in late is told of itself and of its marks, and at logout that they are gone`() {
        makeOwner(in: chat)
        chat.restart()
        chat.enter("b", caps: Self.third, from: .secure())
        chat.send("b", "METADATA * SUB soju.im/pinned")
        chat.forget()
        chat.setAccount(of: "b", to: "a")
        #expect(told("b", in: chat) == [":irc.test 761 b b url * :u", ":irc.test 761 b #x soju.im/pinned * :1"])
        chat.setAccount(of: "b", to: nil)
        let gone = told("b", in: chat)
        #expect(gone.count == 2 && gone.first?.contains(" url :Key not set") == true)
        #expect(gone.last?.hasSuffix(" #x soju.im/pinned * :0") == true)
        #expect(chat.unfinishedBatches(of: "b") == [])
    }

    @Test func `A client of the second draft is told the same in its words`() {
        makeOwner(in: chat)
        chat.restart()
        chat.enter("b", caps: Self.second, from: .secure())
        chat.send("b", "METADATA * SUB soju.im/pinned")
        chat.forget()
        chat.setAccount(of: "b", to: "a")
        #expect(told("b", in: chat) == [":irc.test METADATA b url * u", ":irc.test METADATA #x soju.im/pinned * 1"])
    }

    @Test func `Who turns out to be here already is told of itself, and each session of the marks that it lacks`() {
        makeOwner(in: chat)
        chat.send("a", "METADATA * SUB soju.im/pinned")
        chat.enter("phone", caps: Self.third, from: .secure())
        chat.send("phone", "METADATA * SUB soju.im/pinned", "METADATA #z SET soju.im/pinned 1")
        chat.forget()
        chat.setAccount(of: "phone", to: "a")
        #expect(told("phone", in: chat) == [":irc.test 761 a a url * :u", ":irc.test 761 a #x soju.im/pinned * :1"])
        #expect(told("a", in: chat) == [":irc.test 761 a #z soju.im/pinned * :1"])
    }

    @Test func `When an account is removed all of its sessions are told that the marks are gone`() {
        makeOwner(in: chat)
        chat.enter("phone", caps: Self.third, from: .secure())
        chat.setAccount(of: "phone", to: "a")
        for name in ["a", "phone"] { chat.send(name, "METADATA * SUB soju.im/pinned") }
        chat.forget()
        chat.act { network, time in
            network.advance(to: time)
            network.change(.removeAccount(Casemapping.ascii.fold("a")))
        }
        for name in ["a", "phone"] {
            #expect(told(name, in: chat).contains { $0.hasSuffix(" #x soju.im/pinned * :0") }, "\(name)")
        }
    }

    @Test func `One's other sessions are told of a change`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame")
        chat.enter("phone", caps: Self.third, from: .secure())
        chat.setAccount(of: "phone", to: "a")
        chat.send("phone", "METADATA * SUB url")
        chat.forget()
        chat.send("a", "METADATA * SET url :u")
        #expect(chat.take("phone") == [":irc.test 761 * a url * :u"])
    }

    @Test func `What another device sets before registration holds for its user, and others are told`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame", "JOIN #x")
        chat.enter("b", caps: Self.third)
        chat.send("b", "METADATA * SUB url", "JOIN #x")
        chat.connect("phone", from: .secure())
        chat.send("phone", "CAP REQ :\(Self.third)", "METADATA * SET url :u")
        chat.setAccount(of: "phone", to: "a")
        chat.send("phone", "NICK phone", "USER p 0 * :P")
        chat.forget()
        #expect(chat.ask("phone", "CAP END").contains { $0.hasSuffix(" 761 a a url * :u") })
        #expect(chat.take("b").contains(":irc.test 761 * a url * :u"))
        #expect(kept("a", in: chat)?.profile == ["url": "u"])
    }

    @Test func `Watchers hear what a newcomer had set only when they know that it is here`() {
        chat.enter("w", caps: Self.third)
        chat.send("w", "METADATA * SUB url", "MONITOR + a")
        chat.connect("a")
        chat.send("a", "CAP REQ :\(Self.third)", "METADATA * SET url :u", "NICK a", "USER a 0 * :A")
        chat.forget()
        chat.send("a", "CAP END")
        let told = chat.take("w")
        #expect(told.first?.hasPrefix(":irc.test 730 * :a!") == true)
        #expect(told.count { $0.hasSuffix(" a url * :u") } == 1)
    }

    @Test func `Whoever asks for the second draft when it is here is told of itself then`() {
        chat.enter("a", caps: Self.third)
        #expect(chat.ask("a", "CAP REQ :-draft/metadata-3 draft/metadata-2").count == 3)
        chat.send("a", "METADATA * SET url :u", "CAP REQ :-batch")
        #expect(chat.ask("a", "CAP REQ :draft/metadata-2").count == 1)
        let told = chat.ask("a", "CAP REQ :batch")
        #expect(told.count == 4 && told[0].contains(" ACK "))
        #expect(told[1].hasSuffix(" metadata a") && told[2].hasSuffix(":irc.test METADATA a url * u"))
        #expect(chat.ask("a", "CAP REQ :batch").count == 1)
    }

    @Test func `Subscriptions go with the draft in which they were made`() {
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SUB url", "CAP REQ :-draft/metadata-3 draft/metadata-2")
        #expect(chat.ask("a", "METADATA * SUBS") == [])
    }

    @Test func `Under a room's other name there are the marks on it, and a client is asked to come for the rest`() {
        chat.enter("a", "b", caps: Self.third)
        chat.enter("c", caps: Self.second)
        for name in ["b", "c"] { chat.send(name, "METADATA * SUB url") }
        chat.join("#x", "a", "b", "c")
        chat.send("b", "METADATA #x SET soju.im/pinned 1")
        chat.forget()
        chat.send("a", "RENAME #x #y")
        #expect(chat.take("b").contains(":irc.test 774 b #y 0 :SYNC tells what there is"))
        #expect(!chat.take("c").contains { $0.contains(" 774 ") })
        #expect(chat.ask("b", "METADATA #y LIST").contains { $0.hasSuffix(" 761 b #y soju.im/pinned * :1") })
    }
}
