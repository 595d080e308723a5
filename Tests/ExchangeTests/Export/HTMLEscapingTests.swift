import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// Nothing that people write becomes markup, wherever it stands on the page.
@Suite struct HTMLEscapingTests {
    private typealias Events = ExportedEvents

    /// Words that have got into pages elsewhere. <https://owasp.org/www-community/xss-filter-evasion-cheatsheet>
    static let attacks = [
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "\" onfocus=\"alert(1)\" autofocus=\"",
        "<svg/onload=alert(1)>", "<svg><script>alert&#40;1)</script>", "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<a href=\"javascript:alert(1)\">x</a>", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "<style>*{display:none}</style>",
        "</style><script>alert(1)</script>", "<meta http-equiv=refresh content=0>", "<base href=//x>", "<!--", "-->",
        "--!><script>alert(1)</script>", "<![CDATA[<script>alert(1)</script>]]>", "</title><script>alert(1)</script>",
        "</p></section></main><script>alert(1)</script>", "<plaintext>", "<xmp>", "<noscript><p title=\"</noscript>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>",
        "<input autofocus onfocus=alert(1)>", "<form action=javascript:alert(1)><input type=submit>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&amp;lt;", "&", "<", ">", "\"", "'", "`", "=",
        "<\u{0}script>alert(1)</script>", "<scr\u{2}ipt>alert(1)</scr\u{2}ipt>", "\u{3}4<b>\u{3}", "+ADw-script+AD4-",
        "\u{FEFF}<script>", "＜script＞alert(1)＜/script＞", "<ſcript>alert(1)</ſcript>", "\u{2028}<script>\u{2029}",
        "\u{202E}>tpircs<", "<script\n>alert(1)</script\n>", "{{7*7}}${7*7}", "\\\"><script>alert(1)</script>",
    ]

    /// Each place in which words of others can stand.
    static func page(saying words: String) -> String {
        let answer = [Tag("+draft/reply", Events.msgid(1))]
        let events = [
            Events.event(1, .message, words), Events.event(2, .message, "a", by: words),
            Events.event(3, .notice, words, by: words),
            Events.event(4, .message, "\u{1}ACTION \(words)\u{1}", by: words),
            Events.event(5, .join, words, by: words, account: words, target: words),
            Events.event(6, .part, words, by: words, target: words), Events.event(7, .quit, words, by: words),
            Events.event(8, .kick, words, by: words, subject: words), Events.event(9, .topic, words, by: words),
            Events.event(10, .mode, words, by: words), Events.event(11, .nick, words, by: words, subject: words),
            Events.event(12, .redaction, words, by: words, subject: Events.msgid(1)),
            Events.event(13, .redaction, words, by: words, subject: words),
            Events.event(14, .tagMessage, by: words, tags: [Tag("+draft/react", words + "!")] + answer),
            Events.event(15, .tagMessage, by: words, tags: [Tag("+draft/unreact", words + "!")] + answer),
            Events.event(16, .message, "a", tags: [Tag("+draft/reply", words), Tag(words, words)]),
        ]
        return Events.written(events, by: HistoryHTML(timeZone: .gmt), name: words, topic: words)
    }

    @Test(arguments: attacks) func `An attack is words like any other`(attack: String) {
        let page = WrittenPage(Self.page(saying: attack))
        #expect(page.isWellFormed)
        #expect(page.strangeTags == [])
        let line = attack.split(separator: "\n").first.map(String.init) ?? ""
        #expect(page.holds(DrawableText.plain(line)))
    }

    @Test func `Words that are no link and in one style leave the page's elements as they are`() {
        let colours = /class="n[0-9]+"/
        func elements(_ words: String) -> [String] {
            WrittenPage(Self.page(saying: words)).tags.map { tag in
                tag.replacing(colours, with: "").replacing(/data-(by|react|untake|gone)="[^"]*"/, with: "")
            }
        }
        let plain = elements("plain words")
        #expect(plain.count > 100)
        for attack in Self.attacks where StyledText.runs(of: attack).allSatisfy({ $0.style == .plain }) {
            // A message of NUL or of nothing would be blank; none of these is.
            #expect(elements(attack) == plain, "\(attack)")
        }
    }

    @Test func `Text that hurts is words like any other, and whole`() {
        #expect(TortureTexts.all.count > 40)
        for text in TortureTexts.all {
            let page = WrittenPage(Self.page(saying: text))
            #expect(page.isWellFormed, "\(text.prefix(40))")
            #expect(page.strangeTags == [], "\(text.prefix(40))")
            let words = CTCP(parsing: Bytes(text))?.text ?? text
            #expect(page.holds(DrawableText.plain(words)), "\(text.prefix(40))")
        }
    }

    @Test func `The head of a page is the same, whatever it is called`() {
        for attack in Self.attacks {
            let head = Self.page(saying: attack).split(separator: "<body>")[0]
            let title = head.split(separator: "<title>")[1].split(separator: "</title>")[0]
            #expect(!title.contains("<") && !title.contains(">"), "\(attack)")
        }
    }

    @Test(arguments: [
        ("https://example.org/?a=1&b=\"2\"", "https://example.org/?a=1&amp;b="),
        ("https://example.org/'x'y", "https://example.org/&#39;x&#39;y"),
        ("https://example.org/é", "https://example.org/%C3%A9"), ("www.example.org", "https://www.example.org"),
        ("\u{2}https://exa\u{2}mple.org/", "https://example.org/"),
    ]) func `A link leads where it says`(text: String, address: String) {
        let page = Self.page(saying: text)
        #expect(page.contains("<a href=\"\(address)\">"))
        #expect(WrittenPage(page).strangeTags == [] && WrittenPage(page).isWellFormed)
    }
}
