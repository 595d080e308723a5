import Protocol
import Testing

@testable import Client

/// A message that the server refused does not look sent, whatever number the refusal has.
@Suite struct RefusalTests {
    private static let labelling = "batch message-tags echo-message labeled-response"

    private static let numerics: [UInt16] = [
        400, 401, 403, 404, 407, 408, 411, 412, 413, 414, 415, 416, 417, 439, 477, 480, 486, 489, 492, 505, 520,
        531, 573,
        599, 707, 716, 926, 972, 999,
    ]

    /// About no message, where they do not bear its label: lists, filters, modules.
    private static let others: [UInt16] = [
        405, 429, 434, 456, 457, 458, 511, 937, 938, 939, 942, 974, 976,
    ]

    private func flags(_ talk: TestSession, _ text: String, in name: String = "#home") -> LineFlags? {
        guard let buffer = talk.buffer(name) else { return nil }
        return (0..<buffer.lineCount).map { buffer.line(at: $0) }.last { $0.text == text }?.flags
    }

    @Test(arguments: numerics + others + [704, 798, 950]) func `An error with the label refuses the line, in the room`(
        _ numeric: UInt16
    ) {
        var talk = TestSession.inChannel(capabilities: Self.labelling)
        talk.enter("first")
        talk.enter("second")
        talk.enter("/query dora", in: "")
        talk.hear("@label=g2 :s \(numeric) ada #home :You may not")
        #expect(flags(talk, "second") == [.own, .unconfirmed])
        #expect(flags(talk, "first") == [.own, .pending])
        #expect(talk.lines().contains { $0.hasPrefix("error : ") && !$0.contains("\(numeric)") })
    }

    @Test(arguments: numerics) func `An error without a label refuses the oldest that it can be about`(
        _ numeric: UInt16
    ) {
        for capabilities in ["echo-message", ""] {
            var talk = TestSession.inChannel(capabilities: capabilities)
            talk.enter("/msg bob other")
            talk.enter("first")
            talk.enter("second")
            talk.hear(":s \(numeric) ada #home :You may not")
            #expect(flags(talk, "first") == [.own, .unconfirmed])
            #expect(flags(talk, "second") == [.own, .pending])
            #expect(flags(talk, "other", in: "bob") == [.own, .pending])
            #expect(talk.lines().contains { $0.hasPrefix("error : ") })
            #expect(!talk.lines("bob").contains { $0.hasPrefix("error") })
        }
    }

    @Test(arguments: others) func `An error about a list, a filter or a module refuses no line`(_ numeric: UInt16) {
        for capabilities in ["echo-message", ""] {
            for names in ["", "#home ", "bob "] {
                var talk = TestSession.inChannel(capabilities: capabilities)
                talk.enter("hello")
                talk.hear(":s \(numeric) ada \(names):No")
                #expect(flags(talk, "hello") == [.own, .pending])
            }
        }
    }

    @Test func `An error that names nothing is about the last line only where no command was sent since`() {
        for capabilities in ["echo-message", ""] {
            var talk = TestSession.inChannel(capabilities: capabilities)
            talk.enter("/raw ACCEPT zoe")
            talk.enter("hello")
            var other = talk
            other.enter("/raw ACCEPT eve")
            other.hear(":s 492 ada :No")
            #expect(flags(other, "hello") == [.own, .pending])
            other.hear(":s 461 ada PRIVMSG :Not enough parameters")
            #expect(flags(other, "hello") == [.own, .unconfirmed])
            talk.enter("more")
            talk.hear("PING x", ":s 492 ada :No")
            #expect(flags(talk, "hello") == [.own, .unconfirmed])
            #expect(flags(talk, "more") == [.own, .pending])
        }
    }

    @Test(arguments: ["PRIVMSG", "NOTICE"]) func `What the server had no time for was not sent`(_ command: String) {
        for capabilities in [Self.labelling, "echo-message", ""] {
            var talk = TestSession.inChannel(capabilities: capabilities)
            talk.enter("hello")
            talk.hear(":s 263 ada \(command) :This command could not be completed, try again")
            #expect(flags(talk, "hello") == [.own, .unconfirmed])
            #expect(
                talk.lines().last == "error : Not sent: the server is too busy now. Try again in a moment.")
        }
    }

    @Test(arguments: [
        ("400 ada PRIVMSG :Could not process", "Not sent: Could not process."),
        ("412 ada :No text to send", "Not sent: there is nothing in it."),
        ("417 ada :Input line was too long", "Not sent: the line is too long for this server."),
        ("461 ada PRIVMSG :Not enough parameters", "Not sent: something is missing in it."),
        ("439 ada bob :Target change too fast. Wait 20 seconds", "Not sent: Target change too fast. Wait 20 seconds."),
        (
            "707 ada bob :Targets changing too fast, message dropped",
            "Not sent: Targets changing too fast, message dropped."
        ),
        ("716 ada bob :is in +g mode", "Not sent: bob hears only those whom they have accepted."),
        ("486 ada bob :You must log in", "Not sent: bob hears only those who are logged in. /login does that."),
        ("401 ada bob :No such nick", "Nobody here is called bob: /names lists who is in a room."),
    ]) func `It is said in words, where the line stands`(_ line: String, _ words: String) {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("/msg bob hello")
        talk.hear(":s " + line)
        #expect(talk.lines("bob").suffix(2) == ["message ada: hello", "error : " + words])
    }

    /// Numbers as high that say nothing of the kind, and errors about something else.
    @Test(arguments: [
        "730 ada :bob!b@h", "731 ada :bob", "704 ada index :Help", "705 ada index :text", "717 ada bob :has been told",
        "671 ada bob :is using TLS", "761 ada #home url * :x", "728 ada #home q *!*@x bob 1", "900 ada a!b@c acc :ok",
        "903 ada :ok", "950 ada bob :x", "800 ada 0 0 NTLM 512 *", "741 ada #home :x", "433 ada zoe :taken",
        "432 ada z? :bad", "482 ada #home :not operator", "441 ada bob #home :not there", "472 ada y :unknown mode",
        "421 ada FOO :Unknown command", "461 ada KICK :Not enough parameters", "402 ada x :No such server",
        "435 ada zoe #home :banned there", "499 ada #home :not the founder",
        "734 ada 10 bob :list is full", "696 ada #home k * :bad", "439 ada stranger :too fast", "798 ada #home :what",
        "WARN PRIVMSG X #home :mind", "FAIL TOPIC X #home :no", "FAIL * X #home :no",
    ]) func `What is about something else refuses nothing`(_ line: String) {
        for capabilities in [Self.labelling, ""] {
            var talk = TestSession.inChannel(capabilities: capabilities)
            talk.enter("hello")
            talk.hear((line.first?.isLetter == true ? "" : ":s ") + line)
            #expect(flags(talk, "hello") == [.own, .pending])
        }
    }

    @Test func `A number that nobody knows refuses what bears its label`() {
        var talk = TestSession.inChannel(capabilities: Self.labelling)
        talk.enter("hello")
        talk.hear("@label=g1 :s 798 ada #home :No.")
        #expect(talk.lines().suffix(2) == ["message ada: hello", "error : Not sent: No."])
    }

    @Test(arguments: [
        "@label=g1 FAIL PRIVMSG X #home :no", "@label=g1 FAIL * X :no", "@label=g1 FAIL BATCH X :no",
        "@label=g1 FAIL REDACT X :no", "FAIL PRIVMSG X #home :no", "FAIL PRIVMSG X whatever :no", "FAIL BATCH X :no",
    ]) func `FAIL refuses by its label, else by its command`(_ line: String) {
        var talk = TestSession.inChannel(capabilities: Self.labelling)
        talk.enter("hello")
        talk.hear(line)
        #expect(flags(talk, "hello") == [.own, .unconfirmed])
        #expect(talk.lines().last?.hasPrefix("error : Not sent: No.") == true)
    }

    @Test func `A room that cannot be entered refuses nothing that was said in it before`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("hello")
        let now = talk.now
        talk.session.buffers.update(talk.id) { $0.membership.left(at: now) }
        talk.enter("/join #home", in: "")
        talk.hear(":s 477 ada #home :You need an account")
        #expect(flags(talk, "hello") == [.own, .pending])
    }

    @Test func `A room that we are in refuses what is said in it, also after it was asked for once more`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("/join #home,#other")
        talk.session.channelEntry.request(.init(name: "#home"), as: talk.session.casemapping.fold("#home"))
        talk.enter("hello")
        talk.hear(":s 404 ada #home :Cannot send")
        #expect(flags(talk, "hello") == [.own, .unconfirmed])
    }

    @Test(arguments: [
        "@label=g77 :s 404 ada #home :no", "@label=g77 :s 401 ada #home :no", "@label=g77 FAIL PRIVMSG X #home :no",
        "@label=g77 :s 461 ada PRIVMSG :no", "@label=g77 FAIL * X :no", ":s 404 ada #home :no",
        ":s 401 ada #home :no", ":s 477 ada #home :no", ":s 716 ada #home :no",
    ]) func `Where lines bear labels, what bears none or another's refuses nothing`(_ line: String) {
        var talk = TestSession.inChannel(capabilities: Self.labelling)
        talk.enter("hello")
        talk.hear(line)
        #expect(flags(talk, "hello") == [.own, .pending])
        talk.hear("@label=g1 :s 404 ada #home :no")
        #expect(flags(talk, "hello") == [.own, .unconfirmed])
    }

    @Test func `A line whose label got lost since it was not understood is refused by its command`() {
        var talk = TestSession.inChannel(capabilities: Self.labelling)
        talk.enter("hello")
        talk.hear(":s 461 ada PRIVMSG :Not enough parameters")
        #expect(flags(talk, "hello") == [.own, .unconfirmed])
    }

    @Test func `What waits for its turn has not been refused`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        for number in 0..<7 { talk.enter("line \(number)") }
        for number in 0..<5 { talk.hear(":ada!a@h PRIVMSG #home :line \(number)") }
        talk.hear(":s 404 ada #home :no")
        #expect(flags(talk, "line 5") == [.own, .pending])
    }

    @Test(arguments: [
        "/who *x*", "/raw WHO *x*", "/raw PING", "/ctcp zoe VERSION", "/raw TAGMSG #home", "/msg #other hi",
    ])
    func `An error that names nothing may be about what the person asked for since, whatever that was`(_ input: String)
    {
        for capabilities in ["echo-message message-tags", ""] {
            var talk = TestSession.inChannel(capabilities: capabilities)
            talk.enter("hello")
            talk.enter(input)
            talk.hear(":s 400 ada :Something went wrong")
            #expect(flags(talk, "hello") == [.own, .pending])
        }
    }

    @Test func `An error that names nothing is about what was said, though the program asked something by itself`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("hello")
        talk.session.requestInBackground(.away, in: talk.session.visible ?? .server, at: talk.now)
        talk.collect()
        talk.hear(":s 400 ada :Something went wrong")
        #expect(flags(talk, "hello") == [.own, .unconfirmed])
    }

}
