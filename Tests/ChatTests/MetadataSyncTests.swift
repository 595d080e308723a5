import Protocol
import Testing

@testable import Chat

/// Metadata that are more than is told at once, and what asking for much of them costs.
struct MetadataSyncTests {
    private let chat = TestNetwork()
    private static let third = "draft/metadata-3 batch"

    /// Brings so many people into a room, each of whom tells something long.
    private func fill(_ channel: String, with count: Int) {
        let value = String(repeating: "u", count: 280)
        for number in 0..<count {
            let name = "n\(number)"
            chat.enter(name, caps: Self.third)
            chat.send(name, "METADATA * SET url :\(value)", "JOIN \(channel)")
        }
    }

    private func cost(_ command: Command, _ parameters: [String], by name: String) -> Int {
        let message = Message(command, parameters.map { Bytes($0) })
        let user = chat.session(name)?.user
        return chat.network.commands[command]?.cost(of: message, by: user, in: chat.network) ?? 0
    }

    @Test func `Whoever is put out of a room meanwhile is told no more of who is in it`() {
        fill("#x", with: 200)
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SUB url", "JOIN #x")
        chat.stalled = ["a"]
        let first = chat.ask("a", "METADATA #x SYNC")
        #expect(first.contains { $0.contains(" 761 ") })
        chat.send("n0", "KICK #x a")
        chat.drain("a")
        let told = chat.take("a")
        #expect(told.contains { $0.contains(" KICK #x a") })
        #expect(!told.contains { $0.contains(" 761 ") })
        #expect(chat.unfinishedBatches(of: "a") == [])
    }

    @Test func `A secret room that is left while all rooms are told is not told any more`() {
        fill("#x", with: 200)
        chat.enter("b", caps: Self.third)
        chat.join("#secret", "b")
        chat.send("b", "METADATA #secret SET url :hidden", "MODE #secret +s")
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SUB url", "JOIN #x", "JOIN #secret")
        chat.stalled = ["a"]
        let first = chat.ask("a", "METADATA *ALL SYNC")
        #expect(first.contains { $0.contains(" 761 ") } && !first.contains { $0.contains("hidden") })
        chat.send("b", "KICK #secret a")
        chat.drain("a")
        let told = chat.take("a")
        #expect(told.contains { $0.contains(" 761 ") } && !told.contains { $0.contains("hidden") })
        #expect(chat.unfinishedBatches(of: "a") == [])
    }

    @Test func `Of many who are watched each is told in a batch, made as the socket takes them, and is paid for`() {
        let value = String(repeating: "u", count: 280)
        for number in 0..<100 {
            let name = "n\(number)"
            chat.enter(name, caps: Self.third)
            chat.send(name, "METADATA * SET url :\(value)", "METADATA * SET avatar :\(value)")
        }
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SUB url avatar")
        let names = (0..<100).map { "n\($0)" }.joined(separator: ",")
        chat.stalled = ["a"]
        let first = chat.ask("a", "MONITOR + \(names)")
        #expect(first.count { $0.contains(" BATCH +") } < 100)
        chat.drain("a")
        let told = first + chat.take("a")
        #expect(told.count { $0.contains(" BATCH +") && $0.contains(" metadata ") } == 100)
        #expect(told.count { $0.contains(" 761 ") } == 200)
        #expect(chat.unfinishedBatches(of: "a") == [])
        #expect(cost("MONITOR", ["S"], by: "a") == 11)
        #expect(cost("MONITOR", ["L"], by: "a") == 1)
    }

    @Test(arguments: [200, 201])
    func `Of whoever comes by a nick that many watch they are told at once, or asked to come for it`(_ count: Int) {
        for number in 0..<count {
            chat.enter("w\(number)", caps: Self.third)
            chat.send("w\(number)", "METADATA * SUB url", "MONITOR + a")
        }
        chat.enter("plain")
        chat.send("plain", "MONITOR + a")
        chat.enter("b", caps: Self.third)
        chat.send("b", "METADATA * SET url :u")
        chat.forget()
        chat.send("b", "NICK a")
        let told = chat.take("w0")
        #expect(told.first?.hasPrefix(":irc.test 730 * :a!") == true)
        #expect(told.contains { $0.hasSuffix(" a url * :u") } == (count == 200))
        let later = ":irc.test 774 * a 0 :SYNC tells what there is"
        #expect(told.dropFirst().elementsEqual([later]) == (count == 201))
        #expect(chat.take("w\(count - 1)").contains(later) == (count == 201))
        #expect(chat.take("plain").count == 1)
    }

    @Test func `Whoever watches the user or the nick that is taken counts in what a change costs`() {
        chat.enter("a", caps: Self.third)
        chat.enter("n")
        let before = (cost("NICK", ["b"], by: "a"), cost("METADATA", ["*", "SET", "url", "u"], by: "a"))
        if let watcher = chat.session("n") {
            for nick in ["a", "b"] {
                for _ in 0..<1000 { chat.network.watchers.watch(nick, Casemapping.ascii.fold(nick), by: watcher) }
            }
        }
        #expect(cost("NICK", ["b"], by: "a") == before.0 + 2)
        #expect(cost("NICK", ["c"], by: "a") == before.0 + 1)
        #expect(cost("METADATA", ["*", "SET", "url", "u"], by: "a") == before.1 + 1)
        chat.send("a", "METADATA * SET url u", "METADATA * SET status s")
        #expect(cost("NICK", ["b"], by: "a") == before.0 + 4, "those who wait for the nick are told of two keys")
        #expect(cost("NICK", ["c"], by: "a") == before.0 + 1)
    }

    @Test(arguments: ["JOIN #x", "METADATA #x SYNC", "METADATA * SUB avatar", "MONITOR + n0,n1,n2"])
    func `Each line inside a labelled answer is in one batch: its own, or the answer's`(_ line: String) throws {
        fill("#x", with: 100)
        chat.enter("a", caps: Self.third + " labeled-response")
        chat.send("a", "METADATA * SUB url")
        if !line.hasPrefix("JOIN") { chat.send("a", "JOIN #x") }
        let answer = chat.ask("a", "@label=L \(line)")
        let messages = try answer.map { try Message(parsing: Bytes($0), limits: .fromServer) }
        #expect(messages.first?.tag("label") == "L" && messages.last?.command == "BATCH")
        #expect(messages.first?.tag("batch") == nil && messages.last?.tag("batch") == nil)
        for message in messages.dropFirst().dropLast() {
            #expect(message.tags.count { $0.key == "batch" } == 1, "\(message.command)")
        }
        #expect(chat.unfinishedBatches(of: "a") == [])
    }

    @Test(arguments: [("draft/metadata-3", "INVALID_PARAMS"), ("draft/metadata-2", "INVALID_SUBCOMMAND")])
    func `GET answers so many keys and says that there were more`(_ draft: String, _ code: String) {
        chat.enter("a", caps: draft + " batch")
        let most = repeatElement("k", count: 32).joined(separator: " ")
        #expect(chat.ask("a", "METADATA * GET \(most)").count == 2 + 32)
        let answer = chat.ask("a", "METADATA * GET \(most) k")
        #expect(answer.count == 2 + 32 + 1)
        #expect(answer.last?.hasPrefix(":irc.test FAIL METADATA \(code) GET :") == true)
    }

    @Test func `Keys that are named or cleared cost, and so do the entries of whoever enters a room`() {
        fill("#x", with: 100)
        chat.enter("a", caps: Self.third)
        #expect(cost("METADATA", ["*", "GET", "k"], by: "a") == 2)
        #expect(cost("METADATA", ["*", "GET"] + Array(repeating: "k", count: 40), by: "a") == 2 + 4)
        #expect(cost("METADATA", ["*", "CLEAR"], by: "a") == 2)
        #expect(cost("JOIN", ["#x"], by: "a") == 1)
        for number in 0..<20 { chat.send("a", "METADATA * SET k\(number) :x") }
        #expect(cost("METADATA", ["*", "CLEAR"], by: "a") == 2 + 2)
        #expect(cost("JOIN", ["#x"], by: "a") == 1 + 100 * (1 + 20) / 1000)
    }

    @Test func `CLEAR tells others of each key`() {
        chat.enter("a", "b", caps: Self.third)
        chat.send("b", "METADATA * SUB url avatar")
        chat.join("#x", "a", "b")
        chat.send("a", "METADATA * SET url :u", "METADATA * SET avatar :v", "METADATA #x SET url :r")
        chat.forget()
        chat.send("a", "METADATA * CLEAR")
        #expect(chat.take("b") == [":irc.test 766 * a avatar :Key not set", ":irc.test 766 * a url :Key not set"])
        chat.send("a", "METADATA #x CLEAR")
        #expect(chat.take("b") == [":irc.test 766 * #x url :Key not set"])
    }

    @Test func `What the host clears in a room of others is one line of its log`() {
        chat.enter("a", caps: Self.third)
        chat.enter("host", caps: Self.third, from: .ownDoor)
        chat.join("#x", "a")
        chat.send("a", "METADATA #x SET url :u", "METADATA #x SET avatar :v")
        _ = chat.takeActs()
        #expect(chat.ask("host", "METADATA #x CLEAR").count { $0.contains(" 766 ") } == 2)
        let acts = chat.takeActs()
        #expect(acts.map(\.command) == ["METADATA"] && acts.first?.detail == "CLEAR")
        #expect(chat.channel("#x")?.metadata == [:])
    }

    /// The lines that name a mark, without the tag of their batch.
    private func marks(_ lines: [String]) -> [String] {
        lines.filter { $0.contains("soju.im/") }.map { $0.replacing(#/^@\S+ /#, with: "") }
    }

    @Test(arguments: [(third, "METADATA *ALL SYNC"), ("draft/metadata-2 batch", "METADATA * SUB soju.im/muted")])
    func `All marks are told, also on who is here and shares no room`(_ capabilities: String, _ line: String) {
        chat.enter("a", caps: capabilities)
        chat.enter("Bob", "eve", "Hid")
        chat.join("#x", "a", "eve")
        chat.send("Hid", "MODE Hid +i")
        for name in ["bob", "#x", "eve", "hid", "gone", "#none"] {
            chat.send("a", "METADATA \(name) SET soju.im/muted 1")
        }
        if capabilities == Self.third { chat.send("a", "METADATA * SUB soju.im/muted") }
        let told = marks(chat.ask("a", line)).compactMap { $0.firstMatch(of: #/(\S+) soju.im/muted \* :?1$/#)?.1 }
        #expect(told == ["#x", "eve", "#none", "Bob", "gone", "Hid"])
    }

    @Test func `A thousand marks are told step by step, as they are by then`() {
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SUB soju.im/muted soju.im/pinned soju.im/blocked")
        for number in 0..<1000 {
            for key in ["muted", "pinned", "blocked"] { chat.send("a", "METADATA n\(number) SET soju.im/\(key) 1") }
        }
        chat.stalled = ["a"]
        let first = marks(chat.ask("a", "METADATA *ALL SYNC"))
        #expect(!first.isEmpty && first.count < 3000)
        if let user = chat.session("a")?.user { user.metadata["soju.im/muted", Casemapping.ascii.fold("n999")] = nil }
        chat.drain("a")
        #expect(first.count + marks(chat.take("a")).count == 2999)
        #expect(chat.unfinishedBatches(of: "a") == [])
    }

    @Test(arguments: ["gone", "hid", "#none"])
    func `GET and LIST tell marks on what is not here or is hidden, and nothing else of it`(_ name: String) {
        chat.enter("a", "hid", caps: Self.third)
        chat.send("hid", "METADATA * SET url :u", "MODE hid +i")
        let refusal = ":irc.test FAIL METADATA INVALID_TARGET \(name) :"
        #expect(chat.ask("a", "METADATA \(name) LIST")[0].hasPrefix(refusal))
        #expect(chat.ask("a", "METADATA \(name) GET url")[0].hasPrefix(refusal))
        #expect(chat.ask("a", "METADATA \(name) GET soju.im/muted")[1].contains(" 766 a \(name) soju.im/muted "))
        chat.send("a", "METADATA \(name) SET soju.im/muted 1")
        for question in ["LIST", "GET soju.im/muted url"] {
            let answer = chat.ask("a", "METADATA \(name) \(question)")
            #expect(marks(answer) == [":irc.test 761 a \(name) soju.im/muted * :1"])
            #expect(!answer.contains { $0.contains(" url * ") })
        }
    }
}
