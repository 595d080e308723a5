import Testing

@testable import Client

/// Which lines hold a password, whoever asks for it.
@Suite struct PasswordMaskingTests {
    @Test(arguments: [
        ("NickServ", "identify pencil", "identify ••••••"), ("nickserv", "IDENTIFY ada pencil", "IDENTIFY ••••••"),
        ("NickServ@services.example.net", "id pencil", "id ••••••"),
        ("NickServ", "/identify pencil", "identify ••••••"),
        ("NickServ", "register pencil a@b", "register ••••••"), ("NickServ", "ghost bob pencil", "ghost bob ••••••"),
        ("NickServ", "set password pencil", "set password ••••••"), ("NickServ", "setpass ada x y", "setpass ••••••"),
        ("AuthServ", "auth ada pencil", "auth ••••••"), ("AuthServ@Services.GameSurge.net", "pass a b", "pass ••••••"),
        ("Q@CServe.quakenet.org", "AUTH ada pencil", "AUTH ••••••"), ("Q", "newpass a b b", "newpass ••••••"),
        ("X@channels.undernet.org", "login ada pencil", "login ••••••"), ("X", "login a b", "login ••••••"),
        ("ChanServ", "identify #a pencil", "identify #a ••••••"),
        ("ChanServ", "register #a pencil a room", "register #a ••••••"),
        ("*controlpanel", "Set Password ada pencil", "Set Password ••••••"),
        ("*controlpanel", "AddUser ada pencil", "AddUser ada ••••••"), ("*sasl", "set ada pencil", "set ••••••"),
        ("*nickserv", "Set pencil", "Set ••••••"),
        ("*status", "AddServer irc.example.org +6697 pencil", "AddServer irc.example.org +6697 ••••••"),
        ("*status", "LoadMod nickserv pencil", "LoadMod nickserv ••••••"),
        ("&bitlbee", "identify pencil", "identify ••••••"), ("&bitlbee", "root: register pencil", "register ••••••"),
        ("&bitlbee", "account add jabber a@b pencil", "account add jabber a@b ••••••"),
        ("&bitlbee", "account 0 set password pencil", "account 0 set password ••••••"),
        ("root", "account jabber set password pencil", "account jabber set password ••••••"),
        ("BouncerServ", "sasl set-plain ada pencil", "sasl set-plain ••••••"),
        ("BouncerServ", "network create -addr a -pass pencil", "network create ••••••"),
        ("BouncerServ", "user create -username a -password pencil", "user create ••••••"),
        ("BouncerServ", "network quote net PRIVMSG NickServ :identify pencil", "network quote net PRIVMSG ••••••"),
        ("BouncerServ", "network quote net PASS pencil", "network quote net PASS ••••••"),
        ("*send_raw", "server ada net PRIVMSG NickServ :identify pencil", "server ada net PRIVMSG ••••••"),
        ("*send_raw", "current NS identify pencil", "current NS ••••••"),
        ("*admin", "adduser bob pencil", "adduser bob ••••••"), ("*bnc", "adduser bob pencil", "adduser bob ••••••"),
        ("*bnc", "addnetwork name=a password=pencil", "addnetwork ••••••"),
        ("*bnc", "changenetwork a password=pencil", "changenetwork ••••••"),
        ("-sBNC", "set password pencil", "set ••••••"), ("-psyBNC", "password pencil", "password ••••••"),
        ("&bitlbee", "account set 0/password pencil", "account set 0/password ••••••"),
        ("&bitlbee", "otr smp bob pencil", "otr smp bob ••••••"), ("&control", "identify pencil", "identify ••••••"),
        ("@&bitlbee", "identify pencil", "identify ••••••"), ("bob,NickServ", "identify pencil", "identify ••••••"),
    ])
    func `What stands before a password is shown, and no more`(service: String, said: String, shown: String) {
        #expect(PasswordMasking.masked(said, to: service) == shown)
        #expect(PasswordMasking.containsPassword("/msg \(service) \(said)", to: "#home"))
        #expect(PasswordMasking.containsPassword("/quote PRIVMSG \(service) :\(said)", to: ""))
        #expect(PasswordMasking.containsPassword(said, to: service))
        #expect(!PasswordMasking.mayBeSaved("/msg \(service) \(said)", in: "#home"))
        #expect(!PasswordMasking.mayBeSaved(said, in: service))
    }

    @Test(arguments: [
        ("ChanServ", "REGISTER #room"), ("ChanServ", "op #room ada"), ("NickServ", "ghost bob"), ("NickServ", "help"),
        ("NickServ", "info ada"), ("*status", "listnetworks"), ("*controlpanel", "listusers"), ("&bitlbee", "blist"),
        ("&bitlbee", "account list"), ("&bitlbee", "account 0 on"), ("BouncerServ", "network status"),
        ("bob", "identify x"), ("x", "pass me the salt"),
        ("BouncerServ", "network quote net PRIVMSG bob :identify x"), ("*send_raw", "server ada net JOIN #a"),
        ("*send_raw", "current PASS"), ("&local", "id say so"), ("&bitlbee", "account set 0/nick x"),
        ("#services", "identify x"), ("*status", "AddServer irc.example.org"),
        ("&bitlbee", "register before Friday"), ("&bitlbee", "identify the bird, please"),
        ("&bitlbee", "drop by later"),
        ("&local", "register before Friday"), ("&bitlbee", "root: register before Friday"), ("&bitlbee", "register"),
        ("&bitlbee", "set password tomorrow then"), ("&bitlbee", "I did identify it"),
        ("&bitlbee", "account add jabber"),
    ])
    func `What holds no password is shown whole`(service: String, said: String) {
        #expect(PasswordMasking.masked(said, to: service) == nil)
    }

    @Test(arguments: [
        ("register pencil", "register ••••••"), ("identify ada pencil", "identify ••••••"),
        ("drop pencil", "drop ••••••"),
        ("identify -force pencil", "identify ••••••"), ("register \"two words\"", "register ••••••"),
        ("register 'two more words'", "register ••••••"), ("identify \"never closed at all", "identify ••••••"),
        ("account add jabber a@b pencil srv", "account add jabber a@b ••••••"),
        ("set password pencil", "set password ••••••"),
    ]) func `BitlBee's commands are masked where its bot is, and talk is where it is not`(said: String, shown: String) {
        for (channel, members, isMasked) in [
            ("&bitlbee", "ada @root", true), ("&gateway", "ada @root bob", true), ("&gateway", "ada @bob", false),
            ("&gateway", "ada", true),
        ] {
            var talk = TestSession.inChannel(isupport: "CHANTYPES=#& PREFIX=(ohv)@%+")
            talk.hear(":ada!a@h JOIN \(channel)", ":s 353 ada = \(channel) :\(members)", ":s 366 ada \(channel) :End")
            talk.enter(said, in: channel)
            let lines = talk.lines(channel).filter { $0.contains("message ada") }
            #expect(lines == ["~message ada: \(isMasked ? shown : said)"], "\(channel) \(members)")
            let id = talk.session.buffers.id(named: channel) ?? .server
            #expect(talk.session.containsPassword(said, in: id) == isMasked)
            // To disk it goes in no case.
            #expect(
                !PasswordMasking.mayBeSaved(said, in: channel)
                    && !PasswordMasking.mayBeSaved("/msg \(channel) \(said)", in: "#home"))
        }
    }

    @Test func `Until the server has told who is in a room, BitlBee's bot may be there`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=#& PREFIX=(ohv)@%+")
        talk.hear(":ada!a@h JOIN &gateway", ":bob!b@h JOIN &gateway", ":cara!c@h JOIN &gateway")
        let id = talk.bufferID("&gateway")
        #expect(talk.session.containsPassword("identify ada pencil", in: id))
        talk.hear(":s 353 ada = &gateway :ada bob cara", ":s 366 ada &gateway :End")
        #expect(!talk.session.containsPassword("identify ada pencil", in: id))
    }

    @Test func `Talk in a local room is shown whole, and a draft of it kept`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=#& PREFIX=(ohv)@%+")
        talk.hear(":ada!a@h JOIN &local", ":s 353 ada = &local :ada bob", ":s 366 ada &local :End")
        for said in ["register before Friday", "register tomorrow", "identify yourself", "drop it"] {
            talk.enter(said, in: "&local")
            #expect(talk.lines("&local").last == "~message ada: \(said)")
        }
        #expect(PasswordMasking.mayBeSaved("see you on Friday", in: "&local"))
        #expect(!PasswordMasking.mayBeSaved("see you on Friday", in: "&bitlbee"))
    }

    @Test(arguments: [
        "/msg NickServ identify x", "/MSG nickserv IDENTIFY x", "/m NickServ id x", "/notice nickserv identify x",
        "/query NickServ identify x", "/quote NickServ identify x", "/raw NS identify x", "/quote PASS x",
        "/quote :ada PRIVMSG NickServ :identify x", "/raw oper a b", "/quote authenticate x", "/oper ada x",
        "/ns identify x",
        "/nickserv identify x", "/identify x", "/id x", "/pass x", " /msg NickServ identify x",
        "/quote ZNC loadmod sasl x",
        "/login ada x", "/register ada a@b x", "/quote webirc x",
    ])
    func `In every spelling a password is not kept`(input: String) {
        #expect(PasswordMasking.containsPassword(input, to: "#home"))
        #expect(!PasswordMasking.mayBeSaved(input, in: "#home"))
    }

    @Test(arguments: [
        "/join #room key", "/mode +k key", "/raw JOIN #room key", "/cs op", "/msg *status listnetworks",
        "/join grillo://example.org/?invite=abc", "/msg lambda ident x", "/msg limnoria identify ada x",
        "/msg lambda op x", "/query lambda auth x", "/notice lambda .pass x", "/msg -sBNC help",
    ])
    func `A key or an invitation is not written down, nor a command that nobody knows, nor what is said to a service`(
        input: String
    ) {
        #expect(!PasswordMasking.mayBeSaved(input, in: "#home"))
    }

    @Test func `What would be a password for a bot is not written down when it is typed to one person`() {
        #expect(
            !PasswordMasking.mayBeSaved("ident x", in: "lambda")
                && !PasswordMasking.mayBeSaved("login ada x", in: "lambda"))
        #expect(PasswordMasking.mayBeSaved("ident", in: "lambda") && PasswordMasking.mayBeSaved("ident x", in: "#home"))
    }

    @Test(arguments: [
        "hello", "/me waves", "/join #room", "//slash", "/topic new", "/msg bob hello", "/mode +m", "/whois bob",
    ])
    func `Everything else is`(input: String) {
        #expect(PasswordMasking.mayBeSaved(input, in: "#home"))
        #expect(!PasswordMasking.containsPassword(input, to: "#home"))
    }

    @Test func `A blank before the slash sends no password to everybody`() {
        var talk = TestSession.inChannel()
        #expect(talk.enter(" /msg NickServ identify pencil") != .done)
        #expect(talk.enter(" /me and other slashes") == .done)
        #expect(talk.sent() == ["PRIVMSG #home : /me and other slashes"])
    }

    @Test(arguments: [
        "/server add libera far.test/6697 -sasl_password=pencil", "/server add libera -sasl_password=pencil",
        "/SERVER add far.test -sasl_password=pencil", "/connect far.test -password pencil",
        "/network add -sasl_password pencil", "/network add libera far.test pencil", "/networks -pass pencil",
        "/connect far.test 6697 pencil", "/server far.test 6697 pencil", "/server add far.test 6697 pencil",
        "/connect -network far far.test 6697 pencil", "/fset server.password pencil", "/FSET Server.Password pencil",
        "/set irc.server.libera.sasl_password pencil", "/server modify libera -password=pencil",
    ]) func `A password where other programs have it is neither kept for recall nor saved`(input: String) {
        #expect(PasswordMasking.containsPassword(input, to: ""))
        #expect(!PasswordMasking.mayBeSaved(input, in: ""))
        if case .failure(let error) = SlashCommandTable.standard.parse(input, channelTypes: "#") {
            #expect(!error.reason.contains("pencil"))
        }
    }

    @Test(arguments: [
        "/connect far.test 6697", "/connect -network far far.test 6697", "/connect far.test 6697 -network far -tls",
        "/server add far far.test/6697 -autoconnect", "/networks", "/fset theme dark", "/set server.password",
    ]) func `A line without one is kept, however other programs write it`(input: String) {
        #expect(!PasswordMasking.containsPassword(input, to: "") && PasswordMasking.mayBeSaved(input, in: ""))
    }

    @Test(arguments: ["-sasl_password=pencil", "-password:pencil", "-=pencil"])
    func `Of an unknown option only its name is said again`(option: String) throws {
        let error = #expect(throws: SlashCommandError.self) { try ConnectTarget("far.test \(option)") }
        #expect(try #require(error).reason.contains("pencil") == false)
    }
}
