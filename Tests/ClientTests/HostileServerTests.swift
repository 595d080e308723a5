import Protocol
import TestSupport
import Testing

@testable import Client

/// Times, numbers and counts as no honest server sends them, wherever the client reads one: while it listens, when it is asked
/// for what it then has, and when it has lost the connection and asks for what it missed. A trap here would end the tests.
struct HostileServerTests {
    static let typed = [
        "hello", "/topic", "/mode #home +oooooo a b c d e f", "/whois bob", "/list", "/names", "/whowas bob",
        "/friend bob", "/friend",
        "/search hello",
        "/goto 12:00",
        "/goto yesterday", "/goto 0001-01-01", "/goto 9999-12-31", "/goto -1", "/goto 99999 days ago", "/reply hi",
        "/ban bob",
        String(repeating: "long ", count: 120), "one\ntwo\nthree",
    ]

    private static let capabilities = """
        draft/chathistory draft/read-marker message-tags server-time batch echo-message labeled-response draft/multiline \
        draft/message-redaction draft/typing account-tag multi-prefix extended-join cap-notify setname \
        draft/metadata-3 draft/channel-rename no-implicit-names
        """

    /// Everything that can be asked of a session: as if it was looked at, scrolled, spoken in, cut off and resumed.
    private func use(_ conversation: inout TestSession, _ line: String) {
        conversation.readAll()
        for text in Self.typed { conversation.enter(text) }
        conversation.pass(seconds: 6)
        for buffer in conversation.session.buffers {
            let ids = (0...buffer.lineCount).map { buffer.id(at: $0).number }
            #expect(
                zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }, "after \(line): the lines of \(buffer.name) run back")
            let places = ids.dropLast().map { buffer.index(of: LineID($0)) }
            #expect(places == Array(0..<buffer.lineCount), "after \(line): lines of \(buffer.name) are not found again")
        }
        conversation.session.disconnected(cause: "gone", at: conversation.now)
        conversation.collect()
        conversation.pass(seconds: 3)
        conversation.connect()
        conversation.welcome(
            capabilities: Self.capabilities, isupport: "CHANTYPES=# PREFIX=(ohv)@%+ CASEMAPPING=ascii CHATHISTORY=100")
        conversation.hear(":ada!ada@host.test JOIN #home", ":irc.test 366 ada #home :End")
        conversation.pass(seconds: 6)
        for sent in conversation.sent() {
            #expect(sent.utf8.count <= 510 + 4096, "after \(line): \(sent)")
            for tag in ["timestamp=-", "timestamp=0000-"] { #expect(!sent.contains(tag), "after \(line): \(sent)") }
        }
        // Still there: it hears and says.
        conversation.hear(":bob!b@h PRIVMSG #home :still here")
        #expect(conversation.lines().contains("message bob: still here"), "after \(line)")
    }

    @Test(arguments: HostileValues.times) func `No time that a server sends ends the client, whatever is done then`(
        _ time: String
    ) {
        for template in HostileValues.timedLines {
            let line = template.replacing("%", with: time)
            var conversation = TestSession.inChannel(capabilities: Self.capabilities)
            conversation.hear(line)
            use(&conversation, line)
        }
    }

    @Test(arguments: HostileValues.numbers) func `No number that a server sends ends the client, whatever is done then`(
        _ number: String
    ) {
        for template in HostileValues.countedLines {
            let line = template.replacing("%", with: number)
            var conversation = TestSession.inChannel(capabilities: Self.capabilities)
            conversation.hear(line)
            use(&conversation, line)
        }
    }
}
