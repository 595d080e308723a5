import Protocol
import TestSupport
import Testing

@testable import Chat

/// Whatever is said with the longest names there can be, no line that the server sends has more than 512 bytes beside its tags.
/// `TestNetwork` looks at each line that is delivered; this makes the long ones. <https://modern.ircdocs.horse/#messages>
struct LineLengthTests {
    private static let nick = String(repeating: "n", count: 127)
    private static let channelName = "#" + String(repeating: "r", count: 199)

    private static let capabilities = """
        account-tag batch chghost draft/channel-rename draft/chathistory draft/event-playback draft/read-marker echo-message \
        extended-join labeled-response message-tags server-time setname standard-replies userhost-in-names
        """

    /// Alice, with the longest nick, runs the room with the longest name; the host and another look on.
    private func crowd() -> TestNetwork {
        let chat = TestNetwork {
            $0.serverName = String(repeating: "s", count: 63)
            $0.networkName = String(repeating: "w", count: 60)
            $0.limits.nick = 128
            $0.limits.channel = 200
            $0.limits.commandBurst = 10_000
        }
        chat.connect("host", from: .ownDoor)
        chat.send("host", "NICK \(Self.nick)h", "USER u 0 * :\(String(repeating: "r", count: 150))")
        for name in ["alice", "bob"] {
            chat.connect(name)
            if name == "bob" { chat.send(name, "CAP REQ :\(Self.capabilities)") }
            chat.send(
                name, "NICK \(Self.nick)\(name.first ?? "x")",
                "USER \(String(repeating: "u", count: 20)) 0 * :\(String(repeating: "é", count: 75))", "CAP END")
        }
        for name in ["alice", "bob", "host"] { chat.send(name, "JOIN \(Self.channelName)") }
        chat.forget()
        return chat
    }

    private static let words = [
        String(repeating: "x", count: 450), nick + "a", nick + "b", channelName,
        Array(repeating: "abcdefghi", count: 45).joined(separator: ","),
        Array(repeating: "#abcdefgh", count: 45).joined(separator: ","),
        String(repeating: "y", count: 190) + "!*@*", "+" + String(repeating: "y", count: 400), "*",
        String(repeating: "é", count: 200), ":", "%tcuihsnfdlaor,123",
    ]

    @Test(arguments: CommandTable.make().keys.map(\.name).sorted() + [String(repeating: "Z", count: 500)])
    func `No answer is too long, whatever a command is given`(_ command: String) {
        let chat = crowd()
        for first in [Self.channelName, "+", "LIST"] + Self.words {
            for second in ["x"] + Self.words {
                for speaker in ["alice", "bob", "host"] where chat.session(speaker) != nil {
                    let line = Bytes("\(command) \(first) \(second) :\(String(repeating: "é", count: 250))")
                    chat.send(speaker, bytes: line.prefix(ofAtMost: LineLimits.fromClient.body - 2))
                    _ = chat.take("alice").count + chat.take("bob").count + chat.take("host").count
                }
            }
            if chat.session("alice")?.user?.channels.isEmpty ?? true { chat.send("alice", "JOIN \(Self.channelName)") }
        }
    }

    @Test(arguments: HostileValues.countedCommands + HostileValues.timedCommands)
    func `Nor is one to numbers and times as nobody sends them`(_ command: String) {
        let chat = crowd()
        for value in HostileValues.numbers.suffix(8) + Self.words {
            let line = command.replacing("#a", with: Self.channelName).replacing("%", with: value)
            chat.send("bob", bytes: Bytes(line).prefix(ofAtMost: LineLimits.fromClient.body - 2))
        }
    }

    @Test func `Long masks are told on as many lines as they need, whole, now and when they end`() {
        let chat = crowd()
        let masks = (0..<6).map { "\($0)" + String(repeating: "m", count: 60) + "!*@*" }
        chat.send("alice", "MODE \(Self.channelName) +bbb \(masks[0...2].joined(separator: " "))")
        chat.send("alice", "MODE \(Self.channelName) +bbb \(masks[3...5].joined(separator: " "))")
        #expect(Self.masks(in: chat.take("bob"), "+") == masks)
        for (index, mask) in masks.enumerated() {
            chat.send("alice", "TBAN \(Self.channelName) 1m \(mask) :reason \(index)")
        }
        chat.forget()
        chat.pass(seconds: 61)
        #expect(Self.masks(in: chat.take("bob"), "-") == masks)
        chat.send("bob", "CHATHISTORY LATEST \(Self.channelName) * 50")
        #expect(Self.masks(in: chat.take("bob"), "+") == masks)
    }

    /// The masks that MODE lines set or take away, in their order.
    private static func masks(in lines: [String], _ sign: Character) -> [String] {
        lines.compactMap { try? Message(parsing: Bytes($0), limits: .fromServer) }
            .filter { $0.command == "MODE" && $0.text(at: 1)?.first == sign && $0.text(at: 1)?.contains("b") == true }
            .flatMap { $0.parameters.dropFirst(2).map(\.text) }
    }

    @Test func `A list of nicks that is full tells all that did not fit, on as many lines as it takes`() {
        let chat = TestNetwork { $0.limits.monitored = 1 }
        chat.enter("alice")
        let nicks = (0..<50).map { "nick\($0)" }
        let lines = chat.ask("alice", "MONITOR + " + nicks.joined(separator: ","))
        let told = lines.filter { $0.contains(" 734 ") }.flatMap { $0.split(separator: " ")[4].split(separator: ",") }
        #expect(told.map(String.init) == Array(nicks.dropFirst()))
        #expect(lines.count { $0.contains(" 734 ") } == 2)
    }

    @Test func `Unknown modes are told once each`() {
        let chat = TestNetwork()
        chat.enter("alice")
        chat.join("#x", "alice")
        #expect(chat.ask("alice", "MODE #x +" + String(repeating: "Yy", count: 200)).count == 2)
    }
}
