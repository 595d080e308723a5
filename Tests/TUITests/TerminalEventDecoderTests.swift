import TUI
import TestSupport
import Testing

/// What a terminal sends, and what it means. `␛` stands for the byte 1B.
@Suite struct TerminalEventDecoderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let bytes: [UInt8]
        let events: [TerminalEvent]

        init(_ text: String, _ events: TerminalEvent...) {
            bytes = Array(text.replacing("␛", with: "\u{1B}").utf8)
            self.events = events
        }

        var testDescription: String { String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "␛") }
    }

    static let cases: [Case] = [
        // Text.
        Case("a", .typed("a")), Case("é", .typed("é")), Case("漢🦗", .typed("漢"), .typed("🦗")),
        Case("e\u{301}", .typed("e"), .typed("\u{301}")),
        Case("\r", .key(.enter)), Case("\t", .key(.tab)), Case("\u{7F}", .key(.backspace)),
        Case("\u{3}", .key(.control("c"))),
        Case("\u{1F}", .key(.control("_"))), Case("\u{0}"), Case("\u{9B}"),
        // xterm, in both of its modes, and VT100.
        Case("␛[A", .key(.up)), Case("␛OB", .key(.down)), Case("␛[C␛OD", .key(.right), .key(.left)),
        Case("␛[H", .key(.home)), Case("␛OF", .key(.end)), Case("␛[5~␛[6~", .key(.pageUp), .key(.pageDown)),
        Case("␛[2~", .key(Key(.insert))), Case("␛[3~", .key(.delete)), Case("␛[Z", .key(Key(.tab, .shift))),
        Case("␛OP", .key(.function(1))), Case("␛OS", .key(.function(4))), Case("␛[15~", .key(.function(5))),
        Case("␛[21~␛[24~", .key(.function(10)), .key(.function(12))),
        Case("␛[1;5A", .key(.control(.up))), Case("␛[1;2D", .key(Key(.left, .shift))),
        Case("␛[3;5~", .key(.control(.delete))),
        Case("␛[1;8H", .key(Key(.home, [.shift, .alt, .control]))), Case("␛[1;2R", .key(Key(.function(3), .shift))),
        Case("␛OM", .key(.enter)), Case("␛Op␛Ox␛Ok", .typed("0"), .typed("8"), .typed("+")),
        Case("␛O5A", .key(.control(.up))),
        // VT220, rxvt and the console of Linux.
        Case("␛[1~", .key(.home)), Case("␛[4~", .key(.end)), Case("␛[7~␛[8~", .key(.home), .key(.end)),
        Case("␛[28~␛[34~", .key(.function(15)), .key(.function(20))),
        Case("␛[5^", .key(.control(.pageUp))), Case("␛[3$", .key(Key(.delete, .shift))),
        Case("␛[6@", .key(Key(.pageDown, [.control, .shift]))), Case("␛[a", .key(Key(.up, .shift))),
        Case("␛Od", .key(.control(.left))),
        Case("␛[[A", .key(.function(1))), Case("␛[[E", .key(.function(5))),
        // Alt.
        Case("␛x", .key(.alt("x"))), Case("␛é", .key(.alt("é"))), Case("␛\r", .key(.alt(.enter))),
        Case("␛\u{7F}", .key(.alt(.backspace))), Case("␛1", .key(.alt("1"))), Case("␛[1;3A", .key(.alt(.up))),
        Case("␛␛[A", .key(.alt(.up))), Case("␛␛OC", .key(.alt(.right))), Case("␛␛x", .key(.escape), .key(.alt("x"))),
        Case("␛␛[I", .key(.escape), .focus(true)), Case("␛␛[?1u", .key(.escape)),
        Case("␛␛[<2;1;1M", .key(.escape), .rightPress), Case("␛␛[<64;1;1M", .key(.escape), .mouse(.wheelUp, 0, 0)),
        Case("␛␛[200~a␛[201~", .key(.escape), .input(.paste("a"))), Case("␛[99999999u"), Case("␛[1114112u"),
        // Other ways to tell keys: kitty's, and xterm's modifyOtherKeys.
        Case("␛[97;5u", .key(.control("a"))), Case("␛[27u", .key(.escape)), Case("␛[13;3u", .key(.alt(.enter))),
        Case("␛[9;2u", .key(Key(.tab, .shift))), Case("␛[233u", .typed("é")), Case("␛[97:65;2u", .typed("A")),
        Case("␛[97;2;65u", .typed("A")), Case("␛[97;1:3u"), Case("␛[1;1:3A"), Case("␛[1;5:1A", .key(.control(.up))),
        Case("␛[97;9u"), Case("␛[57399u", .typed("0")), Case("␛[57419;5u", .key(.control(.up))), Case("␛[57441u"),
        Case("␛[27;5;99~", .key(.control("c"))), Case("␛[27;3;13~", .key(.alt(.enter))),
        Case("␛[97;69u", .key(.control("a"))),
        // The mouse, by SGR, by urxvt and as of old, with any modifiers.
        Case("␛[<64;10;5M", .mouse(.wheelUp, 9, 4)), Case("␛[<65;200;50M", .mouse(.wheelDown, 199, 49)),
        Case("␛[<68;1;1M", .mouse(.wheelUp, 0, 0)), Case("␛[<0;10;5M", .mouse(.press(.left), 9, 4)),
        Case("␛[<0;10;5m", .mouse(.release, 9, 4)), Case("␛[<1;1;1M␛[<18;1;1M", .middlePress, .rightPress),
        Case("␛[<32;300;2M", .mouse(.drag(.left), 299, 1)), Case("␛[<34;1;1M", .mouse(.drag(.right), 0, 0)),
        Case("␛[96;10;5M", .mouse(.wheelUp, 9, 4)), Case("␛[32;10;5M", .mouse(.press(.left), 9, 4)),
        Case("␛[35;10;5M", .mouse(.release, 9, 4)), Case("␛[64;10;5M", .mouse(.drag(.left), 9, 4)),
        Case("␛[M !!", .mouse(.press(.left), 0, 0)), Case("␛[M`!!", .mouse(.wheelUp, 0, 0)),
        Case("␛[M#!~x", .mouse(.release, 0, 93), .typed("x")), Case("␛[M !\rx", .key(.enter), .typed("x")),
        // What is beyond the third button, no place, or no report: it types nothing.
        Case("␛[<35;1;1M"), Case("␛[<66;1;1M"), Case("␛[<128;1;1M"), Case("␛[<64;1;1m"), Case("␛[<0;0;5M"),
        Case("␛[<32;-3;5M"), Case("␛[<0;5M"), Case("␛[<0;5;5;5M"), Case("␛[<M"), Case("␛[<0;10;5x"), Case("␛[32;10M"),
        Case("␛[31;10;5M"),
        Case("␛[<99999999999999999999;1;1M"), Case("␛[<0;99999999999;1M", .mouse(.press(.left), 9_999_999, 0)),
        // A column that the old form cannot tell.
        Case("␛[M \u{0}!x", .typed("x")), Case("␛[M !\u{0}x", .typed("x")),
        // Focus, pastes.
        Case("␛[I", .focus(true)), Case("␛[O", .focus(false)),
        Case("␛[200~one\rtwo␛[201~x", .input(.paste("one\rtwo")), .typed("x")),
        Case("␛[200~␛[A␛[20␛␛[201~", .input(.paste("\u{1B}[A\u{1B}[20\u{1B}"))),
        Case("␛[200~é漢␛[201~", .input(.paste("é漢"))), Case("␛[200~␛[201~"), Case("␛[201~"),
        // Answers, to questions of ours and of others.
        Case("␛]11;rgb:0000/0000/0000␛\\", .background(0)), Case("␛]11;rgb:00/00/00\u{7}", .background(0)),
        Case("␛]10;rgb:ff/ff/ff␛\\x", .typed("x")), Case("␛]52;c;\(String(repeating: "QUJD", count: 1000))␛\\"),
        Case("␛[?64;1;2c"), Case("␛[>41;354;0c"), Case("␛[0n"), Case("␛[12;40R"), Case("␛[?2026;2$y"), Case("␛[?1u"),
        Case("␛[8;24;80t"),
        Case("␛P>|XTerm(354)␛\\"), Case("␛P1+r4d73=1B␛\\x", .typed("x")), Case("␛_Gi=1;OK␛\\"), Case("␛^private␛\\"),
        Case("␛Xé✜␛\\"),
        // What nobody knows types nothing, and what stands behind it does.
        Case("␛[99~"), Case("␛[1;2;3;4q"), Case("␛[?25h"), Case("␛[E"), Case("␛OZ"), Case("␛[[Z"), Case("␛[ q"),
        Case("␛[\(String(repeating: "1;", count: 1000))Ax", .typed("x")),
        // A control character, or another Esc, ends what it stands in.
        Case("␛[1;5\u{3}", .key(.control("c"))), Case("␛[12\r", .key(.enter)), Case("␛[1␛[A", .key(.up)),
        Case("␛]11;rgb\u{3}x", .key(.control("c")), .typed("x")), Case("␛Pabc␛[B", .key(.down)),
        Case("␛[\(String(repeating: "1", count: 100))\u{3}", .key(.control("c"))),
        Case("␛O\r", .key(.alt("O")), .key(.enter)), Case("␛[\r", .key(.alt("[")), .key(.enter)),
        Case("␛[1é", .typed("é")),
    ]

    private func read(_ parts: [ArraySlice<UInt8>], every pause: Int64 = 0) -> [TerminalEvent] {
        var decoder = TerminalEventDecoder()
        var now: Int64 = 1_000_000
        var events: [TerminalEvent] = []
        for part in parts {
            events += decoder.feed(part, at: now)
            now += pause
            events += decoder.timePassed(at: now)
        }
        return events
    }

    @Test(arguments: cases) func `A sequence means one thing, however it is cut`(_ sample: Case) {
        let bytes = sample.bytes
        let drip = bytes.indices.map { bytes[$0...$0] }
        #expect(read([bytes[...]]) == sample.events)
        #expect(read(drip) == sample.events)
        #expect(read(drip, every: 30) == sample.events)
        for cut in bytes.indices.prefix(40) {
            #expect(read([bytes[..<cut], bytes[cut...]], every: 30) == sample.events)
        }
    }

    /// 8 bits of a byte that is no UTF-8: each is one sign for what cannot be read.
    @Test(
        arguments: [
            ([0xFF], 1), ([0xC3], 1), ([0xE2, 0x82], 1), ([0x80, 0x80], 2), ([0xC0, 0x41], 1), ([0xED, 0xA0, 0x80], 3),
            ([0xF5], 1),
        ] as [([UInt8], Int)]) func `Bytes that are no text are shown as such, and nothing is lost behind them`(
            bytes: [UInt8], signs: Int
        )
    {
        let text = bytes.filter { $0 < 0x80 }.map { TerminalEvent.typed(Unicode.Scalar($0)) }
        let expected = Array(repeating: TerminalEvent.typed("\u{FFFD}"), count: signs) + text + [.typed("z")]
        #expect(read([(bytes + [0x7A])[...]]) == expected)
        #expect(read((bytes + [0x7A]).map { [$0][...] }) == expected)
    }

    @Test func `Esc by itself acts after 50 milliseconds`() {
        var decoder = TerminalEventDecoder()
        #expect(decoder.deadline == nil)
        #expect(decoder.feed([0x1B], at: 1000) == [] && decoder.deadline == 1050)
        #expect(decoder.timePassed(at: 1049) == [])
        #expect(decoder.timePassed(at: 1050) == [.key(.escape)] && decoder.deadline == nil)
        #expect(decoder.feed([0x1B, 0x1B], at: 9000) == [])
        #expect(decoder.timePassed(at: 9050) == [.key(.escape), .key(.escape)])
        // Held.
        #expect(decoder.feed([0x1B, 0x1B, 0x1B], at: 20_000) == [.key(.escape)])
    }

    @Test func `Bytes that waited while the program was busy are still one key`() {
        var decoder = TerminalEventDecoder()
        #expect(decoder.feed([0x1B], at: 1000) == [])
        #expect(decoder.feed("[A".utf8, at: 1900) == [.key(.up)])
    }

    @Test(arguments: [
        "[A", "OA", "[1;5C", "[M !!", "[15~", "]11;rgb:0/0/0\u{7}", "P1+r\u{1B}\\", "[99~", "[[A",
    ])
    func `What completes a sequence within a second of its Esc is swallowed`(rest: String) {
        let isAnswer = rest.hasPrefix("]11")
        for (time, isSwallowed) in [(1060, true), (2000, true), (2001, false)] as [(Int64, Bool)] {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed([0x1B], at: 1000)
            #expect(decoder.timePassed(at: 1050) == [.key(.escape)])
            let events = decoder.feed(rest.utf8, at: time)
            if isSwallowed { #expect(events == (isAnswer ? [.background(0)] : [])) } else { #expect(!events.isEmpty) }
            #expect(decoder.feed("x".utf8, at: time) == [.typed("x")] || !isSwallowed)
        }
        var decoder = TerminalEventDecoder()
        _ = decoder.feed([0x1B], at: 1000)
        _ = decoder.timePassed(at: 1050)
        #expect(decoder.feed(Array(rest.utf8) + [0x1B, 0x5B, 0x42], at: 1060).last == .key(.down))
    }

    @Test(arguments: [
        "␛|[<0;10;5M", "␛[|<0;10;5m", "␛[<0;1|0;5M", "␛[<66;10;5|M", "␛[3|2;10;5M", "␛[|32;10;5M", "␛[M| !!", "␛[M |!!",
        "␛[M !|!",
    ])
    func `The rest of a report of the mouse is known for ten seconds, whatever stands behind it`(cut: String) throws {
        let parts = cut.replacing("␛", with: "\u{1B}").split(separator: "|")
        for (time, isSwallowed) in [(10_000, true), (10_001, false)] as [(Int64, Bool)] {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed(parts[0].utf8, at: 0)
            _ = decoder.timePassed(at: try #require(decoder.deadline))
            let events = decoder.feed("\(parts[1])hello".utf8, at: time)
            let isLetters = events.suffix(5) == "hello".unicodeScalars.map { .typed($0) }
            #expect(isLetters && (events.count == 5) == isSwallowed)
        }
    }

    @Test(arguments: [
        ("␛[", "Mary had"), ("␛[", "38;5;1m"), ("␛", "[38;5;1m"), ("␛", "[38;5;1M"), ("␛", "[Mary"), ("␛", "[M !!"),
    ]) func `What may have been typed is no rest of a report that was given up`(beginning: String, text: String) {
        var decoder = TerminalEventDecoder()
        _ = decoder.feed(beginning.replacing("␛", with: "\u{1B}").utf8, at: 0)
        _ = decoder.timePassed(at: 1000)
        #expect(decoder.feed(text.utf8, at: 4500) == text.unicodeScalars.map { .typed($0) })
    }

    @Test(arguments: ["", "\u{1B}[M#!!"])
    func `The old form is known without its first letter where nothing is behind it`(next: String) {
        for (time, isSwallowed) in [(10_000, true), (10_001, false)] as [(Int64, Bool)] {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed("\u{1B}[".utf8, at: 0)
            _ = decoder.timePassed(at: 1000)
            let events = decoder.feed("M !!\(next)".utf8, at: time)
            #expect(
                events.contains(.typed("M")) != isSwallowed && events.contains(.mouse(.release, 0, 0)) != next.isEmpty)
        }
    }

    @Test(arguments: ["␛[M", "␛[M !", "␛[<0;1", "␛["]) func `What is typed behind a report that breaks off acts`(
        beginning: String
    ) {
        for (typed, key) in [("\r", .enter), ("\u{3}", .control("c"))] as [(String, Key)] {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed(beginning.replacing("␛", with: "\u{1B}").utf8, at: 0)
            _ = decoder.timePassed(at: 1000)
            #expect(decoder.feed(typed.utf8, at: 1001) == [.key(key)])
        }
    }

    @Test(arguments: ["[", "O", "[ok]", "OK", "OH no", "Ok", "On", "Or", "[x", "[1", "]x", "x", "[\r", "Paul", "é"])
    func `What is typed after Esc is typed`(text: String) {
        var decoder = TerminalEventDecoder()
        _ = decoder.feed([0x1B], at: 1000)
        _ = decoder.timePassed(at: 1050)
        #expect(decoder.feed(text.utf8, at: 1100) == text.unicodeScalars.map { $0 == "\r" ? .key(.enter) : .typed($0) })
    }

    @Test func `A paste that begins late is a paste`() {
        var decoder = TerminalEventDecoder()
        _ = decoder.feed([0x1B], at: 1000)
        _ = decoder.timePassed(at: 1050)
        #expect(decoder.feed("[200~a\rb".utf8, at: 1100) == [])
        #expect(decoder.feed("c\u{1B}[201~".utf8, at: 1200) == [.input(.paste("a\rbc"))])
    }

    @Test func `A sequence is given up after a second, and Alt with its first letter acts then`() {
        for (bytes, events) in [
            ("[", [.key(.alt("["))]), ("O", [.key(.alt("O"))]), ("[1;", []), ("]11;rgb", []), ("[M!", []), ("[[", []),
            ("[\(String(repeating: "1", count: 200))", []),
        ] as [(String, [TerminalEvent])] {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed("\u{1B}\(bytes)".utf8, at: 1000)
            #expect(decoder.deadline == 2000 && decoder.timePassed(at: 1999) == [])
            #expect(decoder.timePassed(at: 2000) == events && decoder.deadline == nil)
            #expect(decoder.feed("x".utf8, at: 2001) == [.typed("x")])
        }
        // A letter that begins an answer is a key once nothing follows.
        for letter in "]P_^X".unicodeScalars {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed([0x1B, UInt8(letter.value)], at: 1000)
            #expect(decoder.timePassed(at: 1050) == [.key(.alt(letter))])
        }
    }

    @Test func `A paste that stalls is given as far as it came, goes on, and acts as nothing that is typed`() {
        var decoder = TerminalEventDecoder()
        _ = decoder.feed(Array("\u{1B}[200~one\r".utf8) + [0xC3], at: 1000)
        #expect(decoder.timePassed(at: 1300) == [.input(.paste("one"))])
        #expect(decoder.deadline == nil)
        #expect(decoder.feed([0xA9], at: 2999) == [])
        #expect(decoder.timePassed(at: 3299) == [.input(.paste("\ré"))])
        // A connection may stall for as long as it likes.
        #expect(decoder.feed(" half\rthird\r ".utf8, at: 60_000) == [])
        #expect(decoder.timePassed(at: 60_300) == [.input(.paste(" half\rthird\r "))])
        #expect(decoder.feed("\r".utf8, at: 90_000) == [] && decoder.feed("x\u{1B}[201~y".utf8, at: 90_001).count == 2)
    }

    @Test(
        arguments: [
            ("x", [.typed("x")]), ("é", [.typed("é")]), ("\u{3}", [.key(.control("c"))]), ("\u{1B}[A", [.key(.up)]),
        ] as [(String, [TerminalEvent])])
    func `A key by itself after two seconds ends a paste whose end is lost`(text: String, events: [TerminalEvent]) {
        for (time, isKey) in [(2999, false), (3000, true)] as [(Int64, Bool)] {
            var decoder = TerminalEventDecoder()
            _ = decoder.feed("\u{1B}[200~one".utf8, at: 1000)
            #expect(decoder.timePassed(at: 1300) == [.input(.paste("one"))])
            #expect(decoder.feed(text.utf8, at: time) == (isKey ? events : []))
        }
        // Esc acts after its wait; and more than one key at once is pasted.
        var decoder = TerminalEventDecoder()
        _ = decoder.feed("\u{1B}[200~one".utf8, at: 1000)
        _ = decoder.timePassed(at: 1300)
        #expect(decoder.feed("xy".utf8, at: 5000) == [] && decoder.timePassed(at: 5300) == [.input(.paste("xy"))])
        #expect(decoder.feed([0x1B], at: 8000) == [] && decoder.timePassed(at: 8050) == [.key(.escape)])
    }

    @Test(arguments: ["a", "é", "漢", "🦗", "a\r", "\r"]) func `A large paste comes in pieces that join to what it was`(
        _ piece: String
    ) {
        let text = String(repeating: piece, count: 700_000 / piece.utf8.count)
        var decoder = TerminalEventDecoder()
        var pieces: [String] = []
        for event in decoder.feed("\u{1B}[200~\(text)\u{1B}[201~".utf8, at: 0) {
            if case .input(.paste(let piece)) = event { pieces.append(piece) }
        }
        #expect(pieces.count >= 2 && pieces.joined() == text)
    }

    @Test func `The terminal's own sequences go before all others`() {
        let named: [[UInt8]: Key] = [
            Array("\u{1B}[M".utf8): .function(1), Array("\u{1B}[224z".utf8): .function(2), Array("\u{1B}A".utf8): .up,
            [1, 0x40, 13]: .function(3),
            [8]: .backspace, [0x1B]: .home, [0x61]: .end, []: .end, Array("\u{1B}Oa1".utf8): Key(.insert),
        ]
        var decoder = TerminalEventDecoder(named: named)
        let text = "\u{1B}[M\u{1B}[224z\u{1B}A\u{1}@\r\u{8}a\u{1}b\u{1B}Oa1\u{1B}Oa2"
        let events: [TerminalEvent] = [
            .key(.function(1)), .key(.function(2)), .key(.up), .key(.function(3)), .key(.backspace), .typed("a"),
            .key(.control("a")), .typed("b"),
            .key(Key(.insert)), .key(.control(.up)), .typed("2"),
        ]
        #expect(decoder.feed(text.utf8, at: 0) == events)
        var slow = TerminalEventDecoder(named: named)
        #expect(text.utf8.flatMap { slow.feed([$0], at: 0) } == events)
        #expect(slow.feed([1], at: 0) == [] && slow.deadline == 50)
        #expect(slow.timePassed(at: 50) == [.key(.control("a"))])
    }

    @Test func `Whatever a terminal sends, nothing is held for ever, and what is typed afterwards is typed`() {
        var random = SeededGenerator(seed: 13)
        let pieces: [[UInt8]] = [
            [0x1B], [0x1B, 0x5B], [0x1B, 0x4F], [0x1B, 0x5D], [0x1B, 0x50], [0x3B], [0x4D], [0x7E], [0x31, 0x32],
            [0xE2, 0x82], [0],
        ]
        for _ in 0..<2000 {
            var decoder = TerminalEventDecoder()
            var now: Int64 = 0
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                let bytes =
                    Bool.random(using: &random)
                    ? pieces.randomElement(using: &random) ?? [] : [UInt8.random(in: 0...255, using: &random)]
                _ = decoder.feed(bytes, at: now)
                now += Int64.random(in: 0...80, using: &random)
                _ = decoder.timePassed(at: now)
            }
            while let deadline = decoder.deadline {
                #expect(deadline <= now + TerminalEventDecoder.sequenceTimeout)
                now = max(now, deadline)
                _ = decoder.timePassed(at: now)
            }
            // By then no report of the mouse is waited for any more.
            now += TerminalEventDecoder.lateReportTimeout + 1
            #expect(decoder.feed("x".utf8, at: now).last == .typed("x"))
        }
    }
}

extension TerminalEvent {
    static func key(_ key: Key) -> TerminalEvent { .input(.key(key)) }
    static func typed(_ scalar: Unicode.Scalar) -> TerminalEvent { .input(.key(.character(scalar))) }
    static func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> TerminalEvent {
        .input(.mouse(MouseEvent(kind, x: x, y: y)))
    }
    static let middlePress = mouse(.press(.middle), 0, 0)
    static let rightPress = mouse(.press(.right), 0, 0)
}
