import Protocol
import Testing

@testable import Client

/// The person's own commands.
@Suite struct AliasTests {
    private static func table(_ aliases: [String: String]) throws -> AliasTable {
        var table = AliasTable()
        for (name, text) in aliases { try table.set(name, to: text) }
        return table
    }

    private static func lines(_ input: String, _ text: String) throws -> [String] {
        try table(["x": text]).lines(for: input, nick: "ada", room: "#home").map(\.text)
    }

    @Test(
        arguments: [
            ("/x", "/me waves", ["/me waves"]), ("/x bob", "/me waves at $1", ["/me waves at bob"]),
            ("/x", "/me waves at $1", ["/me waves at "]), ("/X a  b c", "/msg $1 $2-", ["/msg a b c"]),
            ("/x a  b", "/me $*!", ["/me a  b!"]), ("/x a b c", "/me $3$1$9", ["/me ca"]),
            ("/x so long", "/part $room", ["/part #home so long"]), ("/x", "/whois $nick", ["/whois ada"]),
            ("/x", "$nicks and $rooms", ["$nicks and $rooms"]), ("/x", "5$ or $$1, $0", ["5$ or $1, $0"]),
            ("/x", "/away; /me is off", ["/away", "/me is off"]), ("/x b", "/away ;/me", ["/away", "/me b"]),
            ("/x", "/me a; b", ["/me a; b"]), ("/x", "¯\\_(ツ)_/¯", ["¯\\_(ツ)_/¯"]),
            ("/x a; /quit", "/me $*", ["/me a; /quit"]), ("/x $1 $nick", "/me $2-$1", ["/me $nick$1"]),
            ("/x a\nb", "/me $*", ["/me a\nb"]), ("//x", "/me", ["//x"]), ("x", "/me", ["x"]), ("/y", "/me", ["/y"]),
        ] as [(String, String, [String])])
    func `A text stands in the place of its name, with the words behind it`(
        input: String, text: String, lines: [String]
    ) throws {
        #expect(try Self.lines(input, text) == lines)
    }

    @Test func `An alias may stand for others, but not for itself`() throws {
        let table = try Self.table(["a": "/b $1; /b two", "b": "/me $1", "c": "/d", "d": "/me; /c"])
        #expect(try table.lines(for: "/a one", nick: "", room: "").map(\.text) == ["/me one", "/me two"])
        #expect(throws: SlashCommandError.self) { try table.lines(for: "/c", nick: "", room: "") }
    }

    @Test(
        arguments: [
            ("/x a;b $(c)", "/exec ls \"$1\" $*", "/exec ls \"$1\" $*", ["a;b", "$(c)"]),
            ("/x a b", "/exec ls", "/exec ls \"$@\"", ["a", "b"]), ("/x", "/exec ls", "/exec ls", []),
            ("/x a", "/EXE echo ${HOME} $$ $0", "/EXE echo ${HOME} $$ $0 \"$@\"", ["a"]),
            ("/x a", "/exec echo ${1} ${#}", "/exec echo ${1} ${#}", ["a"]),
            (
                "/x", "/exec echo \"$room\" $nick_ $rooms",
                "/exec echo \"${GRILLO_ROOM}\" ${GRILLO_NICK}_ $rooms", []
            ),
        ] as [(String, String, String, [String])])
    func `What others choose never stands in a command for the shell`(
        input: String, text: String, command: String, words: [String]
    ) throws {
        let lines = try Self.table(["x": text]).lines(for: input, nick: "a`id`", room: "#$(id)")
        #expect(lines == [EnteredLine(command, .shell(words: words))])
    }

    @Test func `An alias that stands for another with a command for the shell gives it words alone`() throws {
        let table = try Self.table(["a": "/b $room", "b": "/exec ls $1"])
        let lines = try table.lines(for: "/a", nick: "", room: "#$(id)")
        #expect(lines == [EnteredLine("/exec ls $1", .shell(words: ["#$(id)"]))])
    }

    @Test(arguments: [
        ("/x exec id", "/$*"), ("/x c id", "/exe$1 $2"), ("/x", "/$nick id"), ("/x", "/exec$9 id"),
        ("/x", "/alias y /exec id; /alias y /exec $room"),
    ]) func `No word makes a line a command for the shell`(input: String, text: String) {
        var talk = TestSession.inChannel()
        talk.enter("/alias x \(text)")
        talk.forget()
        #expect(talk.enter(input) != .done)
        #expect(!talk.takeActions().contains { if case .execute = $0 { true } else { false } })
    }

    @Test func `A line that a value begins is said, whatever it is`() {
        var talk = TestSession.inChannel()
        talk.enter("/alias x $*; /me $1")
        talk.enter("/alias y $1/exec $room")
        talk.forget()
        #expect(talk.enter("/x /part now") == .done)
        #expect(talk.enter("/y") == .done)
        #expect(
            talk.sent() == [
                "PRIVMSG #home :/part now", "PRIVMSG #home :\u{1}ACTION /part\u{1}", "PRIVMSG #home :/exec #home",
            ])
        #expect(talk.enter("/x /oper ada pencil") != .done)
        #expect(talk.sent() == [])
    }

    @Test func `What it becomes is bounded`() throws {
        let many = String(repeating: "/me; ", count: 64)
        #expect(try Self.lines("/x", String(many.dropLast(2))).count == 64)
        #expect(throws: SlashCommandError.self) { try Self.lines("/x", many + "/me") }
        let word = String(repeating: "a", count: 4096)
        #expect(try Self.lines("/x " + word, String(repeating: "$1", count: 16)).first?.utf8.count == 1 << 16)
        #expect(throws: SlashCommandError.self) { try Self.lines("/x " + word, String(repeating: "$1", count: 17)) }
        #expect(throws: SlashCommandError.self) { try Self.lines("/x " + word, String(repeating: "$*", count: 2048)) }
    }

    @Test(arguments: [
        ("join", "is a command already"), ("J", "/j is a command already, short for /join"), ("", "one word"),
        ("a b", "one word"), ("a/b", "one word"), ("-a", "one word"), ("a\u{7}", "one word"), ("ok", "missing"),
        (String(repeating: "a", count: 33), "one word"),
    ]) func `What cannot be an alias is refused`(name: String, reason: String) throws {
        var table = AliasTable()
        let error = #expect(throws: SlashCommandError.self) { try table.set(name, to: name == "ok" ? "  " : "/me") }
        #expect(error?.reason.contains(reason) == true)
        #expect(table.isEmpty)
    }

    @Test func `Names, texts and their number have bounds`() throws {
        var table = AliasTable()
        try table.set(String(repeating: "a", count: 32), to: String(repeating: "b", count: 4096))
        #expect(throws: SlashCommandError.self) { try table.set("c", to: String(repeating: "b", count: 4097)) }
        for number in 1..<AliasTable.maxCount { try table.set("n\(number)", to: "/me") }
        #expect(table.names.count == AliasTable.maxCount)
        #expect(throws: SlashCommandError.self) { try table.set("more", to: "/me") }
        try table.set("N1", to: "/names")
        #expect(table["n1"] == "/names")
    }

    @Test func `An alias is made, told, used and taken away`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/hi bob") != .done)
        #expect(talk.enter("/alias /Hi /me waves at $1; /msg $1 hi") == .done)
        #expect(talk.takeActions().contains(.aliasesChanged))
        #expect(talk.enter("/hi bob") == .done)
        #expect(talk.sent() == ["PRIVMSG #home :\u{1}ACTION waves at bob\u{1}", "PRIVMSG bob :hi"])
        talk.enter("/alias")
        #expect(talk.lines().last == "info : /hi stands for /me waves at $1; /msg $1 hi")
        talk.enter("/help hi")
        #expect(talk.lines().last == "info : /hi stands for /me waves at $1; /msg $1 hi")
        #expect(talk.enter("/alias -hi") == .done)
        #expect(talk.lines().last == "info : /hi is gone.")
        #expect(talk.enter("/hi bob") != .done)
        #expect(talk.enter("/unalias hi") == .notSent(reason: "You have no /hi. /alias lists those that you have."))
        #expect(talk.enter("/alias join /quit") != .done)
    }

    @Test func `The lines before one that cannot be done are done, and it says so`() {
        var talk = TestSession.inChannel()
        talk.enter("/alias x /me waves; /kick")
        talk.forget()
        #expect(
            talk.enter("/x")
                == .notSent(
                    reason:
                        "Something is missing. Usage: /kick [room] nick [reason] The lines before it are done."))
        #expect(talk.sent() == ["PRIVMSG #home :\u{1}ACTION waves\u{1}"])
    }

    @Test func `What others write is no alias`() {
        var talk = TestSession.inChannel()
        talk.enter("/alias x /quit")
        talk.forget()
        talk.hear(":bob!b@h PRIVMSG #home :/x", ":bob!b@h PRIVMSG ada :/x")
        #expect(talk.sent() == [])
    }

    @Test func `Aliases are completed, and so is what stands behind them`() {
        var talk = TestSession.inChannel()
        talk.enter("/alias hi /me waves at $1")
        func choices(_ text: String) -> [String]? {
            talk.session.completion(of: text, cursor: text.count, in: talk.bufferID("#home"))?.choices
        }
        #expect(choices("/hi") == ["/hi "])
        #expect(choices("/hi bo") == ["bob "])
        #expect(choices("/unalias h") == ["hi "])
        #expect(choices("/help hi") == ["hi "])
        #expect(choices("/alias hi /whoi") == ["/whois "])
    }

    @Test func `A password in an alias is not shown`() {
        var talk = TestSession.inChannel()
        for line in ["/alias id /me waves; /oper ada pencil", "/alias", "/alias id", "/help id"] { talk.enter(line) }
        #expect(talk.lines().last?.hasPrefix("info : /id stands for … (not shown") == true)
        #expect(!talk.lines().contains { $0.contains("pencil") })
        #expect(!talk.session.commandList.contains { $0.contains("pencil") })
        #expect(talk.session.aliases["id"]?.contains("pencil") == true)
    }

    @Test func `A password behind an alias, or in one, is not kept`() {
        var talk = TestSession.inChannel()
        talk.enter("/alias su /oper $*")
        let id = talk.bufferID("#home")
        #expect(talk.session.containsPassword("/su ada pencil", in: id))
        #expect(!talk.session.containsPassword("/su ada", in: id))
        #expect(talk.session.containsPassword("/alias ns /msg NickServ identify pencil", in: id))
        #expect(!talk.session.containsPassword("/alias hi /me waves", in: id))
        #expect(!PasswordMasking.mayBeSaved("/alias den /join #den key", in: "#home"))
        #expect(PasswordMasking.mayBeSaved("/alias den", in: "#home"))
        let nested = String(repeating: "/alias a ", count: 20_000)
        #expect(talk.session.containsPassword(nested, in: id))
    }
}
