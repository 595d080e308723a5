import Protocol
import Testing

@testable import Chat

/// <https://ircv3.net/specs/extensions/capability-negotiation>
struct CapabilityTests {
    private let chat = TestNetwork()

    private func listed(_ answer: [String]) -> [String] {
        answer.flatMap { line in
            line.split(separator: " :").dropFirst().flatMap { $0.split(separator: " ").map(String.init) }
        }
    }

    @Test func `CAP LS lists what a line holds of all capabilities, without values to who does not speak 302`() {
        chat.connect("a")
        let answer = chat.ask("a", "CAP LS")
        #expect(answer.count == 1)
        let all = Capabilities.offered.map(\.name).filter { $0 != "sts" }
        let listed = listed(answer)
        #expect(listed == Array(all.prefix(listed.count)))
        // The ratified ones come first, and all of them are told.
        #expect(listed.count >= all.count { !$0.contains("/") })
        if listed.count < all.count { #expect(answer[0].utf8.count + all[listed.count].utf8.count + 1 > 508) }
    }

    @Test func `CAP LS 302 brings values, and lines that say that more follow`() {
        chat.connect("a")
        let answer = chat.ask("a", "CAP LS 302")
        #expect(listed(answer).contains("draft/multiline=max-bytes=8192,max-lines=100"))
        #expect(answer.dropLast().allSatisfy { $0.hasPrefix(":irc.test CAP * LS * :") })
        #expect(answer.last?.hasPrefix(":irc.test CAP * LS :") == true)
    }

    // MARK: One line

    private static let strict = Reachability(strictTransport: .init(port: 65_535, seconds: 63_072_000))

    /// A server with every capability, its name as long as that, and someone whose list has all values.
    private func everything(_ serverName: Int = 8, isSecure: Bool = true, certificate: Bool = true) -> TestNetwork {
        let chat = TestNetwork(reachability: Self.strict) {
            $0.serverName = String(repeating: "s", count: serverName)
        }
        let origin = Origin(
            address: "192.0.2.1", host: "h", isSecure: isSecure,
            certificate: certificate ? [UInt8](repeating: 1, count: 32) : nil)
        chat.connect("a", from: origin)
        return chat
    }

    /// The names that matter before registration.
    private static let early = Set(Capabilities.offered.filter { !$0.isLate }.map(\.name))

    @Test func `Whoever logs in over TLS is told of sasl on one line, with all that matters before registration`() {
        for serverName in 1...15 {
            let answer = everything(serverName).ask("a", "CAP LS 302")
            #expect(answer.count == 1 && answer[0].utf8.count + 2 <= 512)
            let names = Set(listed(answer).map { String($0.prefix { $0 != "=" }) })
            #expect(names.union(["cap-notify"]) == Self.early)
            #expect(listed(answer).contains("sts=duration=63072000"))
        }
    }

    @Test func `The default name fits with room to spare where there is no certificate`() {
        let chat = TestNetwork { $0.serverName = Settings().serverName }
        chat.connect("a", from: Origin(address: "192.0.2.1", host: "h", isSecure: true))
        let answer = chat.ask("a", "CAP LS 302")
        #expect(answer.count == 1 && listed(answer).contains("sasl=PLAIN,SCRAM-SHA-256"))
    }

    @Test
    func `A line of 512 bytes is one line, and with one byte more something that goes without saying is left out`() {
        var before: [String] = []
        var lengths: Set<Int> = []
        for serverName in 1...80 {
            let answer = everything(serverName, certificate: false).ask("a", "CAP LS 302")
            for line in answer { #expect(line.utf8.count + 2 <= 512) }
            let listed = listed(answer)
            if !before.isEmpty, listed != before { #expect(lengths.max() == 512) }
            if listed != before { lengths = [] }
            if answer.count == 1 { lengths.insert(answer[0].utf8.count + 2) }
            before = listed
            #expect(answer.count == 1)
        }
    }

    @Test(arguments: [true, false])
    func `A server name of 63 bytes has one line, with every capability that is of use and sts`(_ isSecure: Bool) {
        for _ in [false, true] {
            let chat = everything(63, isSecure: isSecure, certificate: isSecure)
            let answer = chat.ask("a", "CAP LS 302")
            #expect(answer.count == 1 && answer[0].utf8.count + 2 <= 512)
            #expect(answer[0].contains(#/^:s+ CAP \* LS :/#))
            let names = Set(listed(answer).map { String($0.prefix { $0 != "=" }) })
            let missing = Self.early.subtracting(names)
            #expect(missing == ["cap-notify"])
        }
    }

    @Test func `With the longest name and the longest nick no line is too long, and CAP REQ has the whole name`() {
        let chat = everything(63, isSecure: false, certificate: false)
        let nick = String(repeating: "n", count: 32)
        chat.send("a", "NICK \(nick)", "USER a 0 * :A")
        chat.forget()
        #expect(chat.ask("a", "CAP LS 302").allSatisfy { $0.utf8.count + 2 <= 512 })
        #expect(chat.ask("a", "CAP REQ batch")[0].hasPrefix(":" + String(repeating: "s", count: 63) + " CAP "))
    }

    @Test func `A name whose first character does not fit leaves the list on two lines`() {
        let chat = TestNetwork(reachability: Self.strict) {
            $0.serverName = String(repeating: "\u{1F600}", count: 15)
            $0.limits.multilineBytes = 1_000_000_000_000_000_000
        }
        chat.connect("a", from: Origin(address: "192.0.2.1", host: "h"))
        let answer = chat.ask("a", "CAP LS 302")
        #expect(answer.allSatisfy { $0.utf8.count + 2 <= 512 })
        #expect(answer.count == 1 || answer[0].contains(" LS * :") && listed(answer).contains("cap-notify"))
    }

    @Test func `Where a password may be read on its way the mechanisms are always told`() {
        for serverName in 1...80 {
            #expect(
                listed(everything(serverName, isSecure: false).ask("a", "CAP LS 302")).contains(
                    "sasl=SCRAM-SHA-256,EXTERNAL"))
        }
    }

    /// What stands on the line, and what is told with the welcome, are all there is.
    @Test func `What one line does not hold is told with the welcome, and only there`() {
        let chat = everything(12)
        let early = chat.ask("a", "CAP LS 302")
        #expect(early.count == 1)
        #expect(listed(early).contains("draft/metadata-3=before-connect"))
        chat.send("a", "CAP END", "NICK a", "USER a 0 * :A")
        let late = chat.take("a").filter { $0.contains(" CAP a NEW :") }
        #expect(late.allSatisfy { $0.utf8.count + 2 <= 512 })
        let names = (listed(early) + listed(late)).map { String($0.prefix { $0 != "=" }) }
        #expect(Set(names + ["cap-notify"]) == Set(Capabilities.offered.map(\.name)))
        let value = "before-connect,max-subs=64,max-keys=32,max-key-bytes=48,max-value-bytes=280"
        #expect(listed(late).contains("draft/metadata-3=" + value))
        #expect(chat.ask("a", "CAP REQ :draft/channel-rename batch draft/metadata-3")[0].contains(" ACK "))
        #expect(chat.ask("a", "CAP LIST").count == 1)
    }

    @Test func `A client that was told all at once, or asked for nothing, is told of nothing with the welcome`() {
        let chat = TestNetwork()
        chat.connect("a", from: .secure())
        chat.send("a", "CAP LS", "NICK a", "USER a 0 * :A", "CAP END")
        #expect(!chat.take("a").contains { $0.contains(" NEW ") })
        chat.connect("b", from: .secure())
        chat.send("b", "NICK b", "USER b 0 * :B")
        #expect(!chat.take("b").contains { $0.contains(" NEW ") })
    }

    @Test func `After registration the list is whole, on as many lines as it takes`() {
        let chat = TestNetwork { $0.serverName = Settings().serverName }
        let nick = String(repeating: "n", count: 32)
        chat.enter(nick, from: .secure())
        let answer = chat.ask(nick, "CAP LS 302")
        #expect(answer.allSatisfy { $0.utf8.count + 2 <= 512 })
        let names = Set(listed(answer).map { String($0.prefix { $0 != "=" }) })
        #expect(names == Set(Capabilities.offered.map(\.name)).subtracting(["sts"]))
        #expect(chat.ask(nick, "CAP REQ draft/pre-away")[0].contains(" ACK "))
    }

    @Test func `A long list of what is new comes on lines that are each read alone`() {
        chat.connect("a")
        chat.send("a", "CAP LS 302")
        chat.forget()
        let most = Capabilities.all.subtracting(.capNotify)
        chat.act { $0.withdraw(most, at: $1) }
        chat.act { $0.offer(most, at: $1) }
        let answer = chat.take("a")
        #expect(answer.allSatisfy { $0.utf8.count + 2 <= 512 && !$0.contains(" * :") })
        #expect(listed(answer.filter { $0.contains(" NEW ") }).count == most.definitions.count)
    }

    @Test func `A later, lower version is answered as asked, and the higher one stays`() {
        chat.connect("a")
        chat.send("a", "CAP LS 307")
        #expect(!listed(chat.ask("a", "CAP LS")).contains { $0.contains("=") })
        #expect(chat.session("a")?.registration.capabilityVersion == 307)
    }

    @Test(arguments: ["CAP LS 302", "CAP LS", "CAP REQ :batch", "CAP REQ :nonsense"])
    func `Registration waits for CAP END`(_ line: String) {
        chat.connect("a")
        chat.send("a", line, "NICK a")
        chat.send("a", "USER a 0 * :b")
        #expect(chat.session("a")?.user == nil)
        chat.send("a", "CAP END")
        #expect(chat.session("a")?.user != nil)
    }

    @Test func `CAP END and CAP LIST alone suspend nothing`() {
        chat.connect("a")
        chat.send("a", "CAP END", "CAP LIST", "NICK a", "USER a 0 * :b")
        #expect(chat.session("a")?.user != nil)
        #expect(chat.ask("a", "CAP END") == [])
    }

    @Test func `302 brings cap-notify, which cannot be given up then`() {
        chat.connect("a")
        chat.send("a", "CAP LS 302")
        #expect(chat.ask("a", "CAP LIST") == [":irc.test CAP * LIST cap-notify"])
        #expect(chat.ask("a", "CAP REQ :-cap-notify") == [":irc.test CAP * NAK -cap-notify"])
    }

    @Test func `CAP LIST tells what is in force, and is empty without any`() {
        chat.enter("a")
        #expect(chat.ask("a", "CAP LIST") == [":irc.test CAP a LIST :"])
        chat.send("a", "CAP REQ :setname batch")
        #expect(chat.ask("a", "CAP LIST") == [":irc.test CAP a LIST :batch setname"])
    }

    @Test func `A request is granted whole, in its own words, or not at all`() {
        chat.enter("a")
        #expect(chat.ask("a", "CAP REQ :batch nonsense") == [":irc.test CAP a NAK :batch nonsense"])
        #expect(chat.session("a")?.capabilities == [])
        #expect(chat.ask("a", "CAP REQ :setname  batch") == [":irc.test CAP a ACK :setname  batch"])
        #expect(chat.ask("a", "CAP REQ :-batch") == [":irc.test CAP a ACK -batch"])
        #expect(chat.session("a")?.capabilities == .setName)
        #expect(chat.ask("a", "CAP REQ :-batch setname") == [":irc.test CAP a ACK :-batch setname"])
    }

    @Test func `A request too long to be repeated on one line is repeated on two`() {
        chat.enter("somebody")
        let words = Array(repeating: "setname", count: 62)
        let answer = chat.ask("somebody", "CAP REQ :" + words.joined(separator: " "))
        #expect(answer.count == 2 && answer.allSatisfy { $0.hasPrefix(":irc.test CAP somebody ACK :setname ") })
        #expect(listed(answer) == words)
    }

    @Test(arguments: ["FOO", "ACK", "NAK", "NEW", "DEL"])
    func `An unknown subcommand is answered 410`(_ subcommand: String) {
        chat.connect("a")
        #expect(chat.ask("a", "CAP \(subcommand)") == [":irc.test 410 * \(subcommand) :Invalid CAP subcommand"])
    }

    @Test func `CAP alone is answered 461`() {
        chat.connect("a")
        #expect(chat.ask("a", "CAP") == [":irc.test 461 * CAP :Not enough parameters"])
    }

    @Test func `What is taken back or offered again is told to who wants to know, with values for 302`() {
        chat.enter("old")
        chat.enter("listener", caps: "cap-notify batch draft/multiline")
        chat.connect("new")
        chat.send("new", "CAP LS 302")
        chat.forget()
        chat.act { $0.withdraw(.multiline, at: $1) }
        #expect(chat.take("old") == [])
        #expect(chat.take("listener") == [":irc.test CAP listener DEL draft/multiline"])
        #expect(chat.session("listener")?.has(.multiline) == false)
        #expect(chat.ask("listener", "CAP REQ :draft/multiline")[0].contains(" NAK "))
        chat.forget()
        chat.act { $0.offer(.multiline, at: $1) }
        #expect(chat.take("listener") == [":irc.test CAP listener NEW draft/multiline"])
        #expect(chat.take("new") == [":irc.test CAP * NEW draft/multiline=max-bytes=8192,max-lines=100"])
        chat.act { $0.offer(.multiline, at: $1) }
        #expect(chat.take("new") == [])
    }

    // https://ircv3.net/specs/extensions/server-time
    @Test func `server-time brings the time on everything`() {
        chat.enter("a", "b", caps: "server-time")
        #expect(chat.ask("a", "PING x") == ["@time=2023-11-14T22:13:20.000Z :irc.test PONG irc.test x"])
        chat.send("b", "PRIVMSG a :hi")
        #expect(chat.take("a") == ["@time=2023-11-14T22:13:20.000Z :b!~b@host.b PRIVMSG a :hi"])
    }

    // https://ircv3.net/specs/extensions/standard-replies
    @Test func `A failure is FAIL to who asked for it, and a notice to others`() {
        chat.enter("a", caps: "standard-replies")
        chat.enter("b")
        #expect(chat.ask("a", "PING \0").first?.hasPrefix(":irc.test FAIL PING INVALID_MESSAGE :") == true)
        #expect(chat.ask("b", "PING \0").first?.hasPrefix(":irc.test NOTICE b :PING A line") == true)
    }

    // https://ircv3.net/specs/extensions/extended-isupport
    @Test func `ISUPPORT may be asked before registration by who has draft/extended-isupport`() {
        chat.connect("a")
        chat.send("a", "CAP REQ :draft/extended-isupport")
        #expect(chat.ask("a", "ISUPPORT").allSatisfy { $0.hasPrefix(":irc.test 005 * ") })
        chat.send("a", "CAP REQ :batch")
        let answer = chat.ask("a", "ISUPPORT")
        #expect(answer.first?.hasSuffix(" draft/isupport") == true)
        #expect(answer.dropFirst().dropLast().allSatisfy { $0.hasPrefix("@batch=") && $0.contains(" 005 * ") })
        #expect(answer.last?.hasPrefix(":irc.test BATCH -") == true)
    }

    @Test func `With both capabilities no 005 stands outside of a batch, not even in the welcome`() {
        chat.connect("a")
        chat.send("a", "CAP REQ :batch draft/extended-isupport", "NICK a", "USER a 0 * :b")
        let welcome = chat.ask("a", "CAP END")
        #expect(welcome.filter { $0.contains(" 005 ") }.allSatisfy { $0.hasPrefix("@batch=") })
        #expect(welcome.contains { $0.contains(" 005 ") })
    }

    @Test func `005 has 13 tokens a line at most, and tells the limits in force`() {
        let chat = TestNetwork { settings in
            settings.limits.nick = 9
            settings.networkName = "The Net"
            settings.deniedClientTags = ["*", "-typing"]
        }
        chat.enter("a")
        var support = ISupport()
        for line in chat.ask("a", "VERSION").dropFirst() {
            let words = line.split(separator: " :")[0].dropFirst().split(separator: " ").dropFirst(3).map(String.init)
            #expect(words.count <= 13)
            support.apply(words)
        }
        #expect(support.number("NICKLEN") == 9)
        #expect(support["NETWORK"] == "The Net")
        #expect(support["CLIENTTAGDENY"] == "*,-typing")
        #expect(support.casemapping == .ascii)
        #expect(support.channelModeKinds == ChannelModes.kinds)
    }

    // https://modern.ircdocs.horse/#rplisupport-005
    @Test func `Settings that change are told with the tokens that changed, and only those`() {
        let chat = TestNetwork { $0.deniedClientTags = ["x"] }
        chat.enter("a")
        var settings = chat.network.settings
        settings.limits.topic = 99
        settings.deniedClientTags = []
        chat.act { $0.apply(settings, at: $1) }
        #expect(chat.take("a") == [":irc.test 005 a TOPICLEN=99 -CLIENTTAGDENY :are supported by this server"])
        chat.act { $0.apply(settings, at: $1) }
        #expect(chat.take("a") == [])
    }
}
