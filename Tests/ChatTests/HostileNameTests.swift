import Protocol
import Testing

@testable import Chat

/// Names as nobody has them who means well: out of a line, where Swift sees other characters than the wire does, and out of what
/// was kept.
struct HostileNameTests {
    @Test(arguments: [
        "NICK ::\u{301}x", "WHOIS ::\u{301}x", "MODE #a +:\u{301}", "MODE #a +b ::\u{301}x", "MODE #a b",
        "MODE #a +lk 5 ::\u{301}x", "MODE #a", "CAP ::\u{301}x", "JOIN #\u{301}", "JOIN ::\u{301}x", "PART #a\u{301}",
        "KICK #a ::\u{301}x :x", "INVITE ::\u{301}x #a", "MONITOR + ::\u{301}x", "MONITOR L", "WHO ::\u{301}x %tna,1",
        "TOPIC ::\u{301}x", "PRIVMSG ::\u{301}x :y", "PRIVMSG @\u{301}#a :y", "TBAN #a 5m ::\u{301}x",
        "LIST ::\u{301}x",
        "KLINE ::\u{301}x!*@* :x", "NS INFO ::\u{301}x", "RENAME #a ::\u{301}x", "BATCH +:\u{301} draft/multiline #a",
        "@label=\u{301}x PING y", "MARKREAD ::\u{301}x", "REDACT ::\u{301}x 5", "AUTHENTICATE ::\u{301}x",
        "HELP ::\u{301}x",
    ]) func `An accent behind a sign does not change what the sign is`(_ line: String) {
        let chat = TestNetwork { $0.operators = [Operator.test("root", "secret")] }
        chat.enter("ann", "bob", caps: "labeled-response batch draft/multiline draft/read-marker message-tags")
        chat.send("ann", "OPER root secret")
        for verification in chat.takeVerifications() { chat.answerVerification(of: verification.name, .right) }
        chat.send("ann", "JOIN #a", line)
        chat.send("bob", "JOIN #a", "MODE #a", "MODE #a b", "LIST", "NAMES #a", "WHO #a")
        #expect(chat.network.brokenInvariants().isEmpty)
        #expect(chat.ask("ann", "PING there").contains { $0.hasSuffix("PONG irc.test there") })
    }

    /// What a damaged or a hostile copy may have for somebody who stays.
    @Test(arguments: [
        ["nick": ""], ["nick": "a b"], ["nick": ":x"], ["nick": "9"], ["nick": "a\r\nQUIT"], ["host": ""],
        ["host": "a b"],
        ["host": ":x"], ["user": ""], ["user": "a b"], ["name": ""], ["name": "a\0b"], ["rooms": "o,5,#r;o,6,#r"],
        ["rooms": ",,"], ["rooms": "o,,#r"], ["rooms": "o,-9223372036854775808,#r"],
        ["rooms": "o,9223372036854775807,#r"],
        ["rooms": "o,99999999999999999999,#r"], ["rooms": "o,1,"], ["rooms": "o,1,x"], ["rooms": "o,1,#"],
        ["rooms": "o,1,x y"], ["rooms": "o,1,#x y"], ["rooms": "o,1,#x\r\nQUIT"],
        ["rooms": "\u{301},1,#r"], ["seen": "9223372036854775807 0"], ["seen": "-1 -9223372036854775808"],
        ["seen": "0"],
        ["seen": "1 9223372036854775807"], ["seen": " "], ["always-on": "yes", "nick": "bob"],
    ]) func `Whatever is kept of somebody who stays, the server begins and goes on`(_ settings: [String: String]) {
        let chat = TestNetwork()
        chat.enter("alice", from: .secure())
        chat.send("alice", "NS REGISTER alicepw12", "NS SET ALWAYS-ON ON", "JOIN #r")
        chat.changeRegistry { registry in
            let alice = Casemapping.ascii.fold("alice")
            guard var account = registry.accounts[alice], var presence = registry.presences[alice] else {
                Issue.record("alice has no account, or does not stay")
                return
            }
            for (key, value) in settings {
                switch key {
                case "nick": presence.nick = value
                case "user": presence.userName = value
                case "host": presence.host = value
                case "name": presence.realName = value
                case "rooms":
                    presence.channels = value.split(separator: ";").map { entry in
                        let parts = entry.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                        let since = EventNumber(rawValue: Int64(parts[1]) ?? (parts[1].isEmpty ? 0 : .max))
                        return Presence.Channel(name: parts[2], ranks: parts[0], since: since, closings: nil)
                    }
                default: account.settings[key] = value
                }
            }
            registry.apply(.saveAccount(account))
            registry.apply(.savePresence(alice, presence))
        }
        chat.restart()
        chat.enter("bob")
        chat.send("bob", "JOIN #r", "WHO #r", "WHOIS alice", "NAMES #r", "PRIVMSG alice :hello", "PRIVMSG #r :hello")
        chat.enter("carl", from: .secure())
        chat.send("carl", "NS IDENTIFY alice alicepw12", "JOIN #r", "PRIVMSG #r :back", "PART #r", "QUIT")
        #expect(chat.network.brokenInvariants().isEmpty)
        #expect(chat.ask("bob", "PING there").last?.hasSuffix("PONG irc.test there") == true)
    }

    @Test(arguments: [
        "", " ", "+", "+W 9223372036854775807", "+W 0", "+W -1", "+l 9223372036854775807", "+l 0", "+l -5", "+k :x",
        "+kl :x 5", "+k", "+lW", "+q x", "+\u{301}", "-n", "+nW\u{661}", "+k a b c d",
    ]) func `Whatever modes are kept of a room, the server begins and goes on`(_ modes: String) {
        let chat = TestNetwork()
        chat.changeRegistry { registry in
            var channel = RegisteredChannel(
                name: "#r", founder: Casemapping.ascii.fold("ann"), registered: chat.now, modes: modes)
            channel.topic = .init(text: "t", setBy: "", setAt: .earliest)
            channel.lists = [.init(list: "b", mask: "x!*@*", setBy: "", setAt: .latest, until: .earliest, reason: "")]
            channel.ranks = [Casemapping.ascii.fold("ann"): "\u{301}o", Casemapping.ascii.fold(""): ""]
            registry.apply(.saveChannel(channel))
        }
        chat.restart()
        chat.enter("bob")
        chat.send(
            "bob", "JOIN #r", "JOIN #r :x", "MODE #r", "MODE #r b", "TOPIC #r", "LIST", "PRIVMSG #r :a", "PRIVMSG #r :b"
        )
        #expect(chat.network.brokenInvariants().isEmpty)
        #expect(chat.ask("bob", "PING there").last?.hasSuffix("PONG irc.test there") == true)
    }

    /// Each waits for the nick of the one before. One answer for all of them, and no stack that they are put on.
    @Test func `A nick that is free makes another free, for as many as wait`() {
        let chat = TestNetwork()
        let origin = Origin(address: "192.0.2.9", host: "h.test", isExemptFromLimits: true)
        let count = 8000
        for number in 0..<count { chat.enter("n\(number)", from: origin) }
        for number in 1..<count { chat.send("n\(number)", "NICK n\(number - 1)") }
        chat.send("n0", "QUIT")
        #expect(chat.session("n1")?.user?.nick == "n0")
        #expect(chat.session("n\(count - 1)")?.user?.nick == "n\(count - 2)")
    }
}
