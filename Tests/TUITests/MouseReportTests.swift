import TUI
import Testing

/// A press, a drag, its end and a turn of the wheel, each in the forms that terminals have for them.
@Suite struct MouseReportTests {
    struct Report: CustomTestStringConvertible, Sendable {
        let terminal: String
        let bytes: [UInt8]

        init(_ terminal: String, _ text: String) {
            self.terminal = terminal
            bytes = text.replacing("␛", with: "\u{1B}").unicodeScalars.map { UInt8($0.value) }
        }

        var testDescription: String { terminal }
    }

    static let reports = [
        // With the mode 1006.
        Report("xterm, foot, kitty, alacritty, tmux", "␛[<0;10;5M␛[<32;12;6M␛[<0;12;6m␛[<64;12;6M"),
        // Shift, Alt and Control, as far as they come through.
        Report("xterm with modifiers", "␛[<4;10;5M␛[<44;12;6M␛[<16;12;6m␛[<92;12;6M"),
        // A terminal that does not know that mode: 32 and the number, each in one byte.
        Report("screen, the console, xterm of old", "␛[M *%␛[M@,&␛[M#,&␛[M`,&"),
        Report("rxvt-unicode", "␛[32;10;5M␛[64;12;6M␛[35;12;6M␛[96;12;6M"),
    ]

    static let events: [TerminalEvent] = [
        .mouse(.press(.left), 9, 4), .mouse(.drag(.left), 11, 5), .mouse(.release, 11, 5), .mouse(.wheelUp, 11, 5),
    ]

    @Test(arguments: reports) func `Every form tells the same`(_ report: Report) {
        var decoder = TerminalEventDecoder()
        #expect(decoder.feed(report.bytes, at: 0) == Self.events)
        var slow = TerminalEventDecoder()
        #expect(report.bytes.flatMap { slow.feed([$0], at: 0) } == Self.events)
    }

    @Test(arguments: reports) func `A report that breaks off types nothing, and neither does its rest`(_ report: Report)
    {
        for cut in report.bytes.indices.dropFirst(2) {
            var decoder = TerminalEventDecoder()
            var events = decoder.feed(report.bytes[..<cut], at: 0)
            if let deadline = decoder.deadline { events += decoder.timePassed(at: deadline) }
            // No more can be told of its first bytes than that they may be keys.
            let keys: [TerminalEvent] = [.key(.escape), .key(.alt("["))]
            #expect(events.allSatisfy { if case .input(.mouse) = $0 { true } else { keys.contains($0) } })
        }
    }

    @Test func `Columns that the old form cannot tell are no place, and type nothing`() {
        var decoder = TerminalEventDecoder()
        #expect(decoder.feed([0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0x21], at: 0) == [.mouse(.press(.left), 222, 0)])
        #expect(decoder.feed([0x1B, 0x5B, 0x4D, 0x20, 0, 0x21, 0x78], at: 0) == [.typed("x")])
    }
}
