import Protocol
import Testing

@testable import Client

/// `/exec`: what is run, and what becomes of its output.
@Suite struct ExecutionTests {
    private static func execution(_ talk: inout TestSession, _ input: String) throws -> CommandExecution {
        #expect(talk.enter(input) == .done)
        let executions = talk.takeActions().compactMap { action in
            if case .execute(let execution) = action { execution } else { nil }
        }
        return try #require(executions.first)
    }

    private static func print(_ text: String, problem: String? = nil) -> CommandOutput {
        CommandOutput(bytes: Array(text.utf8), problem: problem)
    }

    @Test(arguments: [
        ("/exec uname -a", "uname -a", false), ("/exec -o  uptime", "uptime", true), ("/exec -l", "-l", false),
        ("/exec -ok", "-ok", false), ("/exec echo 'a  b' | cat", "echo 'a  b' | cat", false),
    ]) func `A command goes to the shell as it was typed`(input: String, command: String, isSaid: Bool) throws {
        var talk = TestSession.inChannel()
        let execution = try Self.execution(&talk, input)
        #expect(execution.command == command && execution.isSaid == isSaid)
        #expect(execution.buffer == talk.bufferID("#home") && execution.words == [])
        #expect(execution.environment == ["GRILLO_ROOM": "#home", "GRILLO_NICK": "ada"])
        #expect(talk.sent() == [])
    }

    @Test(arguments: ["/exec", "/exec -o", "/exec  "]) func `Without a command it tells how it goes`(input: String) {
        var talk = TestSession.inChannel()
        #expect(talk.enter(input) == .notSent(reason: "Something is missing. Usage: /exec [-o] command"))
    }

    @Test func `Nothing that others say runs anything`() {
        var talk = TestSession.inChannel()
        talk.hear(
            ":bob!b@h PRIVMSG #home :/exec rm", ":bob!b@h PRIVMSG ada :/exec -o rm", ":irc.test NOTICE ada :/exec")
        #expect(!talk.takeActions().contains { if case .execute = $0 { true } else { false } })
    }

    @Test func `The output is shown to the person alone, even without a connection`() throws {
        var talk = TestSession.inChannel()
        talk.session.disconnected(cause: "gone", at: talk.now)
        let execution = try Self.execution(&talk, "/exec ls")
        talk.session.executed(execution, Self.print("a\n\n  b\n"), at: talk.now)
        #expect(talk.lines().suffix(3) == ["info : a", "info : ", "info :   b"])
        talk.session.executed(execution, Self.print(""), at: talk.now)
        #expect(talk.lines().last == "info : “ls” is done, and printed nothing.")
        talk.session.executed(execution, Self.print("no\n", problem: "It ended with 2."), at: talk.now)
        #expect(talk.lines().suffix(2) == ["info : no", "error : “ls”: It ended with 2."])
        talk.collect()
        #expect(talk.sent() == [])
    }

    @Test func `A hundred rows are shown, and the rest is counted`() throws {
        var talk = TestSession.inChannel()
        let execution = try Self.execution(&talk, "/exec seq")
        for (count, last) in [(100, "info : 100"), (101, "info : 1 more line of “seq” not shown.")] {
            talk.session.executed(
                execution, Self.print((1...count).map { "\($0)\n" }.joined()), at: talk.now)
            #expect(talk.lines().last == last)
        }
        talk.session.executed(execution, CommandOutput(bytes: Array("1\n".utf8), isCut: true), at: talk.now)
        #expect(talk.lines().last == "info : More lines of “seq” not shown.")
    }

    @Test func `What is said is text, never a command`() throws {
        var talk = TestSession.inChannel()
        let execution = try Self.execution(&talk, "/exec -o x")
        talk.session.executed(
            execution, Self.print("/quit\n\n//join #b\r\n\u{1B}[31mred\u{1B}[0m\u{7}\n"), at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["PRIVMSG #home :/quit", "PRIVMSG #home ://join #b", "PRIVMSG #home :red"])
    }

    @Test func `Twenty rows are said, and the rest is counted`() throws {
        for (count, last) in [(20, nil), (22, "info : 2 more lines of “x” not said.")] as [(Int, String?)] {
            var talk = TestSession.inChannel()
            let execution = try Self.execution(&talk, "/exec -o x")
            let before = talk.lines().count
            talk.session.executed(execution, Self.print((1...count).map { "\($0)\n" }.joined()), at: talk.now)
            #expect(talk.lines().count == before + 20 + (last == nil ? 0 : 1))
            if let last { #expect(talk.lines().last == last) }
            // They wait for their turn like all that is said.
            talk.collect()
            #expect(talk.sent().count < 20 && talk.session.waitingCount > 0)
            talk.pass(seconds: 40)
            #expect(talk.session.waitingCount == 0)
        }
    }

    @Test func `What cannot be said any more is not said elsewhere`() throws {
        var talk = TestSession.inChannel()
        let execution = try Self.execution(&talk, "/exec -o x")
        talk.hear(":ada!ada@host.test PART #home")
        talk.session.executed(execution, Self.print("secret\n"), at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
        #expect(talk.lines().last?.hasPrefix("error : “x”: Not said: You are not in #home.") == true)
        talk.enter("/close")
        talk.session.executed(execution, Self.print("secret\n"), at: talk.now)
        talk.collect()
        #expect(!talk.sent().contains { $0.contains("secret") })
    }

    @Test func `Where nothing can be said nothing is run for it`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/exec -o x", in: "") != .done)
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.enter("/exec -o x") != .done)
        #expect(!talk.takeActions().contains { if case .execute = $0 { true } else { false } })
    }

    @Test(
        arguments: [
            ("a\tb", ["a       b"]), ("10%\r20%\r\n", ["20%"]), ("a\u{1B}]0;title\u{7}b", ["ab"]),
            ("a\u{1B}]8;;x\u{1B}\\b", ["ab"]), ("\u{1B}(Ba\u{1B}[1;2", ["a"]),
            ("a\u{3}4b\u{2028}c\u{202E}d\0", ["a4bcd"]),
            ("\n\n", []), ("\u{1B}", []), ("é👩‍👩‍👧\n", ["é👩‍👩‍👧"]),
            (String(repeating: "x", count: 2001), [String(repeating: "x", count: 2000)]),
        ] as [(String, [String])]) func `Rows are without what a terminal would obey`(text: String, rows: [String])
    {
        #expect(Self.print(text).rows == rows)
    }

    @Test func `Bytes that are no text are drawn as such`() {
        #expect(CommandOutput(bytes: [0xFF, 0x61, 0x0A]).rows == ["\u{FFFD}a"])
    }

    @Test func `A command is not kept from one start to the next`() {
        #expect(!PasswordMasking.mayBeSaved("/exec mysql -psecret", in: "#home"))
    }
}
