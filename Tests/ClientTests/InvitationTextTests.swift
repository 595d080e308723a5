import Protocol
import Testing

@testable import Client

/// Invitations as people type and paste them: each lets in whoever reads it.
@Suite struct InvitationTextTests {
    private static let link =
        "grillo://chat.test:6697/%23den?key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8&invite=secret"

    /// With `@` for the link.
    private static func line(_ form: String) -> String { form.replacing("@", with: link) }

    @Test(arguments: [
        "@", " @\n", "'@'", "\"@\"", "<@>", "(@)", "[@]", "“@”", "`@`", "'@',", "<@>;", "\u{200B}@", ".@", "#@",
        "come in: @", "ｇrillo：／／@",
    ]) func `Where a password was asked for an invitation is one, whatever stands around it`(_ form: String) {
        let text = form.hasPrefix("ｇ") ? Self.link.replacing("grillo://", with: "ｇrillo：／／") : Self.line(form)
        #expect(InvitationText.containsInvitation(text) && InvitationText.link(in: text)?.secret == "secret")
    }

    @Test(arguments: ["@@", "@ @", "'@','@'", "GRILLO://chat.test/", "a'grillo://'", "grillo://"])
    func `One that is not whole, or not alone, is one that leads nowhere`(_ form: String) {
        #expect(InvitationText.containsInvitation(Self.line(form)) && InvitationText.link(in: Self.line(form)) == nil)
    }

    @Test(arguments: ["", "grillo:/", "grillo", "pencil://x", "grillo:x//", "grill0://"])
    func `A password is none`(_ text: String) {
        #expect(!InvitationText.containsInvitation(text))
    }

    @Test(arguments: [
        "@", "'@'", "\"@\"", "<@>", ".@", "-> @", "#@", "@ @", "@\n@", "👉 @", "\u{200B}@", "//@", "/me @", "/ME '@'",
        "/join '@'", "/j #@", "/join #den,@", "/join #den @", "／join @", "/nick @", "/nick @ x", "/topic @",
        "/topic #home @",
        "/msg @ hello", "/msg #home @", "/query @", "/whois @", "/login @", "/register @", "/away @", "/part @",
        "/quit @", " /join @", "//join @", "/invite @", "/JO @", "/names @", "/kick @ x",
    ]) func `An invitation that is entered alone, or as what a command is about, is sent to nobody`(_ form: String) {
        var talk = TestSession.inChannel()
        guard case .notSent(let reason) = talk.enter(Self.line(form)) else {
            Issue.record("it is taken")
            return
        }
        #expect(reason.contains("start grillo-tui with this invitation, in quotes"))
        #expect(talk.sent().isEmpty)
    }

    @Test(
        arguments: ["", "'", "-> ", "/me ", "/join ", "/away ", "/topic #home "],
        ["chat.te", "%23d", "?key=AAEC", "Hh", "Hh8", "Hh8&", "&invi", "&invite="]
    ) func `An invitation in the rows that it was copied from is sent to nobody`(_ lead: String, _ firstRowsEnd: String)
    {
        for gap in ["\n", "\n      ", "      ", "\n\n"] {
            var talk = TestSession.inChannel()
            let rows = lead + Self.link.replacing(firstRowsEnd, with: firstRowsEnd + gap)
            guard case .notSent = talk.enter(rows) else {
                Issue.record("\(rows) is taken")
                continue
            }
            #expect(talk.sent().isEmpty)
        }
    }

    @Test(arguments: [
        "@      │ ada\n      xyz&invite=s3cret│", "@\ns3cret", "@\n      s3cret", "@&invite=s\n3cret\n",
        "@\n&account=ada",
    ])
    func `Nor is what may be the rest of its secret`(_ form: String) {
        var talk = TestSession.inChannel()
        guard case .notSent = talk.enter(Self.line(form)) else {
            Issue.record("it is taken")
            return
        }
        #expect(talk.sent().isEmpty)
    }

    @Test(arguments: [
        "come in: @", "@ is where we are", "'@' is where we are", "@\nis where we are", "/me hangs up @",
        "/topic @ is open", "/msg bob @", "/query bob @",
        "/topic #home come: @", "/away see @",
    ]) func `One that is said with other words, or to somebody, is said`(_ form: String) {
        var talk = TestSession.inChannel()
        #expect(talk.enter(Self.line(form)) == .done)
        #expect(talk.sent().contains { $0.contains("grillo://chat.test") })
    }

    /// What the session does with what is typed where it asks for a password.
    private static func answered(_ text: String, takesInvitation: Bool) -> TestSession {
        var talk = TestSession(account: "ada", host: "irc.test", port: 6697)
        talk.session.start(at: talk.now)
        talk.collect()
        talk.forget()
        let prompt = PasswordPrompt(
            purpose: .login, account: "ada", question: "", takesInvitation: takesInvitation, isExpected: true)
        talk.session.submitPassword(text, for: prompt, at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
        return talk
    }

    private static func questions(_ talk: TestSession) -> [String] {
        talk.actions.compactMap { if case .askPassword(let prompt) = $0 { prompt.question } else { nil } }
    }

    @Test(arguments: ["'@'", "<@>", "“@”", "come in: @"])
    func `Pasted in quotes in place of a password it opens its own server, and is told to no other`(_ form: String) {
        var talk = Self.answered(Self.line(form), takesInvitation: true)
        #expect(talk.session.configuration.host == "chat.test")
        let sent = talk.sent()
        #expect(sent.contains("PASS secret") && !sent.contains { $0.hasPrefix("AUTHENTICATE") })
        talk = Self.answered(Self.line(form), takesInvitation: false)
        #expect(!talk.sent().contains { $0.hasPrefix("AUTHENTICATE") || $0.hasPrefix("PASS") })
        #expect(Self.questions(talk).first?.hasPrefix("That is an invitation, and was not sent") == true)
    }

    @Test func `Of several it is asked which`() {
        var talk = Self.answered(Self.line("@ @"), takesInvitation: true)
        #expect(Self.questions(talk).first?.hasPrefix("Those are several invitations: paste one. ") == true)
        #expect(!talk.sent().contains { $0.hasPrefix("AUTHENTICATE") || $0.hasPrefix("PASS") })
    }
}
