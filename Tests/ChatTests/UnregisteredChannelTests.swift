import Protocol
import Testing

@testable import Chat

/// Rooms of those who stay while not connected: they are set after a restart as they were before it.
struct UnregisteredChannelTests {
    private let chat = TestNetwork()

    init() {
        chat.makeAccounts("alice", "bob")
        chat.logIn("alice", as: "alice")
        chat.send("alice", "NS SET ALWAYS-ON ON", "JOIN #priv")
    }

    private var notes: [String] { chat.kept.notes.keys.filter { $0.hasPrefix("room ") }.sorted() }

    /// What there is to be read of a room: modes, lists and topic.
    private func settings(_ channel: String = "#priv") -> [String] {
        let questions = [
            "MODE \(channel)", "MODE \(channel) b", "MODE \(channel) e", "MODE \(channel) I", "TOPIC \(channel)",
        ]
        return questions.flatMap { chat.ask("alice", $0) }
    }

    @Test func `A private room is private after a restart, with its key, limit, lists and topic`() {
        chat.send(
            "alice", "MODE #priv +iksl hush 7", "MODE #priv +W 30", "MODE #priv +beI *!*@bad *!*@good *!*@friend",
            "TBAN #priv 1h *!*@worse for noise", "TOPIC #priv :what we talk about")
        let before = settings()
        chat.restart()
        chat.enter("eve")
        #expect(!chat.ask("eve", "LIST").contains { $0.contains("#priv") })
        #expect(chat.ask("eve", "JOIN #priv").map { $0.contains(" 475 ") } == [true])
        #expect(chat.ask("eve", "JOIN #priv hush").map { $0.contains(" 473 ") } == [true])
        chat.logIn("alice", as: "alice")
        #expect(settings() == before)
        #expect(before.contains { $0.contains(" 324 alice #priv +instkWl hush 30 :7") })
        #expect(chat.channel("#priv")?.modes.bans.map(\.reason) == [nil, "for noise"])
        #expect(chat.channel("#priv")?.modes.bans.last?.until != nil)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `What is told of a room is told after a restart, and what was taken away is not`() {
        chat.logIn("phone", as: "alice", caps: "draft/metadata-3 batch")
        chat.send("phone", "METADATA #priv SET url :https://a b", "METADATA #priv SET status :tea")
        #expect(notes == ["room #priv", "room #priv metadata"])
        chat.restart(isInGoodOrder: false)
        chat.enter("eve", caps: "draft/metadata-3 batch")
        let told = chat.ask("eve", "METADATA #priv GET url")
        #expect(told.contains { $0.hasSuffix(" 761 eve #priv url * :https://a b") })
        #expect(chat.channel("#priv")?.metadata == ["url": "https://a b", "status": "tea"])
        chat.logIn("phone", as: "alice", caps: "draft/metadata-3 batch")
        chat.send("phone", "METADATA #priv SET url", "RENAME #priv #other")
        #expect(notes == ["room #other", "room #other metadata"])
        chat.restart()
        #expect(chat.channel("#other")?.metadata == ["status": "tea"])
        chat.logIn("phone", as: "alice", caps: "draft/metadata-3 batch")
        chat.send("phone", "METADATA #other CLEAR")
        #expect(notes == ["room #other"])
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Of metadata in a note as much is read as a room may have, and nothing that it may not`() {
        let limits = chat.network.settings.limits
        let most = String(repeating: "v", count: limits.metadataValueBytes)
        let (longest, tooLong) = (limits.metadataKeyBytes, limits.metadataKeyBytes + 1)
        func name(_ count: Int) -> String { String(repeating: "k", count: count) }
        let bad = [("URL", "x"), ("", "x"), ("empty", ""), ("long", most + "v"), (name(tooLong), "x"), ("a:b", "x")]
        let good = [("most", most), (name(longest), "x")] + (0..<limits.metadataKeys).map { ("key\($0)", "x") }
        let lines = (bad + good).map { "metadata\u{0}\($0)\u{0}\($1)" }
        chat.restart()
        chat.changeRegistry { $0.apply(.note("room #priv metadata", Array(lines.joined(separator: "\n").utf8))) }
        chat.restart()
        let expected = Dictionary(uniqueKeysWithValues: good.prefix(limits.metadataKeys))
        #expect(chat.channel("#priv")?.metadata == expected)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `What was opened again is open after a restart`() {
        chat.send("alice", "MODE #priv +ik hush", "MODE #priv -ik hush", "TOPIC #priv :a", "TOPIC #priv :")
        let before = settings()
        chat.restart()
        chat.logIn("alice", as: "alice")
        #expect(settings() == before)
    }

    @Test func `It is so too without an orderly end, and where a client was there and went`() {
        chat.send("alice", "MODE #priv +i")
        chat.hangUp("alice")
        #expect(notes == ["room #priv"])
        let note = chat.kept.notes["room #priv"]
        chat.restart()
        #expect(chat.kept.notes["room #priv"] == note)
        #expect(chat.channel("#priv")?.modes.flags.contains(.inviteOnly) == true)
    }

    @Test func `The note goes with the room, with its name, and with its registration`() {
        chat.send("alice", "RENAME #priv #other")
        #expect(notes == ["room #other"])
        chat.send("alice", "CS REGISTER #other")
        #expect(notes == [])
        chat.send("alice", "CS UNREGISTER #other")
        #expect(notes == ["room #other"])
        chat.send("alice", "PART #other")
        #expect(notes == [])
        chat.send("alice", "JOIN #priv", "NS SET ALWAYS-ON OFF")
        chat.restart()
        chat.enter("eve")
        #expect(notes == [] && chat.channel("#priv") == nil)
    }

    @Test(arguments: ["+i", "+k hush", "+R"])
    func `One of which an earlier version kept nothing is closed, if it was when the server stopped`(_ mode: String) {
        chat.send("alice", "MODE #priv \(mode)")
        chat.changeRegistry { $0.apply(.note("room #priv", nil)) }
        chat.restart()
        chat.enter("eve")
        chat.send("eve", "JOIN #priv")
        #expect(chat.session("eve")?.user?.channels.isEmpty == true)
        #expect(chat.ask("eve", "LIST").contains { $0.contains("#priv") } == (mode == "+R"))
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: [
        "", "\n", "modes", "modes\u{0}x\u{0}+i", "modes\u{0}1", "topic\u{0}1\u{0}a\u{0}b",
        "modes\u{0}-9223372036854775808\u{0}+lWk 99999999999999999999 -1", "modes\u{0}1\u{0}+b\nb\u{0}1\u{0}x",
        "modes\u{0}1\u{0}+\nq\u{0}1\u{0}x\u{0}y\u{0}\u{0}\nb\u{0}1\u{0}x\u{0}\u{0}\u{0}\u{0}",
        "metadata\u{0}url\u{0}x", "metadata\u{0}url\nmodes\u{0}1\u{0}+\nmetadata\u{0}url\u{0}x\u{0}y",
    ])
    func `A damaged note does no harm`(_ value: String) {
        chat.restart()
        chat.changeRegistry { $0.apply(.note("room #priv", Array(value.utf8))) }
        chat.restart()
        chat.logIn("alice", as: "alice")
        let answer = chat.ask("alice", "MODE #priv")
        #expect(answer.first?.contains(" 324 alice #priv :+") == true)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test(arguments: [true, false])
    func `Where lists may hold less than before, a room keeps what is in them over a restart`(_ isRegistered: Bool) {
        for number in 0..<30 { chat.send("alice", "MODE #priv +be *!*@bad\(number) *!*@good\(number)") }
        if isRegistered { chat.send("alice", "CS REGISTER #priv") }
        let before = settings()
        chat.restart { $0.limits.listEntries = 20 }
        chat.logIn("alice", as: "alice")
        #expect(settings() == before)
        #expect(before.count { $0.contains(" 367 ") } == 30 && before.count { $0.contains(" 348 ") } == 30)
        #expect(chat.ask("alice", "MODE #priv +b *!*@more").first?.contains(" 478 ") == true)
        chat.send("alice", "MODE #priv +m", "MODE #priv -m")
        chat.restart()
        chat.logIn("alice", as: "alice")
        #expect(settings() == before)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `The note stays for a holder who may not come this time`() {
        chat.send("alice", "MODE #priv +i")
        chat.hangUp("alice")
        let name = chat.network.fold("alice")
        chat.changeRegistry { kept in
            guard var presence = kept.presences[name] else { return }
            presence.host = nil
            kept.apply(.savePresence(name, presence))
        }
        chat.restart(isInGoodOrder: false)
        #expect(chat.channel("#priv") == nil && notes == ["room #priv"])
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Who takes back a registration writes nothing of the members' other rooms`() {
        chat.send("alice", "JOIN #other", "CS REGISTER #priv")
        #expect(notes == ["room #other"])
        chat.act { network, _ in network.registry.apply(.note("room #other", nil)) }
        chat.changeRegistry { $0.apply(.note("room #other", nil)) }
        chat.send("alice", "CS UNREGISTER #priv")
        #expect(notes == ["room #priv"])
    }

    @Test func `A note of more entries than any list may hold is read up to that`() {
        let entries = (0..<(Limits.listEntryBounds.upperBound + 5)).map { "b\u{0}1\u{0}x\u{0}a\($0)!*@*\u{0}\u{0}" }
        let value = (["modes\u{0}1\u{0}+nt"] + entries).joined(separator: "\n")
        chat.restart()
        chat.changeRegistry { $0.apply(.note("room #priv", Array(value.utf8))) }
        chat.restart()
        #expect(chat.channel("#priv")?.modes.bans.count == Limits.listEntryBounds.upperBound)
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Of what a room is set to only that is written anew which has changed`() throws {
        for number in 0..<40 { chat.send("alice", "MODE #priv +be *!*@bad\(number) *!*@good\(number)") }
        #expect(notes == ["room #priv", "room #priv b", "room #priv e"])
        let before = chat.kept.notes
        let keys = notes
        chat.changeRegistry { kept in keys.forEach { kept.apply(.note($0, nil)) } }
        chat.send("alice", "MODE #priv +i")
        #expect(notes == ["room #priv"])
        #expect(try #require(chat.kept.notes["room #priv"]).count < 100)
        chat.send("alice", "MODE #priv -b *!*@bad7", "MODE #priv +I *!*@friend")
        #expect(notes == ["room #priv", "room #priv I", "room #priv b"])
        #expect(try #require(chat.kept.notes["room #priv b"]).count < #require(before["room #priv b"]).count)
        chat.send("alice", "PART #priv")
        #expect(notes == [] && chat.network.channelsWithSettingsNote == [])
    }

    @Test func `What an earlier version kept in one note is read, and kept in several from the next change on`() {
        chat.restart()
        let value =
            "modes\u{0}1\u{0}+int\ntopic\u{0}2\u{0}ann\u{0}tea\nb\u{0}1\u{0}ann\u{0}*!*@bad\u{0}\u{0}\nI\u{0}1\u{0}ann\u{0}*!*@friend\u{0}\u{0}"
        chat.changeRegistry { $0.apply(.note("room #priv", Array(value.utf8))) }
        chat.restart()
        chat.logIn("alice", as: "alice")
        let before = settings()
        #expect(before.contains { $0.contains("*!*@bad") } && before.contains { $0.contains("*!*@friend") })
        chat.send("alice", "MODE #priv +s-s")
        #expect(notes == ["room #priv", "room #priv I", "room #priv b"])
        chat.restart()
        chat.logIn("alice", as: "alice")
        #expect(settings() == before)
        #expect(chat.network.brokenInvariants() == [])
    }
}
