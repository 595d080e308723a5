import Chat
import Protocol
import Testing

@testable import Exchange

/// The records that may come in, at the edges of each bound. A file may hold anything.
@Suite struct RecordCheckTests {
    private static let now = ImportedRecord.moment(100)

    private func refusal(_ record: ImportedRecord, of format: ImportFormat = .grillo) -> String? {
        do {
            _ = try RecordCheck(now: Self.now).event(record, of: format)
            return nil
        } catch {
            return error.reason
        }
    }

    private func refusal(_ change: (inout ImportedRecord) -> Void) -> String? {
        var record = ImportedRecord.said("hi", at: 1)
        change(&record)
        return refusal(record)
    }

    @Test func `A time is of the past, and not of before 1970`() {
        #expect(refusal { $0.time = Self.now } == nil)
        #expect(refusal { $0.time = Self.now.advanced(byMilliseconds: 1) } == "its time is still to come")
        #expect(refusal { $0.time = Timestamp(milliseconds: 1) } == nil)
        #expect(refusal { $0.time = Timestamp(milliseconds: 0) } == "its time is before 1970")
    }

    @Test func `A message of which nothing can be taken is not one that was redacted`() {
        #expect(refusal(.said("", at: 1)) == nil)
        #expect(refusal(.said("", at: 1), of: .weechat) == "nothing of it can be taken")
        #expect(
            refusal(.said("", at: 1, kind: .tagMessage, tags: [Protocol.Tag("a=b", "")]))
                == "nothing of it can be taken")
        #expect(refusal(.said("", at: 1, kind: .topic), of: .weechat) == nil)
    }

    @Test func `Words are words, and no longer than a log takes`() {
        for word in ["", ":a", "a b", "a\nb", "a\u{0}", String(repeating: "x", count: 513)] {
            #expect(refusal { $0.source = word } != nil)
            #expect(refusal { $0.target = word } != nil)
            #expect(refusal { $0.subject = word } != nil)
            guard word != ":a" else { continue }
            #expect(refusal { $0.conversations = [.channel(FoldedName(folded: "#" + word))] } != nil)
        }
        let longest = String(repeating: "x", count: 512)
        #expect(refusal { ($0.source, $0.target, $0.subject) = (longest, longest, longest) } == nil)
    }

    @Test func `A conversation has a name as a log has it`() {
        func channel(_ name: String) -> Conversation { .channel(FoldedName(folded: name)) }
        func direct(_ one: String, _ other: String) -> Conversation {
            .direct(FoldedName(folded: one), FoldedName(folded: other))
        }
        for wrong in [
            channel("a"), channel("#"), channel("#A"), channel("#a,b"), channel("#a\u{200B}"), channel("#pаypal"),
            direct("b", "a"), direct("#a", "ada"), direct("a!b", "ada"), direct("*", "ada"), direct("a,b", "ada"),
        ] {
            #expect(refusal { $0.conversations = [wrong] } == "there is no such room")
        }
        #expect(refusal { $0.conversations = [direct("ada", "ada")] } == nil)
        #expect(refusal { $0.conversations = [] } != nil)
        #expect(refusal { $0.conversations = [channel("#a"), channel("#b")] } != nil)
        func quit(in count: Int) -> String? {
            var record = ImportedRecord.said("bye", at: 1, kind: .quit)
            record.conversations = (0..<count).map { channel("#\($0)") }
            return refusal(record)
        }
        #expect(quit(in: 1) == nil && quit(in: RecordCheck.mostConversations) == nil)
        #expect(quit(in: RecordCheck.mostConversations + 1) != nil)
    }

    @Test(
        arguments: [
            // In a room: the name that it has now.
            (["#den"], "ada", nil, "#Den", "#Den"), (["#den"], "ada", nil, "#ops", "#den"),
            (["#den"], "ada", nil, "bob", "#den"),
            // In a talk: whichever side it did not come from.
            (["ada", "bob"], "Ada!u@h", nil, "Bob", "Bob"), (["ada", "bob"], "ada", nil, "#ops", "bob"),
            (["ada", "bob"], "ada", nil, "ada", "bob"), (["ada", "bob"], "bob", nil, "eve", "ada"),
            (["ada", "bob"], "ada_", "Ada", "bob", "bob"), (["ada", "bob"], "ada", "bob", "ada", "ada"),
            (["ada", "bob"], "ada", "eve", "bob", "bob"), (["ada", "ada"], "ada", nil, "ada", "ada"),
            (["ada", "bob"], "eve", nil, "bob", nil), (["ada", "bob"], "eve", "mallory", "bob", nil),
        ] as [([String], String, String?, String, String?)])
    func `What is said is addressed to those who remember it`(
        names: [String], source: String, side: String?, target: String, expected: String?
    ) throws {
        var record = ImportedRecord.said("hi", at: 1)
        let folded = names.map { Casemapping.ascii.fold($0) }
        record.conversations = [names.count == 1 ? .channel(folded[0]) : .between(folded[0], folded[1])]
        (record.source, record.side, record.target) = (source, side, target)
        guard let expected else { return #expect(refusal(record) == "whoever did it has no part in the talk") }
        #expect(try RecordCheck(now: Self.now).event(record, of: .grillo).target == expected)
    }

    @Test func `A text has lines only where a message has, and no other ends of lines`() {
        #expect(refusal { $0.text = Bytes("a\nb") } == nil)
        #expect(refusal { $0.text = Bytes("a\rb") } != nil)
        #expect(refusal { $0.text = Bytes("a\u{0}b") } != nil)
        #expect(refusal(.said("a\nb", at: 1, kind: .topic)) != nil)
    }

    @Test(arguments: [(Event.Kind.message, 16_384), (.notice, 16_384), (.topic, 512), (.join, 512)])
    func `A text is cut where it is longer than anybody could say it`(_ kind: Event.Kind, _ limit: Int) {
        for excess in 0...1 {
            let record = ImportedRecord.said(String(repeating: "x", count: limit + excess), at: 1, kind: kind)
            let (shortened, loss) = RecordCheck.shortened(record)
            #expect(shortened.text.count == limit)
            #expect(loss == (excess == 0 ? nil : "longer than \(limit) bytes: cut there"))
        }
    }

    @Test func `A message has a hundred lines at most`() {
        for count in [1, 99, 100, 101, 5000] {
            let lines = (0..<count).map { "\($0 % 10)" }
            let (record, loss) = RecordCheck.shortened(.said(lines.joined(separator: "\n"), at: 1))
            #expect(record.text.text == lines.prefix(100).joined(separator: "\n"))
            #expect(loss == (count > 100 ? "longer than 100 lines: cut there" : nil))
        }
    }

    @Test(arguments: [Event.Kind.kick, .nick, .redaction]) func `What is about something says about what`(
        _ kind: Event.Kind
    ) {
        #expect(refusal(.said("", at: 1, kind: kind)) == "what it is about is missing")
        #expect(refusal(.said("", at: 1, kind: kind, subject: "bob")) == nil)
    }

    @Test func `No file can say what only a server says`() throws {
        let tags = [
            Protocol.Tag("+draft/reply", "x"), Protocol.Tag("msgid", "1"), Protocol.Tag("account", "root"),
            Protocol.Tag(Event.relayTag, "bridge"),
            Protocol.Tag(Event.importedTag, "irssi"), Protocol.Tag("+a;b", "x"), Protocol.Tag("", "x"),
        ]
        let check = RecordCheck(now: Self.now)
        let record = ImportedRecord.said("hi", at: 1, tags: tags)
        let own = [
            Protocol.Tag("+draft/reply", "x"), Protocol.Tag(Event.relayTag, "bridge"),
            Protocol.Tag(Event.importedTag, "irssi"),
        ]
        #expect(try check.event(record, of: .grillo).tags == own)
        #expect(try check.event(record, of: .ergo).tags == [own[0], Protocol.Tag(Event.importedTag, "ergo")])
        let odd = ImportedRecord.said("hi", at: 1, tags: [Protocol.Tag(Event.importedTag, "root")])
        #expect(try check.event(odd, of: .grillo).tags == [Protocol.Tag(Event.importedTag, "grillo")])
        #expect(try check.event(odd, of: .grillo).account == nil)
    }

    @Test func `Tags are as long as a line takes`() {
        func tags(_ bytes: Int) -> [Protocol.Tag] { [Protocol.Tag("+a", String(repeating: "x", count: bytes - 4))] }
        #expect(refusal { $0.tags = tags(RecordCheck.longestTags + 1) } == nil)
        #expect(refusal { $0.tags = tags(RecordCheck.longestTags + 2) } == "its tags are longer than 4094 bytes")
        // On the wire each space is two bytes.
        func spaces(_ count: Int) -> [Protocol.Tag] { [Protocol.Tag("+ab", String(repeating: " ", count: count))] }
        #expect(refusal { $0.tags = spaces(2045) } == nil && refusal { $0.tags = spaces(2046) } != nil)
        // What the server adds does not count.
        #expect(refusal { $0.tags = tags(4095) + [Protocol.Tag(Event.relayTag, "bridge")] } == nil)
    }

    @Test func `What was redacted bears no tag, so that nothing of it is left`() throws {
        let event = try RecordCheck(now: Self.now).event(.said("", at: 1), of: .grillo)
        #expect(event.isBlank)
    }
}
