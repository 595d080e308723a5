import Chat
import Protocol
import Testing

@testable import Exchange

/// Events as lines of JSON.
@Suite struct EventJSONTests {
    private static func fold(_ name: String) -> FoldedName { Casemapping.ascii.fold(name) }

    private static let full = Event(
        number: EventNumber(rawValue: 1 << 51), time: Timestamp(milliseconds: 1_800_000_000_123), kind: .message,
        source: "Ada!a@b", account: "Ada",
        conversations: [.channel(fold("#Den")), .between(fold("bob"), fold("Ada"))], target: "#Den", subject: "x",
        text: Bytes("two\nlines"),
        tags: [Tag("+draft/reply", "abc"), Tag("+draft/reply", ""), Tag("draft/relaymsg", "b")])

    private func text(_ event: Event) -> String {
        var text: [UInt8] = []
        event.json.serialize(into: &text)
        return text[...].text
    }

    private func event(_ json: String) throws -> Event {
        try Event(json: try #require(JSONParser.parse(Bytes(json))))
    }

    @Test func `A line says every field, in the order of the page`() {
        let members = [
            ##""msgid":"m672jxbim8","time":"2027-01-15T08:00:00.123Z","kind":"message","source":"Ada!a@b""##,
            ##""account":"Ada","in":["#den",["ada","bob"]],"target":"#Den","subject":"x","text":"two\nlines""##,
            ##""tags":[["+draft/reply","abc"],["+draft/reply",""],["draft/relaymsg","b"]]"##,
        ]
        #expect(text(Self.full) == "{\(members.joined(separator: ","))}")
    }

    @Test(arguments: Event.Kind.allCases) func `Every kind comes back, full and bare`(kind: Event.Kind) throws {
        var full = Self.full
        full.kind = kind
        #expect(try event(text(full)) == full)
        let bare = Event(
            number: EventNumber(rawValue: 1), time: .earliest, kind: kind, source: "irc.test", conversations: [],
            target: "")
        #expect(try event(text(bare)) == bare)
    }

    @Test func `What is no text comes back, too`() throws {
        var odd = Self.full
        odd.text = [0x01, 0xFF, 0x00, 0x0A, 0xC3]
        odd.conversations = [
            .channel(Casemapping.ascii.fold([0x23, 0xFE])), .between(Casemapping.ascii.fold([0xFD]), Self.fold("a")),
        ]
        #expect(try event(text(odd)) == odd)
    }

    @Test func `An empty word is not one that is missing`() throws {
        var empty = Self.full
        (empty.account, empty.subject) = ("", "")
        #expect(try event(text(empty)) == empty)
    }

    @Test(arguments: [
        (#""msgid":"m672jxbim8""#, #""msgid":"M672JXBIM8""#, "'msgid' cannot be read"),
        (#""msgid":"m672jxbim8""#, #""msgid":"0""#, "'msgid' cannot be read"),
        (#""msgid":"m672jxbim8""#, #""msgid":12"#, "'msgid' cannot be read"),
        (#""msgid":"m672jxbim8","#, "", "'msgid' is missing"),
        (#"2027-01-15T08:00:00.123Z"#, "2027-02-30T08:00:00.123Z", "'time' cannot be read"),
        (#""kind":"message""#, #""kind":"Message""#, "'kind' cannot be read"),
        (#""kind":"message""#, #""kind":1"#, "'kind' cannot be read"),
        (##""in":["#den",["ada","bob"]]"##, ##""in":["#den","#DEN"]"##, "'in' cannot be read"),
        (##""in":["#den",["ada","bob"]]"##, #""in":[["ada"]]"#, "'in' cannot be read"),
        (##""in":["#den",["ada","bob"]]"##, ##""in":"#den""##, "'in' cannot be read"),
        (##""target":"#Den","##, "", "'target' is missing"),
        (#"["+draft/reply","abc"]"#, #"["+draft/reply"]"#, "'tags' cannot be read"),
        (#"["+draft/reply","abc"]"#, #"["+draft/reply",null]"#, "'tags' cannot be read"),
        (#""text":"two\nlines""#, #""text":{"base64":"*"}"#, "'text' cannot be read"),
        (#""source":"Ada!a@b""#, #""source":"Ada!a@b","source":"x""#, "a name stands twice"),
    ]) func `A line that is not as the page says is refused, with the reason`(good: String, bad: String, reason: String)
    {
        let whole = text(Self.full)
        #expect(whole.contains(good))
        #expect(throws: JSONFault(reason)) { try event(whole.replacing(good, with: bad)) }
    }

    @Test func `What a later program tells beside the rest is passed over`() throws {
        #expect(try event(text(Self.full).dropLast() + #","later":{"a":[1]}}"#) == Self.full)
    }
}
