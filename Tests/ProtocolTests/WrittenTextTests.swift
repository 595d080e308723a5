import Basics
import Protocol
import Testing

/// What people write: its formatting, its dangers, and the addresses in it.
@Suite struct WrittenTextTests {
    private func shown(_ text: String) -> String {
        StyledText.runs(of: text).map { run in
            var marks = ""
            if run.style.isBold { marks += "b" }
            if run.style.isItalic { marks += "i" }
            if run.style.isUnderlined { marks += "u" }
            if run.style.isStruck { marks += "s" }
            if run.style.isMonospace { marks += "m" }
            if run.style.isReversed { marks += "r" }
            if case .indexed(let number)? = run.style.foreground { marks += "\(number)" }
            if case .indexed(let number)? = run.style.background { marks += ",\(number)" }
            if case .rgb(let r, let g, let b)? = run.style.foreground { marks += "#\(r).\(g).\(b)" }
            return "<\(marks)>\(run.text)"
        }.joined()
    }

    @Test(arguments: [
        ("plain", "<>plain"), ("", ""), ("\u{2}", ""),
        ("a\u{2}b\u{1D}c\u{2}d\u{F}e", "<>a<b>b<bi>c<i>d<>e"),
        ("\u{1F}u\u{1F}\u{1E}s\u{1E}\u{11}m\u{11}\u{16}r", "<u>u<s>s<m>m<r>r"),
        ("\u{3}4red\u{3}04,12both\u{3}none", "<4>red<4,12>both<>none"),
        ("\u{3}5,x", "<5>,x"), ("\u{3},5x", "<>,5x"), ("\u{3}123", "<12>3"), ("\u{3}98x\u{3}99y", "<98>x<>y"),
        ("\u{4}ff0010x\u{4}y", "<#255.0.16>x<>y"), ("\u{4}ff00x", "<>ff00x"),
        ("a\u{2}\u{2}b", "<>ab"), ("a\u{1B}b\u{202E}c\td\ne", "<>a\u{FFFD}bc d\ne"),
        ("\u{2}漢👩‍👩‍👧", "<b>漢👩‍👩‍👧"),
    ]) func `Formatting becomes runs of one style`(text: String, runs: String) {
        #expect(shown(text) == runs)
    }

    @Test(arguments: [
        0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
    ]) func `What only turns text takes no place and turns nothing`(value: UInt32) {
        let scalar = Unicode.Scalar(value) ?? " "
        #expect(DrawableText.plain("a\(scalar)b") == "ab" && DrawableText.plain("\(scalar)") == "")
        #expect(shown("\u{2}a\(scalar)b\u{2}\(scalar)c") == "<b>ab<>c")
    }

    @Test func `A separator of lines is a blank, and other controls are seen`() {
        #expect(DrawableText.plain("a\u{2028}b\u{2029}c\td") == "a b c d")
        #expect(DrawableText.plain("a\u{7}\u{9B}\u{FFF9}b") == "a\u{FFFD}\u{FFFD}\u{FFFD}b")
    }

    @Test func `The runs of any text, joined, are its plain text`() {
        var random = SplitMix64(seed: 9)
        let pieces = ["\u{2}", "\u{3}", "\u{4}", "\u{F}", "1", "12", ",", "ff00ff", "é\u{301}", "👍🏽", "\u{1B}", "a"]
        for _ in 0..<2000 {
            let text = (0..<12).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let runs = StyledText.runs(of: text)
            #expect(runs.allSatisfy { !$0.text.isEmpty })
            #expect(runs.map(\.text).joined() == DrawableText.plain(text))
        }
    }

    @Test func `Every colour has a value`() {
        for number in UInt8.min...UInt8.max { _ = TextColor.indexed(number).rgb }
        #expect(TextColor.indexed(52).rgb == (255, 0, 0))
        #expect(TextColor.indexed(98).rgb == (255, 255, 255))
    }

    @Test(arguments: [
        ("see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]),
        ("(http://a.b/c_(d)) and www.x.org, too", ["http://a.b/c_(d)", "www.x.org"]),
        ("<https://a.b/>;https://c.d/…", ["https://a.b/", "https://c.d/"]),
        ("HTTPS://A.B no://thing www.", ["HTTPS://A.B"]), ("xhttps://a.b mailto:a@b.c", ["mailto:a@b.c"]),
        ("https://", []), ("e.g. nothing", []), ("https://例え.jp/道 x", ["https://例え.jp/道"]),
        ("https://a.b/\u{3}4x", ["https://a.b/"]),
        // Punctuation of scripts without blanks ends one, whatever follows.
        ("看https://a.b/c。好", ["https://a.b/c"]), ("https://a.b/c，很好", ["https://a.b/c"]),
        ("（见https://a.b/c）然后", ["https://a.b/c"]), ("「https://a.b」と", ["https://a.b"]),
        ("【https://a.b/】", ["https://a.b/"]), ("https://a.b/c！？", ["https://a.b/c"]),
        ("https://a.b\u{3000}c", ["https://a.b"]),
        ("https://a.b/c、https://d.e", ["https://a.b/c", "https://d.e"]),
        ("https://a.b؟ https://c.d،", ["https://a.b", "https://c.d"]),
        ("https://a.b/c—d", ["https://a.b/c"]), ("https://zh.w.org/甲（乙）", ["https://zh.w.org/甲（乙）"]),
        ("https://ja.w.org/ジョン・レノン・", ["https://ja.w.org/ジョン・レノン"]), ("https://a.b/c।", ["https://a.b/c"]),
        // One begins behind any sign, and behind letters that are no part of a scheme.
        ("a,https://b.c", ["https://b.c"]), ("见www.a.b", ["www.a.b"]), ("end.https://a.b", ["https://a.b"]),
        ("-https://a.b", ["https://a.b"]), ("_https://a.b", ["https://a.b"]), ("=https://a.b|", ["https://a.b"]),
        ("[x](https://a.b/c)d", ["https://a.b/c"]), ("git+https://a.b", []), ("x@www.a.b", []), ("foo.www.a.b", []),
        // Brackets and bars are of it where they stand inside.
        ("https://a.b/{id}/c|d", ["https://a.b/{id}/c|d"]), ("{https://a.b/{c}}", ["https://a.b/{c}"]),
        ("|https://a.b|c.d|", ["https://a.b|c.d"]), ("http://[::1]:80/", ["http://[::1]:80/"]),
        ("https://a.b/c(", ["https://a.b/c"]),
        ("https://a.b/c^d", ["https://a.b/c^d"]), ("`https://a.b`", ["https://a.b"]),
        ("‘https://a.b/’", ["https://a.b/"]),
        ("https://a.b/Foo–Bar’s", ["https://a.b/Foo–Bar’s"]), ("https://a.b/\u{200B}c", ["https://a.b/"]),
        ("https://a.b/\u{202E}c", ["https://a.b/"]),
        ("Www.A.b WWW.c.d www.nothing www..x", ["Www.A.b", "WWW.c.d"]), ("www.пример.рф!", ["www.пример.рф"]),
        ("https://пример.рф/путь.", ["https://пример.рф/путь"]),
        ("mailto:a@b.c, xmpp:a@b.c", ["mailto:a@b.c", "xmpp:a@b.c"]),
        // Signs that no address has, and those that stand around one.
        ("https://a.b→c", ["https://a.b"]), ("│https://a.b/│", ["https://a.b/"]), ("https://a.b/▸", ["https://a.b/"]),
        ("https://a.b｜https://c.d＋e", ["https://a.b", "https://c.d"]), ("https://a.b/＞＝￥", ["https://a.b/"]),
        ("https://a.b/🎉", ["https://a.b/"]), ("https://a.b/👨‍👩‍👧!", ["https://a.b/"]),
        ("https://a.b/🦗/c", ["https://a.b/🦗/c"]), ("https://a.b/20° x", ["https://a.b/20"]),
        ("https://a.b/Mentha_×_piperita", ["https://a.b/Mentha_×_piperita"]),
        ("_https://a.b/c_ ~https://d.e~", ["https://a.b/c", "https://d.e"]), ("https://a.b/c_", ["https://a.b/c_"]),
        ("https://a.b,https://c.d;www.e.f|mailto:g@h", ["https://a.b", "https://c.d", "www.e.f", "mailto:g@h"]),
        ("https://a.b/1,2;3|4", ["https://a.b/1,2;3|4"]),
        // Arrows, marks and dashes, emoji or not.
        ("https://a➡https://b", ["https://a", "https://b"]), ("https://a.b▶c", ["https://a.b"]),
        ("https://a.b⬅y", ["https://a.b"]), ("https://a.b↗y", ["https://a.b"]), ("https://a.b✔y", ["https://a.b"]),
        ("https://a.b㊗y", ["https://a.b"]), ("https://a.b⚠y", ["https://a.b"]), ("https://a.b―y", ["https://a.b"]),
        ("https://a.b⸺y", ["https://a.b"]), ("https://a.b‐y", ["https://a.b"]), ("https://a.b－y", ["https://a.b"]),
        ("https://a.b＿y", ["https://a.b"]), ("https://a.b–y", ["https://a.b"]), ("www.a.b–y", ["www.a.b"]),
        ("https://a.b/תל־אביב", ["https://a.b/תל־אביב"]),
        // An emoji that is a part of a host's name.
        ("https://i❤.ws", ["https://i❤.ws"]), ("see https://i❤️.ws/x!", ["https://i❤️.ws/x"]),
        ("www.i❤.ws.", ["www.i❤.ws"]),
        ("https://☃.net/", ["https://☃.net/"]), ("https://a.☃.net", ["https://a.☃.net"]),
        ("https://➡.ws/x", ["https://➡.ws/x"]),
        ("https://i❤❤u.ws", ["https://i❤❤u.ws"]), ("https://a.b❤ c.d", ["https://a.b"]),
        ("https://a.b❤.", ["https://a.b"]),
        ("https://a.b➡c.d", ["https://a.b"]), ("https://a.b/c❤d.e", ["https://a.b/c"]),
        ("https://a.b▶c.d", ["https://a.b"]),
        // Where another begins, unless it is what the first is about.
        ("https://a&https://b", ["https://a", "https://b"]), ("https://a*https://b", ["https://a", "https://b"]),
        ("https://a!https://b", ["https://a", "https://b"]),
        ("https://a.orghttps://b", ["https://a.org", "https://b"]),
        ("https://a.b/好https://c", ["https://a.b/好", "https://c"]),
        ("https://a.b-irc://c", ["https://a.b", "irc://c"]),
        ("https://a.b/https://c", ["https://a.b/https://c"]), ("https://a.b?u=https://c", ["https://a.b?u=https://c"]),
        ("https://a.b/?https://c", ["https://a.b/?https://c"]), ("https://a.b/#https://c", ["https://a.b/#https://c"]),
        ("https://a.b/?u%3Dhttps://c", ["https://a.b/?u%3Dhttps://c"]),
        ("https://a.b/git+https://c", ["https://a.b/git+https://c"]),
        ("https://a.b/xirc://c", ["https://a.b/xirc://c"]),
    ]) func `Addresses are found`(text: String, links: [String]) {
        #expect(LinkFinder.ranges(in: text).map { String(text[$0]) } == links)
    }

    @Test func `An address without a scheme gets one, in capitals too`() {
        #expect(LinkFinder.target("Www.A.b") == "https://Www.A.b" && LinkFinder.target("www.a.b") == "https://www.a.b")
        #expect(LinkFinder.target("HTTPS://A.b") == "HTTPS://A.b")
    }

    @Test(arguments: [
        "www.x/", "www.", "https://", "https://)", "http://a{", "www.a（", "（", "www.a-", "mailto:(", "h", "https:/",
        "www.._", "www..é", "www._", "www.é", "www.-.", "mailto:;", "https://,", "_www._",
        "www.❤", "https://❤a", "❤www.", "https://i❤.",
    ])
    func `However long a line is, its addresses are soon found`(piece: String) {
        #expect(LinkFinder.ranges(in: String(repeating: piece, count: 50_000) + ".").count <= 50_000)
    }

    /// Anybody in a room can send these; each is looked at once.
    @Test(arguments: [")", "]", ")]", ".)", "]!"]) func `Any number of brackets behind an address is not of it`(
        _ brackets: String
    ) {
        let many = String(repeating: brackets, count: 100_000)
        let text = "see http://x.test/(a)[b]\(many)"
        #expect(LinkFinder.ranges(in: text).map { String(text[$0]) } == ["http://x.test/(a)[b]"])
    }
}
