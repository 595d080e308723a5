import Protocol
import Testing

@testable import Chat

/// METADATA in both drafts: what one says of a session, and of its rooms, to whoever may know of it.
/// <https://ircv3.net/specs/extensions/metadata>, <https://github.com/ircv3/ircv3-specifications/pull/613>
struct MetadataTests {
    private let chat = TestNetwork()
    private static let third = "draft/metadata-3 batch"
    private static let second = "draft/metadata-2 batch"

    /// The lines without the tag of their batch, and without the batch's own lines.
    private func entries(_ lines: [String]) -> [String] {
        lines.filter { !$0.contains(" BATCH ") }.map { $0.replacing(#/^@batch=\S+ /#, with: "") }
    }

    /// The names of the batches that the lines open, with their parameters.
    private func batches(_ lines: [String]) -> [String] {
        lines.compactMap { $0.firstMatch(of: #/ BATCH \+\S+ (.*)$/#).map { String($0.1) } }
    }

    // MARK: The command

    @Test(arguments: ["", "batch", "draft/metadata-3", "draft/metadata-2"])
    func `Without the capability and batches METADATA is no command`(_ capabilities: String) {
        chat.enter("a", caps: capabilities)
        #expect(chat.ask("a", "METADATA * LIST") == [":irc.test 421 a METADATA :Unknown command"])
    }

    @Test func `Nobody has both drafts, and a request for both changes nothing`() {
        chat.enter("a")
        #expect(chat.ask("a", "CAP REQ :draft/metadata-2 draft/metadata-3 batch")[0].contains(" NAK "))
        #expect(chat.ask("a", "CAP REQ :draft/metadata-2 batch")[0].contains(" ACK "))
        #expect(chat.ask("a", "CAP REQ :draft/metadata-3")[0].contains(" NAK "))
        #expect(chat.ask("a", "CAP REQ :-draft/metadata-2 draft/metadata-3")[0].contains(" ACK "))
    }

    @Test(arguments: [
        ("METADATA", "INVALID_PARAMS *"), ("METADATA *", "INVALID_PARAMS *"), ("METADATA * GET", "INVALID_PARAMS GET"),
        ("METADATA * SNEEZE", "INVALID_PARAMS SNEEZE"), ("METADATA * :: hi!", "INVALID_PARAMS *"),
        ("METADATA * LIST x", "INVALID_PARAMS LIST"), ("METADATA * SET a b c", "INVALID_PARAMS SET"),
        ("METADATA * SUBS x", "INVALID_PARAMS SUBS"), ("METADATA * SYNC x", "INVALID_PARAMS SYNC"),
        ("METADATA nobody LIST", "INVALID_TARGET nobody"), ("METADATA $a:user SET url x", "INVALID_TARGET $a:user"),
        ("METADATA #none GET url", "INVALID_TARGET #none"), ("METADATA b SUB url", "INVALID_TARGET b"),
        ("METADATA b UNSUB url", "INVALID_TARGET b"), ("METADATA b SUBS", "INVALID_TARGET b"),
        ("METADATA * SET $url$ x", "INVALID_KEY $url$"), ("METADATA * SET URL x", "INVALID_KEY URL"),
        ("METADATA * SET a:b x", "INVALID_KEY a:b"), ("METADATA b SET url x", "KEY_NO_PERMISSION b url"),
        ("METADATA b CLEAR", "KEY_NO_PERMISSION b *"),
        ("METADATA * SET soju.im/pinned x", "INVALID_VALUE soju.im/pinned"),
    ])
    func `What cannot be done fails with its code`(_ line: String, _ code: String) {
        chat.enter("a", caps: Self.third)
        chat.enter("b")
        let answer = chat.ask("a", line)
        #expect(answer.count == 1 && answer[0].hasPrefix(":irc.test FAIL METADATA \(code) :"), "\(answer)")
        #expect(chat.ask("a", "METADATA * LIST").count == 2)
    }

    // MARK: GET, LIST, SET, CLEAR

    @Test(arguments: [(third, "*"), (third, "a"), (third, "A"), (second, "*"), (second, "a")])
    func `What is set is told back, got and listed`(_ capabilities: String, _ target: String) {
        chat.enter("a", caps: capabilities)
        #expect(chat.ask("a", "METADATA \(target) SET url :http://x y") == [":irc.test 761 a a url * :http://x y"])
        let answer = chat.ask("a", "METADATA \(target) GET url avatar")
        #expect(batches(answer) == ["metadata a"])
        #expect(entries(answer) == [":irc.test 761 a a url * :http://x y", ":irc.test 766 a a avatar :Key not set"])
        #expect(entries(chat.ask("a", "METADATA \(target) LIST")) == [":irc.test 761 a a url * :http://x y"])
        #expect(chat.ask("a", "METADATA \(target) SET url") == [":irc.test 766 a a url :Key not set"])
        #expect(entries(chat.ask("a", "METADATA \(target) LIST")) == [])
    }

    @Test func `Each key is answered in its order, also one that is none`() {
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SET b :1")
        let answer = entries(chat.ask("a", "METADATA * GET c $ b"))
        #expect(
            answer == [
                ":irc.test 766 a a c :Key not set", ":irc.test WARN METADATA INVALID_KEY $ :That is no key",
                ":irc.test 761 a a b * :1",
            ])
    }

    @Test func `An empty value takes a key away, and taking away what is not there is no error`() {
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SET url :x")
        #expect(chat.ask("a", "METADATA * SET url :") == [":irc.test 766 a a url :Key not set"])
        #expect(chat.ask("a", "METADATA * SET url") == [":irc.test 766 a a url :Key not set"])
    }

    @Test func `In the second draft it is an error, and capitals of a key are small letters`() {
        chat.enter("a", caps: Self.second)
        #expect(chat.ask("a", "METADATA * SET URL") == [":irc.test 768 a a url :That key is not set"])
        #expect(chat.ask("a", "METADATA * SET URL :x") == [":irc.test 761 a a url * :x"])
        #expect(chat.ask("a", "METADATA * SNEEZE")[0].contains(" FAIL METADATA INVALID_SUBCOMMAND SNEEZE "))
    }

    @Test(arguments: [third, second])
    func `CLEAR takes everything away, and tells each key`(_ capabilities: String) {
        chat.enter("a", caps: capabilities)
        chat.send("a", "METADATA * SET b :1", "METADATA * SET a :2")
        let answer = chat.ask("a", "METADATA * CLEAR")
        #expect(batches(answer) == ["metadata a"])
        #expect(entries(answer) == [":irc.test 766 a a a :Key not set", ":irc.test 766 a a b :Key not set"])
        #expect(entries(chat.ask("a", "METADATA * CLEAR")) == [])
    }

    @Test func `A value, a key and their number have bounds, and the last that fits is taken`() {
        chat.enter("a", caps: Self.third)
        let limits = Settings().limits
        let (value, key) = (
            String(repeating: "v", count: limits.metadataValueBytes),
            String(repeating: "k", count: limits.metadataKeyBytes)
        )
        #expect(chat.ask("a", "METADATA * SET \(key) :\(value)")[0].hasSuffix(" * :" + value))
        #expect(chat.ask("a", "METADATA * SET x :\(value)v")[0].contains(" FAIL METADATA INVALID_VALUE x "))
        #expect(chat.ask("a", "METADATA * SET \(key)k :x")[0].contains(" FAIL METADATA INVALID_KEY "))
        for number in 1..<limits.metadataKeys { chat.send("a", "METADATA * SET k\(number) :x") }
        #expect(chat.ask("a", "METADATA * SET last :x")[0].contains(" FAIL METADATA LIMIT_REACHED a 32 :"))
        #expect(chat.ask("a", "METADATA * SET k1 :y") == [":irc.test 761 a a k1 * :y"])
        #expect(chat.ask("a", "METADATA * SET k1").count == 1)
        #expect(chat.ask("a", "METADATA * SET last :x") == [":irc.test 761 a a last * :x"])
    }

    @Test func `The longest names, key and value stand on one line`() {
        let chat = TestNetwork { $0.serverName = String(repeating: "s", count: 63) }
        let nick = String(repeating: "n", count: 32)
        let channel = "#" + String(repeating: "c", count: 63)
        chat.enter(nick, caps: Self.third)
        chat.join(channel, nick)
        let key = String(repeating: "k", count: 48)
        let answer = chat.ask(nick, "METADATA \(channel) SET \(key) :\(String(repeating: "v", count: 280))")
        #expect(answer.count == 1 && answer[0].hasSuffix("vvv") && answer[0].utf8.count + 2 <= 512)
        #expect(answer[0].count { $0 == "v" } == 280)
    }

    // MARK: Rooms

    @Test(arguments: [third, second])
    func `Those who run a room set its metadata, and everybody in it reads them`(_ capabilities: String) {
        chat.enter("a", "b", caps: capabilities)
        chat.join("#x", "a", "b")
        #expect(chat.ask("a", "METADATA #X SET url :y") == [":irc.test 761 a #x url * :y"])
        #expect(entries(chat.ask("b", "METADATA #x GET url")) == [":irc.test 761 b #x url * :y"])
        #expect(chat.ask("b", "METADATA #x SET url :z")[0].contains(" FAIL METADATA KEY_NO_PERMISSION #x url :"))
        #expect(chat.ask("b", "METADATA #x CLEAR")[0].contains(" FAIL METADATA KEY_NO_PERMISSION #x * :"))
        #expect(chat.ask("a", "METADATA #x SET url") == [":irc.test 766 a #x url :Key not set"])
    }

    @Test(arguments: ["+i", "+k key", "+s"], ["GET url", "LIST", "SYNC"])
    func `Who may not enter a room reads nothing of it`(_ mode: String, _ subcommand: String) {
        chat.enter("a", "b", caps: Self.third)
        chat.join("#x", "a")
        chat.send("a", "METADATA #x SET url :secret", "MODE #x \(mode)")
        chat.send("b", "METADATA * SUB url")
        chat.forget()
        #expect(chat.ask("b", "METADATA #x \(subcommand)")[0].contains(" FAIL METADATA INVALID_TARGET #x :"))
        #expect(chat.ask("a", "METADATA #x GET url").contains { $0.contains("secret") })
    }

    @Test
    func
        `A registered room keeps its metadata over a restart and another name, and a guest's room has it while it lasts`()
    {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame")
        chat.join("#x", "a")
        chat.send("a", "CS REGISTER #x", "METADATA #x SET url :y", "METADATA * SET url :me")
        #expect(chat.kept.channels[Casemapping.ascii.fold("#x")]?.metadata == ["url": "y"])
        chat.restart()
        chat.enter("b", caps: Self.third)
        chat.join("#x", "b")
        #expect(entries(chat.ask("b", "METADATA #x LIST")) == [":irc.test 761 b #x url * :y"])
        chat.join("#y", "b")
        chat.send("b", "METADATA #y SET url :z", "PART #y", "JOIN #y")
        chat.forget()
        #expect(entries(chat.ask("b", "METADATA #y LIST")) == [])
    }

    // MARK: Subscriptions

    @Test func `SUB tells the keys it took, in their order, and where to read what there is`() {
        chat.enter("a", caps: Self.third)
        #expect(
            chat.ask("a", "METADATA * SUB avatar $ url avatar") == [
                ":irc.test WARN METADATA INVALID_KEY $ :That is no key", ":irc.test 770 a avatar url :avatar",
                ":irc.test 774 a *ALL 0 :SYNC tells what there is",
            ])
        #expect(chat.ask("a", "METADATA * SUB avatar url") == [":irc.test 770 a avatar :url"])
        let answer = chat.ask("a", "METADATA a SUBS")
        #expect(batches(answer) == ["metadata-subs"])
        #expect(entries(answer) == [":irc.test 772 a avatar :url"])
        #expect(chat.ask("a", "METADATA * UNSUB url other $")[1] == ":irc.test 771 a url :other")
        #expect(entries(chat.ask("a", "METADATA * SUBS")) == [":irc.test 772 a :avatar"])
        #expect(chat.ask("a", "CAP REQ :-batch")[0].contains(" ACK "))
        chat.send("a", "CAP REQ batch")
        #expect(entries(chat.ask("a", "METADATA * SUBS")).dropFirst(0) == [])
    }

    @Test func `Past the most keys nothing more is taken, and the first that was not is named`() {
        let chat = TestNetwork { $0.limits.metadataSubscriptions = 3 }
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SUB avatar website")
        let answer = chat.ask("a", "METADATA * SUB foo website avatar")
        #expect(answer[0] == ":irc.test 770 a :foo")
        #expect(answer[1].hasPrefix(":irc.test FAIL METADATA LIMIT_REACHED website 3 :"))
        #expect(answer[2].hasPrefix(":irc.test 774 a *ALL "))
        chat.enter("b", caps: Self.second)
        #expect(chat.ask("b", "METADATA * SUB a b c d")[1].hasPrefix(":irc.test FAIL METADATA TOO_MANY_SUBS d :"))
    }

    @Test func `Who shares a room and subscribes is told of a change, in the words of the draft, and nobody else`() {
        chat.enter("a", caps: Self.third)
        chat.enter("b", "z", caps: Self.third)
        chat.enter("c", caps: Self.second)
        chat.enter("d", "e", caps: Self.third)
        for name in ["b", "c", "e"] { chat.send(name, "METADATA * SUB url") }
        chat.join("#x", "a", "b", "c", "d", "z")
        chat.join("#y", "a", "b")
        chat.send("a", "METADATA * SET url :u")
        #expect(chat.take("a") == [":irc.test 761 a a url * :u"])
        #expect(chat.take("b") == [":irc.test 761 * a url * :u"])
        #expect(chat.take("c") == [":irc.test METADATA a url * u"])
        for name in ["d", "e", "z"] { #expect(chat.take(name) == []) }
        chat.send("a", "METADATA * SET url")
        #expect(chat.take("b") == [":irc.test 766 * a url :Key not set"])
        #expect(chat.take("c") == [":irc.test METADATA a url * :"])
        chat.send("a", "METADATA #x SET url :r")
        #expect(chat.take("b") == [":irc.test 761 * #x url * :r"])
        #expect(chat.take("c") == [":irc.test METADATA #x url * r"])
        chat.send("a", "METADATA #x SET url :r")
        #expect(chat.take("b") == [])
    }

    @Test func `Who watches somebody is told, unless that one is invisible`() {
        chat.enter("a", "b", caps: Self.third)
        chat.send("b", "METADATA * SUB url", "MONITOR + a")
        chat.forget()
        chat.send("a", "METADATA * SET url :u")
        #expect(chat.take("b") == [":irc.test 761 * a url * :u"])
        chat.send("a", "MODE a +i", "METADATA * SET url :v")
        #expect(chat.take("b") == [])
        #expect(chat.ask("b", "METADATA a GET url")[0].contains(" FAIL METADATA INVALID_TARGET a :"))
        #expect(chat.ask("b", "METADATA a SYNC")[0].contains(" FAIL METADATA INVALID_TARGET a :"))
        #expect(entries(chat.ask("b", "METADATA *ALL SYNC")) == [])
        #expect(!chat.ask("b", "WHOIS a").contains { $0.contains(" 760 ") })
    }

    // MARK: What there is already

    @Test func `Who enters a room is told of it and of its members in a batch, as SYNC tells it`() {
        chat.enter("a", "b", caps: Self.third)
        chat.send("b", "METADATA * SUB url pronouns")
        chat.join("#x", "a")
        chat.send("a", "METADATA * SET url :u", "METADATA #x SET url :r", "METADATA * SET avatar :no")
        let told = chat.ask("b", "JOIN #x")
        let expected = [":irc.test 761 b #x url * :r", ":irc.test 761 b a url * :u"]
        #expect(batches(told) == ["metadata #x"])
        #expect(entries(told).suffix(2) == expected)
        let answer = chat.ask("b", "METADATA #x SYNC")
        #expect(batches(answer) == ["metadata #x"] && entries(answer) == expected)
        #expect(entries(chat.ask("b", "METADATA *ALL SYNC")) == expected)
        #expect(entries(chat.ask("b", "METADATA a SYNC")) == [expected[1]])
    }

    @Test func `In the second draft the same is told without a batch`() {
        chat.enter("a", "b", caps: Self.second)
        chat.join("#x", "a")
        chat.send("a", "METADATA * SET url :u")
        chat.send("b", "METADATA * SUB url")
        #expect(chat.ask("b", "JOIN #x").last == ":irc.test METADATA a url * u")
        #expect(chat.ask("b", "METADATA * UNSUB url") == [":irc.test 771 b :url"])
        #expect(
            chat.ask("b", "METADATA * SUB url") == [":irc.test 770 b :url", ":irc.test METADATA a url * u"])
        let answer = chat.ask("b", "METADATA #x SYNC")
        #expect(batches(answer) == ["metadata #x"] && entries(answer) == [":irc.test METADATA a url * u"])
    }

    @Test func `Those in a room are told what a newcomer tells of itself`() {
        chat.enter("a", "b", caps: Self.third)
        chat.send("a", "METADATA * SUB url")
        chat.send("b", "METADATA * SET url :u", "METADATA * SET avatar :no")
        chat.join("#x", "a")
        chat.send("b", "JOIN #x")
        #expect(chat.take("a").suffix(1) == [":irc.test 761 * b url * :u"])
    }

    @Test func `Above so many members a session is asked to come back, and then is told all of it bit by bit`() {
        let names = (0..<200).map { "n\($0)" }
        for name in names {
            chat.enter(name, caps: Self.third)
            chat.send(name, "METADATA * SET url :\(String(repeating: "u", count: 280))", "JOIN #x")
        }
        chat.enter("a", "b", caps: Self.third)
        chat.send("a", "METADATA * SUB url")
        #expect(chat.ask("a", "JOIN #x").last == ":irc.test 774 a #x 0 :SYNC tells what there is")
        #expect(batches(chat.ask("b", "JOIN #x")) == ["metadata #x"])
        #expect(entries(chat.ask("a", "METADATA #x SYNC")).count == 200)
        chat.stalled = ["a"]
        let first = chat.ask("a", "METADATA #x SYNC")
        #expect(entries(first).count < 200)
        chat.hangUp("n150")
        chat.drain("a")
        let second = chat.take("a")
        #expect(entries(first + second).count { $0.contains(" 761 ") } >= 199)
        #expect(chat.unfinishedBatches(of: "a") == [])
    }

    @Test func `Who watches somebody is told what there is when that one comes, and of those who are here`() {
        chat.enter("a", caps: Self.third)
        chat.send("a", "METADATA * SET url :u")
        chat.enter("b", caps: Self.third)
        chat.send("b", "METADATA * SUB url")
        let answer = chat.ask("b", "MONITOR + a,c")
        #expect(batches(answer) == ["metadata a"])
        #expect(entries(answer).contains(":irc.test 761 b a url * :u"))
        chat.enter("c")
        let told = chat.take("b")
        #expect(told[0] == ":irc.test 730 * :c!~c@host.c" && batches(told) == ["metadata c"])
    }

    // MARK: Coming

    @Test(arguments: [(third, ":irc.test 761 a a url * :u"), (second, ":irc.test METADATA a url * u")])
    func `What is set before registration is there with the welcome`(_ capabilities: String, _ line: String) {
        chat.connect("a")
        chat.send("a", "CAP REQ :\(capabilities)")
        #expect(chat.ask("a", "METADATA * SET url :u") == [":irc.test 761 * * url * :u"])
        #expect(entries(chat.ask("a", "METADATA * GET url")) == [":irc.test 761 * * url * :u"])
        #expect(chat.ask("a", "METADATA * SUB url") == [":irc.test 770 * :url"])
        #expect(chat.ask("a", "METADATA a GET url")[0].contains(" FAIL METADATA INVALID_TARGET a :"))
        chat.send("a", "NICK a", "USER a 0 * :A")
        let welcome = chat.ask("a", "CAP END")
        #expect(batches(welcome) == ["metadata a"])
        let place = welcome.firstIndex { $0.hasSuffix(line) }
        #expect(place != nil && place! < welcome.firstIndex { $0.contains(" 422 ") }!)
        #expect(entries(chat.ask("a", "METADATA * LIST")) == [":irc.test 761 a a url * :u"])
    }

    @Test func `An account keeps what its owner tells of itself, for all its sessions and over a restart`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "METADATA * SET url :guest")
        chat.send("a", "REGISTER * * sesamesesame")
        #expect(chat.kept.metadata[Casemapping.ascii.fold("a")]?.profile == ["url": "guest"])
        chat.send("a", "METADATA * SET avatar :x")
        chat.restart()
        chat.enter("b", caps: Self.third, from: .secure())
        chat.send("b", "METADATA * SUB url", "JOIN #x", "METADATA * SET url :b")
        chat.enter("c", caps: Self.third)
        chat.send("c", "METADATA * SUB url", "JOIN #x")
        chat.forget()
        chat.setAccount(of: "b", to: "a")
        #expect(chat.take("c").contains(":irc.test 761 * b url * :guest"))
        #expect(entries(chat.ask("b", "METADATA * LIST")).count == 2)
        chat.setAccount(of: "b", to: nil)
        #expect(chat.take("c").contains(":irc.test 766 * b url :Key not set"))
        #expect(entries(chat.ask("b", "METADATA * LIST")) == [])
    }

    @Test func `WHOIS tells those who know of metadata what people read`() {
        chat.enter("a", "b", caps: Self.third)
        chat.enter("c")
        chat.send(
            "a", "METADATA * SET display-name :Ada L", "METADATA * SET avatar :no", "METADATA * SET pronouns :she")
        let told = chat.ask("b", "WHOIS a").filter { $0.contains(" 760 ") }
        #expect(told == [":irc.test 760 b a display-name * :Ada L", ":irc.test 760 b a pronouns * :she"])
        #expect(!chat.ask("c", "WHOIS a").contains { $0.contains(" 760 ") })
    }

    // MARK: Marks

    @Test func `A mark on a room or a person is for one's own sessions alone, and is kept`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame", "JOIN #x", "METADATA * SUB soju.im/pinned soju.im/muted")
        chat.enter("b", caps: Self.third)
        chat.send("b", "METADATA * SUB soju.im/pinned", "JOIN #x")
        chat.forget()
        #expect(chat.ask("a", "METADATA #X SET soju.im/pinned 1") == [":irc.test 761 a #x soju.im/pinned * :1"])
        #expect(chat.ask("a", "METADATA Bob SET soju.im/muted 1") == [":irc.test 761 a Bob soju.im/muted * :1"])
        #expect(chat.take("b") == [])
        #expect(entries(chat.ask("b", "METADATA #x LIST")) == [])
        #expect(
            entries(chat.ask("a", "METADATA *ALL SYNC")) == [
                ":irc.test 761 a #x soju.im/pinned * :1", ":irc.test 761 a bob soju.im/muted * :1",
            ])
        #expect(chat.kept.metadata[Casemapping.ascii.fold("a")]?.marks.count == 2)
        #expect(chat.ask("a", "METADATA #x SET soju.im/pinned 0") == [":irc.test 761 a #x soju.im/pinned * :0"])
        #expect(entries(chat.ask("a", "METADATA #x LIST")) == [])
        #expect(chat.kept.metadata[Casemapping.ascii.fold("a")]?.marks.count == 1)
    }

    @Test func `Another session of the account is told of a mark`() {
        chat.enter("a", caps: Self.third, from: .secure())
        chat.send("a", "REGISTER * * sesamesesame", "JOIN #x")
        chat.enter("phone", caps: Self.second, from: .secure())
        chat.setAccount(of: "phone", to: "a")
        chat.send("phone", "METADATA * SUB soju.im/pinned")
        chat.forget()
        chat.send("a", "METADATA #x SET soju.im/pinned 1")
        #expect(chat.take("phone") == [":irc.test METADATA #x soju.im/pinned * 1"])
        // Clients of soju look at this line alone.
        #expect(
            chat.ask("phone", "METADATA #x SET soju.im/pinned 0") == [
                ":irc.test METADATA #x soju.im/pinned * 0", ":irc.test 761 a #x soju.im/pinned * :0",
            ])
    }
}
