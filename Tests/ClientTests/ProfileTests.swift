import Protocol
import Testing

@testable import Client

/// Display names, and the person's own profile.
@Suite struct ProfileTests {
    private static func online(_ limits: String = "") -> TestSession {
        var talk = TestSession()
        talk.connect()
        talk.hear(
            ":s CAP * LS :batch draft/metadata-3\(limits)", ":s CAP * ACK :batch draft/metadata-3",
            ":s 001 ada :Welcome", ":s 005 ada CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii :are supported",
            ":s 422 ada :none", ":ada!a@h JOIN #home", ":s 353 ada = #home :ada @bob +mara warren",
            ":s 366 ada #home :End", ":s 324 ada #home +")
        talk.session.setVisible(talk.id)
        talk.collect()
        talk.forget()
        return talk
    }

    private static func displayName(of nick: String, in talk: TestSession, room: String = "#home") -> String? {
        talk.session.displayNames(in: talk.bufferID(room))?[talk.session.casemapping.fold(nick)]
    }

    // MARK: Display names

    @Test func `No display names are looked for where nobody has told any, or it is not known who is there`() {
        var talk = Self.online()
        #expect(talk.session.displayNames(in: talk.id) == nil)
        talk.hear(":s 761 ada bob display-name * :Robert", ":ada!a@h JOIN #den")
        #expect(talk.session.displayNames(in: talk.id) != nil)
        #expect(talk.session.displayNames(in: talk.bufferID("#den")) == nil)
    }

    /// Display names of `bob`, each as it is shown; nil where it is not.
    private static let displayNames: [(name: String, shown: String?)] = [
        ("Robert Tables", "Robert Tables"), ("Bobby", "Bobby"), ("Mara", nil), ("m\u{E1}ra", nil),
        ("\u{43C}\u{430}r\u{430}", nil), ("\u{1D426}\u{1D41A}\u{1D42B}\u{1D41A}", nil), ("\u{FF2D}ARA", nil),
        ("rnara", nil), ("m a-r_a!", nil), ("@mara", nil), ("ADA", nil), ("vvarren", nil), ("bob", nil),
        ("\u{2713}", nil),
        ("b0b", nil), ("b\u{43E}b", nil), ("mara o'hara", "mara o'hara"), ("\u{65E5}\u{672C}", "\u{65E5}\u{672C}"),
    ]

    @Test(arguments: displayNames)
    func `A display name is shown unless it could be taken for the nick of somebody there`(
        _ name: String, _ shown: String?
    ) {
        var talk = Self.online()
        talk.hear(":s 761 ada bob display-name * :\(name)")
        #expect(Self.displayName(of: "BOB", in: talk) == shown)
    }

    @Test(arguments: [
        "m\u{251}ra", "\u{217F}ara", "ma\u{2099}a", "\u{FB01}n", "\u{13B7}ara", "\u{2C99}ara", "\u{4CF}ena",
        "Ada \u{65E5}\u{672C}", "\u{24DC}ara", "\u{20A5}ara", "\u{1D0D}ara", "\u{A4E1}A", "\u{B5}ara",
        "m\u{364}ra", "\u{1F1E6}da", "mar\u{3B1}", "b\u{D02}b", "b\u{C02}b", "b\u{5B0}ob", "b\u{64E}ob", "b\u{902}ob",
        "\u{3B1}\u{64E}", "\u{430}\u{483}", "\u{430}\u{488}", "\u{64E}bob", "bob\u{20DD}", "bob\u{FE20}",
    ]) func `A name of two scripts, or with signs that look like letters, is not shown`(name: String) {
        var talk = Self.online()
        talk.hear(":s 761 ada bob display-name * :\(name)")
        #expect(Self.displayName(of: "bob", in: talk) == nil)
        #expect(!NameSkeleton.isComparable(name))
    }

    @Test(arguments: [
        "Jos\u{E9} \u{141}ukasz", "\u{414}\u{43C}\u{438}\u{442}\u{440}\u{438}\u{439} 7",
        "\u{391}\u{3BB}\u{3AD}\u{3BE}\u{3B7}\u{3C2}", "\u{1F00}\u{3BB}", "\u{5D3}\u{5D5}\u{5D3}",
        "\u{65E5}\u{672C} \u{30A2}\u{30C0}", "\u{D55C}\u{AE00}", "stra\u{DF}e \u{1F600}", "1815",
        "Jose\u{301}", "\u{438}\u{306}", "\u{5D3}\u{5B8}\u{5D5}\u{5B4}\u{5D3}", "\u{645}\u{64F}\u{646}\u{64E}\u{649}",
        "\u{930}\u{93E}\u{902}", "\u{304B}\u{3099}",
    ]) func `A name of one script can be compared`(name: String) {
        #expect(NameSkeleton.isComparable(name))
    }

    @Test func `No name is shown before it is known who is there`() {
        var talk = Self.online()
        talk.hear(
            ":ada!a@h JOIN #den", ":bob!b@h JOIN #den", ":s 353 ada = #den :ada bob",
            ":s 761 ada bob display-name * :Robert")
        #expect(Self.displayName(of: "bob", in: talk, room: "#den") == nil)
        talk.hear(":s 366 ada #den :End")
        #expect(Self.displayName(of: "bob", in: talk, room: "#den") == "Robert")
    }

    @Test func `It is shown again once nobody there has such a nick`() {
        var talk = Self.online()
        talk.hear(":s 761 ada bob display-name * :Mara")
        #expect(Self.displayName(of: "bob", in: talk) == nil)
        talk.hear(":mara!m@h NICK dora")
        #expect(Self.displayName(of: "bob", in: talk) == "Mara")
        talk.hear(":dora!m@h NICK MARA_")
        #expect(Self.displayName(of: "bob", in: talk) == nil)
        talk.hear(":MARA_!m@h PART #home")
        #expect(Self.displayName(of: "bob", in: talk) == "Mara")
    }

    @Test func `The answer to /whois tells the profile, and no misleading name`() {
        var talk = Self.online()
        talk.hear(
            ":s 761 ada bob display-name * :Robert", ":s 761 ada bob pronouns * :he/him",
            ":s 761 ada warren display-name * :Mara")
        talk.enter("/whois bob")
        talk.hear(":s 311 ada bob b h * :Bob B.")
        #expect(
            talk.lines().suffix(2) == [
                "info : bob is b@h: Bob B.", "info : bob's profile: display-name Robert; pronouns he/him.",
            ])
        talk.hear(":s 311 ada warren w h * :W.")
        talk.hear(":s 760 ada warren display-name * :Mara")
        #expect(talk.lines().last == "info : warren is w@h: W.")
        talk.hear(":s 760 ada nobody display-name * :N")
        #expect(talk.lines().last == "info : nobody: display-name is N")
    }

    @Test(arguments: [
        ("Bob", "bob"), ("0livia", "Olivia"), ("rn", "m"), ("vv", "W"), ("I1l", "lll"), ("\u{130}", "l"),
        ("\u{43C}\u{4D1}\u{440}", "map"), ("\u{1F00}\u{3C1}", "ap"), ("\u{4C0}", "l"),
    ])
    func `Names that look alike have one form`(a: String, b: String) {
        #expect(NameSkeleton.of(a) == NameSkeleton.of(b) && !NameSkeleton.of(a).isEmpty)
        #expect(NameSkeleton.of(String(repeating: "\u{1D426}", count: 10_000)).utf8.count < 100)
    }

    @Test(arguments: [
        "b\u{5B0}o\u{64E}b", "b\u{902}ob", "b\u{20DD}ob", "b\u{FE20}ob", "\u{1CD0}bob", "b\u{301}\u{302}ob",
    ]) func `Marks do not make another name, of whatever script they are`(name: String) {
        #expect(NameSkeleton.of(name) == NameSkeleton.of("bob"))
    }

    @Test func `Marks and signs do not use up the letters that are compared`() {
        let nick = "abcdefghjkopqstuwxyz"
        let marked = nick.map { "\($0)\u{301}\u{302}" }.joined()
        #expect(NameSkeleton.of(marked) == nick && NameSkeleton.of(String(repeating: "-", count: 99) + nick) == nick)
        let longest = String(repeating: "a", count: 47)
        #expect(NameSkeleton.of(longest + "rnx") == longest + "m" && NameSkeleton.of(longest + "bx") == longest + "b")
        var talk = Self.online()
        talk.hear(":\(nick)!x@y JOIN #home", ":s 761 ada bob display-name * :\(marked)")
        #expect(Self.displayName(of: "bob", in: talk) == nil)
    }

    @Test func `A name with marks of another script is not told by /whois`() {
        var talk = Self.online()
        talk.hear(":s 761 ada bob display-name * :m\u{64E}ara", ":s 761 ada bob pronouns * :he/him")
        talk.enter("/whois bob")
        talk.hear(":s 311 ada bob b h * :Bob B.")
        #expect(talk.lines().last == "info : bob's profile: pronouns he/him.")
    }

    // MARK: /profile

    @Test func `One's own profile is asked for and told`() {
        var talk = Self.online()
        #expect(talk.enter("/profile") == .done)
        #expect(talk.sent() == ["METADATA * LIST"])
        talk.hear(
            ":s BATCH +m metadata ada", "@batch=m :s 761 ada ada display-name * :Ada L.",
            "@batch=m :s 761 ada * status * :at sea", "@batch=m :s 761 ada ada unknown * :x", ":s BATCH -m")
        #expect(talk.lines().last == "info : Your profile: display-name Ada L.; status at sea.")
        let count = talk.lines().count
        talk.hear(":s BATCH +n metadata ada", ":s BATCH -n")
        #expect(talk.lines().count == count)
        talk.enter("/profile")
        talk.hear(":s BATCH +o metadata *", ":s BATCH -o")
        #expect(talk.lines().last?.hasPrefix("info : Your profile is empty.") == true)
    }

    @Test func `A key is set and taken away, and told as the server has it`() {
        var talk = Self.online()
        talk.enter("/profile display-name Ada  L.")
        talk.enter("/profile PRONOUNS she/her")
        #expect(talk.sent() == ["METADATA * SET display-name :Ada  L.", "METADATA * SET pronouns she/her"])
        talk.hear(":s 761 ada * display-name * :Ada L.")
        #expect(talk.lines().last == "info : Your display-name is now: Ada L.")
        talk.enter("/profile display-name")
        #expect(talk.sent() == ["METADATA * SET display-name"])
        talk.hear(":s 766 ada ada display-name :Key not set")
        #expect(talk.lines().last == "info : Your display-name is removed.")
        let count = talk.lines().count
        talk.hear(":s 761 ada ada display-name * :from elsewhere")
        #expect(talk.lines().count == count)
    }

    @Test(arguments: [
        (
            "/profile homepage not an address",
            "That is not an address: it begins with https:// or http:// and has no spaces."
        ),
        ("/profile display-name \u{200B}", "Nobody could see that: there is no letter or sign in it."),
        ("/profile status 12345678901", "That is too long: this server keeps 10 bytes."),
        ("/profile shoe 43", "A profile has no “shoe”. It has: display-name, pronouns, status, homepage, avatar."),
    ]) func `What cannot be set is not sent, and the input is kept`(input: String, reason: String) {
        var talk = Self.online(input.contains("status") ? "=max-value-bytes=10" : "")
        #expect(talk.enter(input) == .notSent(reason: reason))
        #expect(talk.sent() == [])
    }

    @Test(arguments: ["https://ada.example", "http://ada.example"])
    func `An address begins as the words about it say`(address: String) {
        var talk = Self.online()
        #expect(talk.enter("/profile homepage \(address)") == .done)
        #expect(talk.sent() == ["METADATA * SET homepage \(address)"])
    }

    @Test func `A refusal is told in one line`() {
        var talk = Self.online()
        talk.enter("/profile status away")
        talk.enter("/profile pronouns they")
        talk.hear("FAIL METADATA KEY_NO_PERMISSION * pronouns :You may not set that")
        #expect(talk.lines().last == "error : Your profile was not changed: You may not set that.")
        talk.hear("FAIL METADATA LIMIT_REACHED * 5 :Too many keys")
        #expect(talk.lines().last == "error : Your profile was not changed: Too many keys.")
        let count = talk.lines().count
        talk.hear("FAIL METADATA LIMIT_REACHED * 5 :Too many keys")
        #expect(talk.lines().count == count)
        talk.enter("/profile status back")
        talk.hear("FAIL METADATA RATE_LIMITED bob SYNC 3 :Later", "FAIL METADATA RATE_LIMITED #home 3 :Later")
        #expect(talk.lines().count == count)
        talk.hear(":s 761 ada ada status * :back")
        #expect(talk.lines().last == "info : Your status is now: back")
    }

    @Test func `What is asked by hand is told, whatever it is about`() {
        var talk = Self.online()
        talk.hear(":s 761 ada bob status * :at sea")
        talk.enter("/raw METADATA bob GET url")
        talk.hear(":s 761 ada warren url * :https://warren.example")
        talk.hear(
            ":s BATCH +m metadata bob", "@batch=m :s 761 ada bob url * :https://b.example", ":s BATCH -m",
            ":s 761 ada bob url * :https://c.example")
        #expect(talk.lines().filter { $0.contains("example") } == ["info : bob: url is https://b.example"])
        let bob = talk.session.casemapping.fold("bob")
        #expect(talk.session.connection?.metadata.profiles[bob]?[.status] == "at sea")
        talk.enter("/raw METADATA bob GET $")
        talk.hear("FAIL METADATA INVALID_KEY $ :Invalid key")
        #expect(talk.lines().last?.contains("Invalid key") == true)
        talk.enter("/raw METADATA * SUB status")
        talk.hear(":s 770 ada status")
        #expect(talk.lines().last?.contains("status") == true)
        let count = talk.lines().count
        talk.hear(":s 770 ada status", ":s 761 ada ada url * :https://d.example")
        #expect(talk.lines().count == count)
    }

    @Test func `A server without profiles is not asked, and its list of commands leaves them out`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/profile") == .notSent(reason: "This server keeps no profiles."))
        #expect(!talk.session.commandList.contains { $0.contains("/profile") })
        #expect(Self.online().session.commandList.contains { $0.contains("/profile [key] [text]") })
    }

    @Test func `Keys of a profile are completed, and /p stays what it was`() {
        var talk = Self.online()
        #expect(
            talk.session.completion(of: "/profile d", cursor: 10, in: talk.id)?.choices == ["display-name "])
        talk.enter("/p")
        #expect(talk.sent() == ["PART #home"])
    }
}
