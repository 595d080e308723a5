import Testing

@testable import Client

/// Commands as people of WeeChat and irssi type them.
@Suite struct ForeignCommandTests {
    private static func command(_ input: String) -> SlashCommand? {
        try? SlashCommandTable.standard.parse(input, channelTypes: "#").get()
    }

    private static func reason(_ input: String) -> String? {
        guard case .failure(let error) = SlashCommandTable.standard.parse(input, channelTypes: "#") else { return nil }
        return error.reason
    }

    @Test(
        arguments: [
            ("/lastlog pale whale", .search("pale whale")), ("/GREP whale", .search("whale")),
            ("/window splitv", .split(nil)), ("/window splith 50", .split(nil)), ("/splitv", .split(nil)),
            ("/window close", .unsplit), ("/win 3", .buffer("3")), ("/window goto 12", .buffer("12")),
            ("/buffer 3", .buffer("3")), ("/buffer close", .close), ("/buffer clear", .clear),
            ("/buffer #close", .buffer("#close")), ("/scrollback goto yesterday", .goto("yesterday")),
            ("/sb clear", .clear), ("/wi bob", .whois(nick: "bob")), ("/wii bob bob", .whois(nick: "bob")),
            ("/fset theme", .set(.tell("theme"))),
            ("/alias add hug /me hugs $1", .alias(name: "hug", text: "/me hugs $1")),
            ("/alias del hug", .unalias(name: "hug")), ("/alias list", .alias(name: nil, text: nil)),
            ("/alias list hug", .alias(name: "hug", text: nil)),
            ("/alias hug /me hugs", .alias(name: "hug", text: "/me hugs")),
            ("/ignore add bob", .ignore(mask: "bob", isAdded: true)),
            ("/ignore del bob", .ignore(mask: "bob", isAdded: false)),
            ("/ignore list", .ignore(mask: nil, isAdded: true)),
            ("/server list", .networks), ("/network list", .networks), ("/network", .networks),
            ("/server connect far", .connect("far")), ("/network connect far", .connect("far")),
            ("/server add far far.test/7002 -autoconnect", .connect("far.test/7002 -autoconnect -network far")),
            ("/server add far far.test", .connect("far.test -network far")),
            ("/server add -auto -network far far.test 7002", .connect("far.test 7002 -auto -network far")),
            ("/server add far.test 7002", .connect("far.test 7002")), ("/server far.test", .connect("far.test")),
            ("/unnotify bob", .friend(nick: "bob", isAdded: false)), ("/notify All", .notify(.all)),
            ("/part -bye all", .part(channel: nil, reason: "-bye all")), ("/ali list", .alias(name: nil, text: nil)),
            ("/msg -sBNC help", .message(target: "-sBNC", text: "help")),
        ] as [(String, SlashCommand)])
    func `A habit does what it does elsewhere`(input: String, command: SlashCommand) {
        #expect(Self.command(input) == command)
    }

    @Test(
        arguments: [
            ("/highlight whale", "/set mentions"), ("/hilight whale", "/set mentions"),
            ("/filter add x", "/events none"),
            ("/nicklist", "F8"), ("/bar toggle nicklist", "F8"), ("/log", "/search"), ("/LOG x", "--export-log"),
            ("/reopen", "/join"), ("/unquery", "/close"), ("/url", "Shift-Up"), ("/key", "/set keys"),
            ("/bind", "/set keys"),
            ("/say hello", "//"), ("/plugin list", "/alias"), ("/window left", "/buffer"), ("/window 0", "/buffer"),
            ("/buffer list", "/buffer"), ("/ignore #home JOINS PARTS QUITS", "/events none"),
            ("/ignore bob joins", "/events none"), ("/mute joins", "/events none"), ("/network add far", "/server add"),
            ("/server add", "/server add name host"), ("/server add far", nil), ("/alias add", "/alias name text"),
            ("/alias add hug", "/alias name text"), ("/lastlog -clear", "/search"), ("/server del far", "/close"),
            ("/mute joins", "/mute alone"), ("/notify bob", "/friend nick"), ("/notify -list", "all, mentions or none"),
            ("/events foo", "smart, all or none"), ("/unnotify", "/friend -nick"),
        ] as [(String, String?)])
    func `A habit that is nothing here is answered with what is`(input: String, words: String?) {
        guard let words else { return #expect(Self.command(input) == .connect("far")) }
        #expect(Self.reason(input)?.contains(words) == true, "\(Self.reason(input) ?? "taken")")
    }

    @Test func `Every command that is named to people exists`() {
        for row in ForeignCommand.all {
            for name in row.commands { #expect(SlashCommandTable.standard.entries.contains { $0.name == name }) }
            let words = row.names.map { ForeignCommand.meaning(of: $0, arguments: "", channelTypes: "#") }
            for case .answer(let text)? in words {
                let named = text.matches(of: #/(?:^| )\/([a-z]+)/#).map { String($0.output.1) }
                for name in named {
                    #expect(SlashCommandTable.standard.entries.contains { $0.isCalled(name) }, "\(text)")
                }
            }
        }
        let names = ForeignCommand.all.flatMap(\.names)
        #expect(Set(names).count == names.count)
    }

    @Test func `An alias of the person's own goes before a habit`() throws {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/alias add grep /me greps for $1") == .done)
        #expect(talk.session.aliases.names == ["grep"])
        talk.enter("/grep tea")
        #expect(talk.sent().last?.contains("ACTION greps for tea") == true)
    }

    @Test(arguments: [
        "/lo", "/logi", "/reg", "/ope root", "/kickb bob", "/unb bob", "/deo bob", "/ren x", "/ig bob", "/inv bob",
        "/kno #a", "/unig bob",
    ]) func `No command that asks for a password or acts on people is shortened`(input: String) {
        #expect(Self.reason(input)?.hasPrefix("This command is not shortened: write /") == true)
    }

    @Test(
        arguments: [
            ("/bann", nil), ("/kcik", nil), ("/bam", nil), ("/plugim", nil), ("/wim", nil), ("/xin", nil),
            ("/jon", "join"),
            ("/serach x", "search"), ("/qerry", nil), ("/discomect", "disconnect"), ("/discomec", nil),
            ("/dicomec", nil), ("/a", "could"), ("/tipic", "topic"),
        ] as [(String, String?)]) func `A guess is near, and never at somebody's expense`(input: String, guess: String?)
    {
        let reason = Self.reason(input)
        switch guess {
        case nil: #expect(reason?.contains("/help lists") == true, "\(reason ?? "taken")")
        case "could": #expect(reason?.contains("could be") == true)
        case let name?: #expect(reason?.hasSuffix("Did you mean /\(name)?") == true, "\(reason ?? "taken")")
        }
    }

    @Test(arguments: [
        ("/unmute now", "It takes no arguments. Usage: /unmute"),
        ("/whois bob carol", "These are too many words. Usage: /whois [nick]"),
        ("/nick a b", "These are too many words. Usage: /nick name"),
        ("/ban bob carol", "These are too many words. Usage: /ban [room] [nick or mask]"),
    ]) func `Words that would be thrown away are refused`(input: String, reason: String) {
        #expect(Self.reason(input) == reason)
    }

    @Test func `Options of a network are understood, and others are named`() throws {
        let target = try ConnectTarget("far.test/7002 -autoconnect -network far -notls")
        #expect(target.host == "far.test" && target.port == 7002 && target.name == "far")
        #expect(target.isForEveryStart && target.usesTLS == false)
        let plain = try ConnectTarget("far.test")
        #expect(plain.name == nil && !plain.isForEveryStart && plain.usesTLS == nil)
        for text in ["far.test -password=x", "far.test -network", "far.test -network a/b", "-auto"] {
            #expect(throws: SlashCommandError.self) { try ConnectTarget(text) }
        }
        let longest = String(repeating: "n", count: 64)
        #expect(try ConnectTarget("far.test -network \(longest)").name == longest)
        #expect(throws: SlashCommandError.self) { try ConnectTarget("far.test -network \(longest)n") }
    }

    @Test func `A password in an alias is seen behind a verb, too`() {
        #expect(PasswordMasking.containsPassword("/alias add in /msg NickServ identify pencil", to: ""))
        #expect(PasswordMasking.containsPassword("/log pencil and", to: ""))
        #expect(!PasswordMasking.containsPassword("/alias add hug /me hugs", to: ""))
    }

    @Test func `Help tells of a habit`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/help lastlog") == .done)
        #expect(talk.lines().last?.contains("/search text") == true)
        #expect(talk.enter("/help nicklist") == .done)
        #expect(talk.lines().last?.contains("F8") == true)
        #expect(SlashCommandTable.standard.missing(from: "/log", channelTypes: "#") == nil)
    }

    @Test(arguments: [
        "/join -libera #room", "/j -libera #room", "/joi -libera #room", "/join -server libera #room",
        "/part -libera #room", "/leave -libera #room bye", "/msg -libera NickServ identify pencil",
        "/m -server libera NickServ identify pencil", "/msg -noswitch -server libera NickServ identify pencil",
        "/query -libera bob", "/notice -libera bob hello",
    ]) func `A network cannot be named before the target`(input: String) {
        #expect(Self.reason(input)?.contains("is for the network on the screen") == true)
        #expect(Self.reason(input)?.contains("pencil") == false)
        #expect(PasswordMasking.containsPassword(input, to: "") == input.contains("pencil"))
        #expect(!PasswordMasking.mayBeSaved(input, in: ""))
    }

    @Test func `The example of a name that is cut short works`() throws {
        let line = try #require(TestSession.inChannel().session.commandList.first { $0.contains("cut short") })
        let example = try #require(line.firstMatch(of: #/\((/[a-z]+)\)/#)).output.1
        #expect(Self.command(example + " whale") == .search("whale"))
    }

    @Test func `Help tells of what a name means in other programs, and not of ours that begins so`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter("/help log") == .done)
        #expect(talk.lines().last?.contains("/search WORD") == true)
        #expect(talk.enter("/help logi") == .done)
        #expect(talk.lines().last?.contains("/login [account]") == true)
        #expect(talk.enter("/help notify") == .done)
        #expect(talk.lines().last?.contains("/notify [all|mentions|none]") == true)
    }
}
