import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Exchange

/// A history as a page for a browser.
@Suite struct HistoryHTMLTests {
    private typealias Events = ExportedEvents

    private func page(_ events: Event..., in timeZone: TimeZone = .gmt, topic: String? = nil) -> String {
        Events.written(events, by: HistoryHTML(timeZone: timeZone), topic: topic)
    }

    /// The paragraphs of the lines, without the time and what all have.
    private func lines(_ events: Event...) -> [String] {
        Events.written(events, by: HistoryHTML(timeZone: .gmt)).split(separator: "\n")
            .filter { $0.hasPrefix("<p id=") }
            .map { String($0).replacing("<time>18:00</time>", with: "").replacing("</p>", with: "") }
    }

    private func between(_ start: String, _ end: String, in text: String) throws -> String {
        let from = try #require(text.firstRange(of: start)).upperBound
        let rest = text[from...]
        return String(rest[..<(try #require(rest.firstRange(of: end)).lowerBound)])
    }

    // MARK: The page

    @Test(arguments: [("style", "style-src"), ("script", "script-src")])
    func `The policy allows what the page has, and nothing else`(element: String, directive: String) throws {
        let page = page(Events.event(1, .message, "a"))
        let content = try between("<\(element)>", "</\(element)>", in: page)
        let hash = Data(ReferenceHash.sha256(Array(content.utf8))).base64EncodedString()
        let policy = try between("Content-Security-Policy\" content=\"", "\"", in: page)
        #expect(policy.contains("\(directive) 'sha256-\(hash)'"), "HTMLPage.\(element)Hash is to be \"\(hash)\"")
        #expect(policy.hasPrefix("default-src 'none'; "))
        #expect(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("*"))
    }

    @Test func `The page loads nothing, and its script makes no markup`() {
        let page = page(Events.event(1, .message, "a"))
        let loaders = [
            "src=", "@import", "url(", "<link", "innerHTML", "outerHTML", "insertAdjacent", "eval(", "fetch(",
        ]
        #expect(loaders.filter { page.contains($0) } == [])
        #expect(!page.contains(#/\bon[a-z]+=/#))
        #expect(page.matches(of: /<script/).count == 1 && page.matches(of: /<style/).count == 1)
    }

    @Test func `The page says what it is of, when it was made and whose times it tells`() throws {
        let rome = try #require(TimeZone(identifier: "Europe/Rome"))
        let page = page(in: rome, topic: "see https://example.org")
        #expect(page.contains("<title>#Den</title>") && page.contains("<h1>#Den</h1>"))
        #expect(page.contains("<p>see <a href=\"https://example.org\">https://example.org</a></p>"))
        #expect(
            page.contains("Written by Grillo 1.2.3 on Monday 30 November 2026 at 19:00. All times are of Europe/Rome."))
        #expect(page.hasSuffix("</html>\n"))
    }

    @Test func `A day has a heading, by the clock of the time zone`() throws {
        var late = Events.event(1, .message, "a")
        late.time = try #require(Timestamp(iso8601: "2026-11-30T23:59:59Z"))
        var later = Events.event(2, .message, "b")
        later.time = try #require(Timestamp(iso8601: "2026-12-01T00:00:00Z"))
        #expect(page(late, later).matches(of: /<h2>/).count == 2)
        let rome = try #require(TimeZone(identifier: "Europe/Rome"))
        #expect(page(late, later, in: rome).matches(of: /<h2>Tuesday 1 December 2026<\/h2>/).count == 1)
    }

    @Test(arguments: [(0, 0), (1, 1), (64, 1), (65, 2), (128, 2)])
    func `Lines stand in sections of one size`(lines: Int, sections: Int) {
        let events = (0..<lines).map { Events.event(Int64($0) + 1, .message, "a") }
        let page = Events.written(events, by: HistoryHTML(timeZone: .gmt))
        #expect(page.matches(of: /<section>/).count == sections && page.matches(of: /<\/section>/).count == sections)
        #expect(page.matches(of: /<p id="m-/).count == lines)
    }

    // MARK: The lines

    @Test func `A message is its nick in its colour, and its words`() {
        let colour = NickColors.index(of: Casemapping.ascii.fold("bo"), among: NickColors.onDark.count)
        let nick = "<b class=\"n\(colour)\">"
        #expect(
            lines(
                Events.event(35, .message, "a < b\nc"), Events.event(36, .message, "\u{1}ACTION waves\u{1}"),
                Events.event(37, .notice, "psst")) == [
                    "<p id=\"m-z\">\(nick)bo</b><span>a &lt; b",
                    "<p id=\"m-10\"><b>*</b><span>\(nick)bo</b> waves</span>",
                    "<p id=\"m-11\" class=\"o\">\(nick)-bo-</b><span>psst</span>",
                ])
    }

    @Test func `Comings and goings can be told from other news`() {
        #expect(
            lines(
                Events.event(1, .join, "Real Name"), Events.event(2, .part, "tea"), Events.event(3, .quit),
                Events.event(4, .nick, subject: "bob"), Events.event(5, .kick, "enough", subject: "ana"),
                Events.event(6, .mode, "+o ana"), Events.event(7, .topic, "one"), Events.event(8, .topic)) == [
                    "<p id=\"m-1\" class=\"j\"><b>→</b><span>bo joined</span>",
                    "<p id=\"m-2\" class=\"j\"><b>←</b><span>bo left (tea)</span>",
                    "<p id=\"m-3\" class=\"j\"><b>←</b><span>bo quit</span>",
                    "<p id=\"m-4\" class=\"j\"><b>·</b><span>bo is now called bob</span>",
                    "<p id=\"m-5\" class=\"k\"><b>←</b><span>bo kicked ana (enough)</span>",
                    "<p id=\"m-6\" class=\"k\"><b>·</b><span>bo set +o ana</span>",
                    "<p id=\"m-7\" class=\"k\"><b>·</b><span>bo set the topic: one</span>",
                    "<p id=\"m-8\" class=\"k\"><b>·</b><span>bo removed the topic</span>",
                ])
    }

    @Test func `What is told of an earlier line names it, and can be read where it is`() {
        let answer = Tag("+draft/reply", Events.msgid(36))
        #expect(
            lines(
                Events.event(1, .tagMessage, tags: [Tag("+draft/react", "👍"), answer]),
                Events.event(2, .tagMessage, tags: [answer, Tag("+draft/unreact", "👍")]),
                Events.event(3, .redaction, "spam", subject: Events.msgid(36))) == [
                    """
                    <p id="m-1" class="r" data-react="👍" data-by="bo" data-to="m-10"><b>·</b>\
                    <span>bo reacted with 👍</span>
                    """,
                    """
                    <p id="m-2" class="r" data-untake="👍" data-by="bo" data-to="m-10"><b>·</b>\
                    <span>bo took back 👍</span>
                    """,
                    """
                    <p id="m-3" class="r" data-gone="bo" data-to="m-10"><b>✗</b>\
                    <span>bo deleted a message<span> (spam)</span></span>
                    """,
                ])
        let reply = lines(Events.event(1, .message, "yes", tags: [answer]))
        #expect(reply[0].hasSuffix("<span><a class=\"q\" href=\"#m-10\">↳ an earlier message</a>yes</span>"))
    }

    @Test func `Nothing is left of what was redacted, and a tag without a meaning is no line`() {
        let lines = lines(
            Events.event(1), Events.event(2, .notice), Events.event(3, .tagMessage, tags: [Tag("+typing", "active")]),
            Events.event(4, .tagMessage, tags: [Tag("+draft/react", "👍"), Tag("+draft/reply", "no msgid")]))
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains(" class=\"x\"") && $0.hasSuffix("<span>✗ deleted</span>") })
    }

    // MARK: What people write

    @Test(arguments: [
        ("\u{2}a\u{2}b", "<span class=\"b \">a</span>b"),
        ("\u{2}\u{1D}\u{1F}\u{1E}\u{11}a", "<span class=\"b i u s m \">a</span>"),
        ("\u{3}4a\u{3}", "<span class=\"c f4 \">a</span>"),
        ("\u{3}4,98a", "<span class=\"c f4 h g98 \">a</span>"), ("\u{3}99a", "a"),
        ("\u{4}ff0000a", "<span class=\"c f4 \">a</span>"), ("\u{4}fe0101a", "<span class=\"c f4 \">a</span>"),
        ("\u{16}a", "<span class=\"v w \">a</span>"), ("\u{16}\u{3}4a", "<span class=\"v h g4 \">a</span>"),
        (
            "\u{2}see https://a.b/\u{2}c d",
            "<span class=\"b \">see </span><a href=\"https://a.b/c\"><span class=\"b \">https://a.b/</span>c</a> d"
        ),
    ]) func `Formatting is seen`(text: String, html: String) {
        #expect(lines(Events.event(1, .message, text))[0].hasSuffix("<span>\(html)</span>"))
    }

    @Test func `There is a class for each colour of a message and of a nick`() {
        let page = page()
        for number in 0..<TextColor.count {
            #expect(page.contains(".f\(number){--f:#") && page.contains(".g\(number){--g:#"))
        }
        #expect(NickColors.onLight.count == NickColors.onDark.count)
        for number in NickColors.onDark.indices { #expect(page.ranges(of: ".n\(number){color:#").count == 2) }
    }

    @Test(arguments: [Timestamp.earliest, .latest]) func `The edges of time are written`(time: Timestamp) {
        var event = Events.event(1, .message, "a")
        event.time = time
        #expect(page(event, in: TimeZone(secondsFromGMT: 50_400) ?? .gmt).contains("</time>"))
        #expect(page(event, in: TimeZone(secondsFromGMT: -43_200) ?? .gmt).contains("</time>"))
    }
}
