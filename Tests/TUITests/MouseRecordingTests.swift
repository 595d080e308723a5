import Foundation
import TUI
import TestSupport
import Testing

/// What terminals sent to a program that asked for the mouse: the files of `Mouse`, each recorded in the terminal that it names, under Xvfb
/// with xdotool. Terminals of other systems, and the console, could not be recorded.
@Suite struct MouseRecordingTests {
    /// One thing that was done.
    struct Deed: CustomTestStringConvertible, Sendable {
        let terminal: String
        let name: String
        let bytes: [UInt8]
        let events: [TerminalEvent]

        var testDescription: String { "\(terminal): \(name)" }
        var isTyping: Bool { name.hasPrefix("type ") }
    }

    static let terminals = [
        "xterm", "foot", "kitty", "alacritty", "tmux", "screen", "urxvt", "xterm-1000", "urxvt-1015",
    ]
    static let deeds = terminals.flatMap { deeds(of: $0) }
    static let reports = deeds.filter {
        !$0.isTyping && $0.bytes.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "M") }
    }

    private static func deeds(of terminal: String) -> [Deed] {
        let file = Repository.root.appending(path: "Tests/TUITests/Mouse/\(terminal).txt")
        let text = (try? Repository.text(of: file)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard fields.count == 3 else { return Deed(terminal: terminal, name: String(line), bytes: [0], events: []) }
            return Deed(
                terminal: terminal, name: fields[0], bytes: bytes(fields[1]),
                events: fields[2] == "nothing" ? [] : fields[2].components(separatedBy: " · ").map(event))
        }
    }

    /// `␛` stands for 1B, and `\HH` for what is no letter.
    private static func bytes(_ text: String) -> [UInt8] {
        let parts = text.replacing("␛", with: "\u{1B}").components(separatedBy: "\\")
        return Array(parts[0].utf8)
            + parts.dropFirst().flatMap { [UInt8($0.prefix(2), radix: 16) ?? 0] + Array($0.dropFirst(2).utf8) }
    }

    private static func event(_ text: String) -> TerminalEvent {
        let words = text.split(separator: " ")
        let place = (words.last ?? "").split(separator: ",").compactMap { Int($0) }
        let buttons: [Substring: MouseEvent.Button] = ["left": .left, "middle": .middle, "right": .right]
        switch (words[0], place.count) {
        case ("types", _): return .typed(words[1].unicodeScalars.first ?? " ")
        case ("focus", _): return .focus(true)
        case ("no", _): return .focus(false)
        case ("press", 2): return .mouse(.press(buttons[words[1]] ?? .left), place[0] - 1, place[1] - 1)
        case ("drag", 2): return .mouse(.drag(buttons[words[1]] ?? .left), place[0] - 1, place[1] - 1)
        case ("release", 2): return .mouse(.release, place[0] - 1, place[1] - 1)
        case ("wheel", 2): return .mouse(words[1] == "up" ? .wheelUp : .wheelDown, place[0] - 1, place[1] - 1)
        default:
            Issue.record("“\(text)” is no event")
            return .focus(false)
        }
    }

    @Test(arguments: terminals) func `Each recording is whole`(_ terminal: String) {
        let deeds = Self.deeds.filter { $0.terminal == terminal }
        #expect(deeds.count >= 24 && deeds.filter(\.isTyping).count == 3)
        #expect(deeds.contains { $0.events == [.mouse(.press(.left), 4, 2), .mouse(.release, 4, 2)] })
    }

    @Test(arguments: deeds) func `What was recorded means what was done, however it is cut`(_ deed: Deed) {
        func read(_ parts: [ArraySlice<UInt8>]) -> [TerminalEvent] {
            var decoder = TerminalEventDecoder()
            var now: Int64 = 0
            return parts.flatMap { part in
                now += 30
                return decoder.timePassed(at: now) + decoder.feed(part, at: now)
            }
        }
        let bytes = deed.bytes
        #expect(read([bytes[...]]) == deed.events)
        #expect(read(bytes.indices.map { bytes[$0...$0] }) == deed.events)
        for cut in bytes.indices { #expect(read([bytes[..<cut], bytes[cut...]]) == deed.events) }
    }

    /// All that was done in a terminal, in one read.
    @Test(arguments: terminals) func `Of all that a terminal sent, what was typed is typed, and no more`(
        _ terminal: String
    ) {
        let deeds = Self.deeds.filter { $0.terminal == terminal }
        var decoder = TerminalEventDecoder()
        let events = decoder.feed(deeds.flatMap(\.bytes), at: 0)
        #expect(events == deeds.flatMap(\.events))
        #expect(
            events.filter { if case .input(.key) = $0 { true } else { false } }
                == "abcd".unicodeScalars.map { .typed($0) })
    }

    /// The wait for the rest is over at each place, and the rest comes then, and letters behind it.
    @Test(arguments: reports) func `Of a report that stalls nothing is typed, and what follows it is`(_ deed: Deed) {
        for cut in deed.bytes.indices.dropFirst() {
            var decoder = TerminalEventDecoder()
            var events = decoder.feed(deed.bytes[..<cut], at: 0)
            let wait = decoder.deadline ?? 0
            events += decoder.timePassed(at: wait)
            // Of an Esc by itself it can be told for a second what it was, of more of a report for ten.
            let late = wait == TerminalEventDecoder.escapeDelay ? TerminalEventDecoder.sequenceTimeout : 10_000
            events += decoder.feed(deed.bytes[cut...], at: late)
            // No more can be told of the first bytes than that they may be keys.
            let keys: [TerminalEvent] = [.key(.escape), .key(.alt("["))]
            #expect(
                events.allSatisfy { if case .input(.key) = $0 { keys.contains($0) } else { true } }, "cut at \(cut)")
            #expect(decoder.feed("xM".utf8, at: late) == [.typed("x"), .typed("M")], "cut at \(cut)")
        }
    }

    @Test func `Columns that the old form cannot tell are no place, and type nothing`() {
        var decoder = TerminalEventDecoder()
        #expect(decoder.feed([0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0x21], at: 0) == [.mouse(.press(.left), 222, 0)])
        #expect(decoder.feed([0x1B, 0x5B, 0x4D, 0x20, 0, 0x21, 0x78], at: 0) == [.typed("x")])
    }
}
