import Protocol
import Testing

@testable import Client

@Suite struct IncomingMessageTests {
    @Test func `What is said goes where it was said`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# STATUSMSG=@+ PREFIX=(ov)@+")
        talk.hear(
            ":bob!b@h PRIVMSG #HOME :to all", ":bob!b@h PRIVMSG @#home :to operators", ":bob!b@h PRIVMSG ada :to you",
            ":bob!b@h NOTICE #home :note", ":irc.test NOTICE ada :from the server",
            ":Serv!s@h NOTICE ada :from a service")
        #expect(
            talk.lines().suffix(3) == ["message bob: to all", "message bob: to operators", "notice bob: note"])
        #expect(talk.lines("bob") == ["message bob: to you"])
        #expect(talk.lines("").suffix(2) == ["notice irc.test: from the server", "notice Serv: from a service"])
    }

    @Test(arguments: [
        ("ada: hi", true), ("hi ADA", true), ("hi, ada!", true), ("adamant", false), ("canada", false),
        ("ada_ hi", false),
        ("see <ada>", true), ("éada", false), ("", false), ("ad", false), ("ada-ada ada", true),
        // Punctuation, blanks and signs of any kind.
        ("ada’s", true), ("“ada”", true), ("«ada»", true), ("wait…ada", true), ("so—ada", true), ("[ada] hi", true),
        ("`ada`", true), ("{ada}", true), ("|ada|", true), ("^ada", true), ("hi -ada", true), ("好，ada。", true),
        ("「ada」", true), ("\u{A0}ada\u{A0}", true), ("🦗ada🦗", true), ("ada❤\u{FE0F}", true), ("adaʼs", true),
        ("¿ada?", true), ("ada\u{200E}: hi", true), ("ada\u{200B}x", true),
        // Letters of scripts that need no blank between.
        ("adaさん", true), ("ねえadaアダ", true), ("我和ada说", true), ("ada야", true), ("adaครับ", true),
        // Other words and other nicks.
        ("ada\u{301}", false), ("adaé", false), ("adaя", false), ("ada２", false), ("a\u{301}ada", false),
        ("ada2", false),
        // Emphasis with `_`, as many on either side.
        ("_ada_", true), ("hi __ada__!", true), ("__ada_", false), ("x_ada_", false), ("_ada_x", false),
        ("ada_", false),
        ("________ada________", true), ("_________ada_________", false),
        // Addresses, hosts and rooms call nobody.
        ("https://x.org/ada", false), ("https://x.org/ada and ada", true), ("see www.ada.org", false),
        ("ada.example.org", false), ("x.ada.example.org", false), ("ada.Thanks", true), ("x.y.ada", true),
        ("ada... well", true), ("at x.org, ada.", true), ("#ada", false), ("join ##ada", false), ("&ada", false),
        ("bob&ada", true), ("\u{2}https://x.org/\u{2}ada", false), ("é https://é.org/ada", false), ("# ada", true),
        ("ada[m]", false), ("ada|away", false), ("x-ada", false), ("ada-x", false), ("ada`_", false), ("_ada", false),
        ("ada\u{200C}x", false), ("ａada", false),
        // Formatting parts nothing and hides nothing.
        ("\u{3}04ada\u{3}", true), ("\u{2}ada\u{2}: hi", true), ("a\u{2}d\u{2}a", true), ("\u{4}ff0000ada", true),
        ("x\u{2}ada", false), ("ada\u{F}x", false), ("\tada", true),
    ]) func `One is mentioned as a word`(text: String, isMention: Bool) {
        #expect(NameMatcher(name: "ada", casemapping: .ascii).isMentioned(in: Bytes(text)) == isMention)
    }

    @Test(arguments: [
        ("élan", "ÉLAN!", true), ("Élan", "vive l’e\u{301}lan", true), ("élan", "élans", false),
        ("élan", "elan", false),
        ("жук", "Жук, привет", true), ("жук", "жуки", false), ("ΣΟΦΟΣ", "σοφος", true), ("straße", "STRASSE", true),
        ("小明", "小明你好", true), ("小明", "你好小明", true), ("小明", "小明_", false), ("さくら", "さくらちゃん", true),
        ("アダ", "アダさん", true), ("アダ", "アダム", false), ("アダ", "マアダ", false), ("철수", "철수야", true), ("철수", "김철수", false),
        ("สมชาย", "คุณสมชายครับ", true), ("🦗", "a🦗b", true), ("né[x]", "NÉ[X] hi", true), ("é", "", false),
        ("é", "e", false),
        ("小明", "https://x.org/小明", false), ("小明", "https://x.org/小明 小明", true), ("小明", "#小明", false),
        ("小明", "_小明_", true), ("élan", "www.x.org/élan", false), ("c++", "C++ is", true), ("c++", "c++x", false),
        ("new york", "NEW YORK!", true), ("小明", "\u{3}4小\u{2}明", true),
    ]) func `A word is found whatever its letters and their case`(word: String, text: String, isMention: Bool) {
        #expect(NameMatcher(name: word, casemapping: .ascii).isMentioned(in: Bytes(text)) == isMention)
    }

    @Test func `Who is called by a name is told by the server's casemapping alone`() {
        #expect(NameMatcher(name: "ada[]", casemapping: .rfc1459).matches(Bytes("ADA{}")))
        #expect(NameMatcher(name: "ada[]", casemapping: .rfc1459).isMentioned(in: Bytes("hi ADA{}!")))
        #expect(!NameMatcher(name: "é", casemapping: .ascii).matches(Bytes("É")))
        #expect(!NameMatcher(name: "é", casemapping: .ascii).matches(Bytes("e\u{301}")))
    }

    /// Each is looked through once.
    @Test(arguments: ["ada", "é", "aé"]) func `However long a line is, it is soon looked through`(name: String) {
        for text in [
            "adax", "x" + name, "a\u{301}", name + "_", "\u{3}1" + name + "1", name + "\u{200D}x",
            "https://x.org/\(name) ", "#\(name) ",
        ] {
            let long = Bytes(String(repeating: text, count: 20_000))
            #expect(!NameMatcher(name: name, casemapping: .ascii).isMentioned(in: long), "\(text)")
        }
    }

    @Test func `Unread and mentions are counted where one does not look`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h PRIVMSG #home :seen")
        talk.readAll()
        #expect(talk.buffer("#home")?.unread == 0)
        talk.session.setVisible(.server)
        talk.hear(":bob!b@h PRIVMSG #home :one", ":bob!b@h PRIVMSG #home :ada two", ":bob!b@h JOIN #home")
        #expect(talk.buffer("#home")?.unread == 2)
        #expect(talk.buffer("#home")?.mentions == 1)
        let place = talk.buffer("#home")?.firstUnread
        #expect(place.flatMap { talk.buffer("#home")?.scrollback[$0]?.text } == "one")
        talk.session.setVisible(talk.session.buffers.id(named: "#home"))
        #expect(talk.buffer("#home")?.unread == 2)
        talk.readAll()
        #expect(talk.buffer("#home")?.unread == 0)
        #expect(talk.buffer("#home")?.mentions == 0)
    }

    @Test func `A service's notice is news in the server's buffer, the server's own are not`() {
        var talk = TestSession.inChannel()
        talk.hear(":irc.test NOTICE ada :scanned", ":NickServ!s@services NOTICE ada :Log in, please")
        #expect(talk.buffer("")?.unread == 1)
    }

    @Test func `A mention rings once, and none that is played back does`() {
        var talk = TestSession.inChannel()
        talk.hear(
            ":bob!b@h PRIVMSG #home :ada?", ":s BATCH +h chathistory #home", "@batch=h :bob!b@h PRIVMSG #home :ada!",
            ":s BATCH -h")
        #expect(talk.actions.filter { if case .mention = $0 { true } else { false } }.count == 1)
        #expect(talk.lines().last == "message bob: ada!")
    }

    @Test func `Played back comings and goings change nobody`() {
        var talk = TestSession.inChannel()
        talk.hear(
            ":s BATCH +h chathistory #home", "@batch=h :bob!b@h PART #home", "@batch=h :ada!a@h PART #home",
            ":s BATCH -h")
        #expect(talk.members() == "@bob +cara ada")
    }

    @Test func `Old encodings are read as Latin-1`() {
        var talk = TestSession.inChannel()
        talk.hear(bytes: Array(":bob!b@h PRIVMSG #home :caf".utf8) + [0xE9, 0x0D, 0x0A])
        #expect(talk.lines().last == "message bob: café")
    }

    @Test func `CTCP is answered to persons, a few at a time`() {
        var talk = TestSession.inChannel()
        for _ in 0..<10 { talk.hear(":eve!e@h PRIVMSG ada :\u{1}VERSION\u{1}") }
        #expect(talk.sent() == Array(repeating: "NOTICE eve :\u{1}VERSION \(GrilloVersion.software)\u{1}", count: 4))
        talk.now = talk.now.advanced(bySeconds: 4)
        talk.hear(":eve!e@h PRIVMSG ada :\u{1}PING 12 34\u{1}", ":eve!e@h PRIVMSG #home :\u{1}VERSION\u{1}")
        #expect(talk.sent() == ["NOTICE eve :\u{1}PING 12 34\u{1}"])
    }

    @Test func `Errors stand in the buffer they concern`() {
        var talk = TestSession.inChannel()
        talk.enter("/query bob hi")
        talk.hear(":s 401 ada bob :No such nick/channel", ":s 482 ada #home :You're not channel operator")
        #expect(talk.lines("bob").last == "error : Nobody here is called bob: /names lists who is in a room.")
        #expect(
            talk.lines().last
                == "error : Only an operator of #home may do that: ask bob.")
        talk.enter("/nick zoe", in: "bob")
        talk.hear(":s 433 ada zoe :Nickname is already in use.")
        #expect(
            talk.lines("bob").last
                == "error : zoe is taken: your nick stays ada. If it is yours, /login zoe takes it back.")
        talk.hear(":s 499 ada strange :Something new")
        #expect(talk.lines("bob").last == "error : strange: Something new.")
    }

    @Test func `An invitation is a mention`() {
        var talk = TestSession.inChannel()
        talk.hear(":bob!b@h INVITE ada #secret")
        #expect(talk.lines().last == "invite bob: has invited ada to #secret")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\u{3}04,12b\u{3}c\u{2}d\u{F}", "abcd"), ("\u{1B}[31mred", "\u{FFFD}[31mred"),
        ("a\u{202E}b", "ab"), ("tab\there", "tab here"), ("\u{4}ff00ffx", "x"), ("\u{4}ada: hi", "ada: hi"),
        ("\u{4}ff00ff,00ff00x\u{4}12345y", "x12345y"), ("\u{3},5x", ",5x"),
        ("漢👍", "漢👍"),
    ]) func `What may be drawn is harmless`(text: String, drawn: String) {
        #expect(DrawableText.plain(text) == drawn)
    }
}
