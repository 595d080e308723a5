import Protocol
import TestSupport
import Testing

@testable import Chat

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Random streams of commands, good and bad, from several people; what must always be true is asked after each.
///
/// `GRILLO_FUZZ_ROUNDS` makes it run longer, `GRILLO_FUZZ_SEED` says where it starts.
struct ChatFuzzTests {
    @Test func `Whatever people send, the network stays whole`() {
        let rounds = environment("GRILLO_FUZZ_ROUNDS") ?? 12
        let first = environment("GRILLO_FUZZ_SEED") ?? 1
        var seen: Set<String> = []
        for seed in first..<(first + rounds) {
            var crowd = RandomUsers(seed: UInt64(seed))
            for step in 0..<1_500 {
                let line = crowd.act()
                let broken = crowd.chat.network.brokenInvariants() + crowd.unfinishedBatches()
                guard broken.isEmpty else {
                    Issue.record("seed \(seed), step \(step), after \(line): \(broken.joined(separator: "; "))")
                    return
                }
            }
            seen.formUnion(crowd.chat.commandsSeen)
        }
        let missing = Self.expected.subtracting(seen)
        #expect(missing.isEmpty, "the streams are rich enough to bring all of these about")
    }

    @Test func `The same input brings about the same output, to the byte`() {
        var first = RandomUsers(seed: 77)
        var second = RandomUsers(seed: 77)
        for _ in 0..<1_500 { #expect(first.act() == second.act()) }
        #expect(first.chat.unread == second.chat.unread)
        #expect(first.chat.events == second.chat.events)
    }

    private static let expected: Set<String> = [
        "JOIN", "PART", "KICK", "MODE", "TOPIC", "NICK", "QUIT", "PRIVMSG", "NOTICE", "TAGMSG", "INVITE", "RENAME",
        "BATCH", "FAIL", "NOTE", "ACK", "AWAY", "ACCOUNT", "SETNAME", "CAP", "KILL", "WALLOPS", "ERROR",
        "001", "221",
        "301", "311", "314", "319", "322", "332", "341", "352", "353", "354", "381", "401", "403", "404", "433", "441",
        "442", "451", "461", "464", "481", "482", "696", "730", "731",
    ]

    private func environment(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }
}

/// People who type without thinking.
private struct RandomUsers {
    let chat: TestNetwork
    private var generator: SeededGenerator
    private var here: [String] = []
    private var count = 0

    private static let nicks = ["alice", "Bob", "carol", "dave", "eve", "[x]", "n-1"]
    private static let channels = [
        "#a", "#B", "#lobby", "#日本", "#é", "#e\u{301}", "#É", "#x,#y", "#привет", "#-", "&no", "#",
    ]
    private static let masks = [
        "*!*@*", "alice", "~a:acct", "~m:*!*@*", "~m:~a:acct", "bob!*@*", "~q:x", "*.test", "a?b",
        "*!*@192.0.2.0/24",
    ]
    private static let texts = [
        "hello", "", "\u{1}ACTION waves\u{1}", "\u{1}VERSION\u{1}", ":)", "日本語 👩‍👩‍👧", String(repeating: "é", count: 240),
        " ", "0",
        "*", "a b c",
    ]
    private static let tags = [
        "", "", "@label=x ", "@+typing=active ", "@batch=b1 ", "@batch=b1;draft/multiline-concat ", "@a=\\:\\s;b ",
    ]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        chat = TestNetwork { settings in
            settings.operators = [Operator.test("root", "secret")]
            settings.limits.channels = 3
            settings.limits.listEntries = 2
            settings.limits.monitored = 2
            settings.limits.whowas = 6
            settings.limits.multilineLines = 4
            settings.limits.multilineBytes = 300
            settings.limits.invitations = 3
        }
    }

    /// Does one thing, and says what.
    mutating func act() -> String {
        if here.count < 3 || (here.count < 9 && generator.chance(30)) { return connect() }
        let name = generator.pick(here)
        if generator.chance(60) {
            here.removeAll { $0 == name }
            chat.hangUp(name)
            return "\(name) hangs up"
        }
        if generator.chance(40) {
            chat.pass(seconds: Int64.random(in: 0..<90, using: &generator))
            return "time passes"
        }
        if generator.chance(50) { return actFromOutside(name) }
        if generator.chance(50) {
            chat.logRefuses.toggle()
            return "the log changes its mind"
        }
        if generator.chance(30) {
            if chat.stalled.contains(name) { chat.drain(name) } else { chat.stalled.insert(name) }
            return "\(name) stops reading, or reads again"
        }
        if !chat.verifications.isEmpty, generator.chance(2) {
            for asked in chat.takeVerifications() {
                chat.answerVerification(of: asked.name, generator.chance(3) ? .wrong : .right)
            }
            return "passwords are checked"
        }
        let line = generator.pick(Self.tags) + command()
        if generator.chance(25) {
            var bytes = Array(line.utf8)
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            chat.send(name, bytes: bytes[...])
            return "\(name): \(bytes.text)"
        }
        chat.send(name, line)
        return "\(name): \(line)"
    }

    /// Whoever reads all it is sent has read the end of every batch.
    func unfinishedBatches() -> [String] {
        here.filter { name in
            if case .draining = chat.session(name)?.inputHold { return false }
            return !chat.unfinishedBatches(of: name).isEmpty
        }.map { "\($0) has a batch without an end" }
    }

    private mutating func connect() -> String {
        count += 1
        let name = "s\(count)"
        here.append(name)
        let origin = Origin(
            address: "192.0.2.1", host: "host.test", isHost: generator.chance(6), isSecure: generator.chance(2),
            needs: generator.chance(8) ? .password : [], isExemptFromLimits: !generator.chance(4))
        chat.connect(name, from: origin, lane: UInt8.random(in: 0..<2, using: &generator))
        let capabilities = Capabilities.offered.map(\.name).filter { _ in generator.chance(2) }
        chat.send(name, "CAP LS 302", "CAP REQ :\(capabilities.joined(separator: " "))")
        if generator.chance(8) { return "\(name) connects and says no more" }
        chat.send(
            name, generator.pick(["PASS secret", "PING x"]), "NICK \(generator.pick(Self.nicks))", "NICK n\(count)",
            "USER u 0 * :Real",
            generator.pick(["", "@label=e "]) + "CAP END")
        return "\(name) connects"
    }

    private mutating func actFromOutside(_ name: String) -> String {
        let choice = Int.random(in: 0..<4, using: &generator)
        let capability = generator.pick(Capabilities.offered).capability
        switch choice {
        case 0: chat.setAccount(of: name, to: "acct")
        case 1: chat.setAccount(of: name, to: nil)
        case 2: chat.act { $0.withdraw(capability, at: $1) }
        default: chat.act { $0.offer(Capabilities.all, at: $1) }
        }
        return "outside \(choice) on \(name)"
    }

    /// Mostly somebody who is here.
    private mutating func nick() -> String {
        if generator.chance(4) { return generator.pick(Self.nicks) }
        return chat.session(generator.pick(here))?.user?.nick ?? "nobody"
    }

    private mutating func channel() -> String { generator.chance(3) ? generator.pick(Self.channels) : "#a" }

    private mutating func mask() -> String { generator.pick(Self.masks) }
    private mutating func text() -> String { generator.pick(Self.texts) }

    private mutating func modes() -> String {
        if generator.chance(4) {
            return generator.pick(["", "b", "+b", "+e", "+I", "+k other", "-k x", "+l 1", "+l 2"])
        }
        if generator.chance(3) {
            return "+b \(generator.chance(2) ? mask() : "m\(Int.random(in: 0..<9, using: &generator))") "
        }
        let letters = Array("beIklWoqahvimnstCRMzZ:")
        let signs = ["+", "-", ""]
        let word = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            generator.pick(signs) + String(generator.pick(letters))
        }.joined()
        let parameters = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            generator.pick([nick(), mask(), "5", "key", "-1", ""])
        }
        return ([word] + parameters.map { $0.isEmpty ? ":" : $0 }).joined(separator: " ")
    }

    private mutating func command() -> String {
        switch Int.random(in: 0..<46, using: &generator) {
        case 0...4: "JOIN \(channel()) key"
        case 5: "JOIN \(generator.pick(Self.channels))"
        case 6: "PART \(channel()) :\(text())"
        case 8...12: "PRIVMSG \(generator.pick(["", "@", "+", "@%"]))\(channel()) :\(text())"
        case 7: "MODE \(nick()) +wB"
        case 13: "PRIVMSG \(nick()),\(channel()) :\(text())"
        case 14: "NOTICE \(nick()) :\(text())"
        case 15: "TAGMSG \(channel())"
        case 16...19: "MODE \(channel()) \(modes())"
        case 20:
            "MODE \(nick()) +\(generator.pick(["i", "B", "w", "R", "o", "x", "Z"]))-\(generator.pick(["i", "o", "B"]))"
        case 21, 22: "NICK \(nick())"
        case 23: "TOPIC \(channel()) :\(text())"
        case 24: "KICK \(channel()) \(nick()),\(nick()) :\(text())"
        case 25: "INVITE \(nick()) \(channel())"
        case 26: "WHO \(generator.pick([channel(), nick(), "*", "0"])) %tcuihsnfdlaor,12"
        case 27: "WHO \(mask())"
        case 28: "WHOIS \(nick())"
        case 29: "WHOWAS \(nick()) 2"
        case 30: "LIST \(generator.pick(["", ">1", "*", "C<5,T>1", "#a"]))"
        case 31: "NAMES \(channel())"
        case 32: "MONITOR \(generator.pick(["+", "-", "C", "S", "L"])) \(nick()),\(nick()),m1,m2"
        case 33: "AWAY :\(text())"
        case 34: "SETNAME :\(text())"
        case 35: "RENAME #a \(generator.pick(Self.channels + ["#A", "#r"])) :\(text())"
        case 36: "OPER root \(generator.pick(["secret", "secret", "wrong"]))"
        case 37: "CAP REQ :\(generator.chance(2) ? "-" : "")\(generator.pick(Capabilities.offered).name)"
        case 38, 39: "BATCH \(generator.pick(["+b1", "-b1", "+", "b"])) draft/multiline \(channel())"
        case 40: "KILL \(nick()) :\(text())"
        case 41: "WALLOPS :\(text())"
        case 42: "QUIT :\(text())"
        case 43: "JOIN 0"
        default:
            generator.pick([
                "PING x", "LUSERS", "MOTD", "VERSION", "TIME", "ADMIN", "INFO", "HELP JOIN", "HELP", "LINKS", "MAP",
                "STATS u", "USERHOST alice bob", "ISON alice bob", "ISUPPORT", "AUTHENTICATE PLAIN", "PASS x", "NOSUCH",
                "USER a b c d", "DIE", "TBAN #a 5m eve :noise", "TBAN #a", "UBAN LIST", "UBAN DEL eve!*@*",
                "UBAN ADD eve!*@* DURATION 1m :noise", "UBAN ADD ~m:dave DURATION 90s", "UBAN INFO eve",
                "KLINE 1m x!*@*", "REHASH", "CONNECT x", "INVITATION CREATE *", "INVITATION CREATE #a uses=2",
                "INVITATION LIST", "INVITATION REVOKE 00", "CS INVITE #a", ":src", "@tag", "INVITE", "CAP LS",
                "CAP LIST", "CAP X",
            ])
        }
    }
}
