import Protocol
import Testing

@testable import Chat

/// The tokens of 005. <https://modern.ircdocs.horse/#rplisupport-parameters>
struct ISupportTests {
    private static let ending = " :are supported by this server"

    /// The lines of 005 that somebody is told, each taken apart into its tokens.
    private func tokens(_ chat: TestNetwork, _ name: String) -> [[String]] {
        chat.ask(name, "VERSION").filter { $0.contains(" 005 ") && $0.hasSuffix(Self.ending) }.map { line in
            line.dropLast(Self.ending.count).split(separator: " ").dropFirst(3).map(String.init)
        }
    }

    @Test(arguments: [20, 100, 256])
    func `No token is cut, however long the others are, and a line has thirteen at most`(_ length: Int) {
        let icon = "https://" + String(repeating: "i", count: length - 8)
        let chat = TestNetwork {
            $0.icon = icon
            $0.networkName = String(repeating: "n", count: length)
        }
        chat.enter("ann")
        let lines = tokens(chat, "ann")
        let told = ISupportToken.all(for: chat.network.settings, reachability: Reachability())
        #expect(lines.flatMap { $0 } == told.map(\.text))
        #expect(lines.allSatisfy { (1...13).contains($0.count) })
        #expect(lines.joined().contains("draft/ICON=" + icon))
    }

    @Test func `A picture is told where there is one, and another one at once`() {
        let chat = TestNetwork()
        chat.enter("ann")
        #expect(!tokens(chat, "ann").joined().contains { $0.hasPrefix("draft/ICON") })
        chat.reload { $0.icon = "https://irc.test/{size}.png" }
        #expect(chat.take("ann") == [":irc.test 005 ann draft/ICON=https://irc.test/{size}.png" + Self.ending])
        chat.reload { $0.icon = nil }
        #expect(chat.take("ann") == [":irc.test 005 ann -draft/ICON" + Self.ending])
    }

    /// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/saferate.md>
    @Test func `Nobody is let go for being too fast, as SAFERATE says`() {
        let chat = TestNetwork()
        chat.enter("ann", from: Origin(address: "192.0.2.1", host: "h"))
        for _ in 0..<3 {
            for number in 0..<200 { chat.send("ann", "PING \(number)") }
            chat.pass(seconds: 60)
        }
        #expect(chat.closed == [] && chat.session("ann") != nil)
        #expect(chat.take("ann").count { $0.contains(" PONG ") } == 600)
        #expect(tokens(chat, "ann").joined().contains("soju.im/SAFERATE"))
    }
}
