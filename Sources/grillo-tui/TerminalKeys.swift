import TUI

/// What comes from the terminal.
enum TerminalEvent {
    case input(InputEvent)
    /// The colour behind the text, as it was asked for: how light it is, from 0 to 1.
    case background(Double)
    /// Whether the terminal is what the person looks at.
    case focus(Bool)
}

/// Turns what ncurses reads into keys, pastes and answers.
@MainActor
struct TerminalKeys {
    private static let pasteBegin: Int32 = 0x1000
    private static let pasteEnd: Int32 = 0x1001
    private static let focusIn: Int32 = 0x1002
    private static let focusOut: Int32 = 0x1003
    /// A paste, or an answer, goes on for as long as something comes at least this often, in milliseconds.
    private static let pause: Int64 = 300
    /// Larger pastes are cut into several.
    private static let longestPaste = 1 << 18
    private static let longestAnswer = 256

    private var named: [Int32: Key] = [:]
    private var paste: [Unicode.Scalar]?
    /// What has come of the terminal's answer behind `ESC ]`.
    private var answer: String.UnicodeScalarView?
    private var lastHeard: Int64 = 0
    /// Read, and found to belong to the key after.
    private var unread: Curses.Stroke?

    var isWaiting: Bool { paste != nil || answer != nil }

    mutating func learnNames() {
        named = Curses.keyNames()
        Curses.define("\u{1B}[200~", as: Self.pasteBegin)
        Curses.define("\u{1B}[201~", as: Self.pasteEnd)
        Curses.define("\u{1B}[I", as: Self.focusIn)
        Curses.define("\u{1B}[O", as: Self.focusOut)
    }

    mutating func drain(at now: Int64) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        while let stroke = next() {
            switch stroke {
            case .code(Self.pasteBegin):
                if paste == nil { paste = [] }
                lastHeard = now
            case .code(Self.pasteEnd): endPaste(&events)
            case .code(Self.focusIn): events.append(.focus(true))
            case .code(Self.focusOut): events.append(.focus(false))
            case .code(let code):
                if paste == nil, let key = named[code] { events.append(.input(.key(key))) }
            case .scalar(let scalar):
                if paste != nil {
                    paste?.append(scalar)
                    lastHeard = now
                    if let count = paste?.count, count >= Self.longestPaste { endPaste(&events) }
                } else if answer != nil {
                    lastHeard = now
                    takeAnswer(scalar, &events)
                } else if let key = key(scalar, at: now) {
                    events.append(.input(.key(key)))
                }
            }
        }
        return events
    }

    mutating func finishLate(at now: Int64) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        guard now - lastHeard >= Self.pause else { return [] }
        if paste != nil { endPaste(&events) }
        if answer?.isEmpty == true { events.append(.input(.key(.alt("]")))) }
        answer = nil
        return events
    }

    private mutating func endPaste(_ events: inout [TerminalEvent]) {
        if let paste, !paste.isEmpty { events.append(.input(.paste(String(String.UnicodeScalarView(paste))))) }
        paste = nil
    }

    private mutating func takeAnswer(_ scalar: Unicode.Scalar, _ events: inout [TerminalEvent]) {
        switch scalar {
        case "\u{7}", "\\":
            if let answer, let light = TerminalAnswer.lightness(String(answer)) { events.append(.background(light)) }
            answer = nil
        case "\u{1B}": break
        default:
            answer?.append(scalar)
            if let count = answer?.count, count > Self.longestAnswer { answer = nil }
        }
    }

    private mutating func next() -> Curses.Stroke? {
        if let stroke = unread {
            unread = nil
            return stroke
        }
        return Curses.nextStroke()
    }

    private mutating func key(_ scalar: Unicode.Scalar, at now: Int64) -> Key? {
        guard scalar == "\u{1B}" else { return Key(typed: scalar) }
        switch next() {
        case nil: return .escape
        case .code(let code):
            return named[code].map { Key($0.code, $0.modifiers.union(.alt)) }
        case .scalar("["): return sequence()
        case .scalar("]"):
            answer = .init()
            lastHeard = now
            return nil
        case .scalar("O"):
            guard case .scalar(let final)? = next() else { return .alt("O") }
            return Key(parameters: "", final: final)
        case .scalar("\u{1B}"):
            unread = .scalar("\u{1B}")
            return .escape
        case .scalar(let scalar):
            return Key(typed: scalar).map { Key($0.code, $0.modifiers.union(.alt)) }
        }
    }

    /// The rest of `ESC [ …`: swallowed to its end also where it means nothing to us.
    private mutating func sequence() -> Key? {
        var parameters = ""
        while case .scalar(let scalar)? = next() {
            if (0x40...0x7E).contains(scalar.value) { return Key(parameters: parameters, final: scalar) }
            guard (0x20...0x3F).contains(scalar.value), parameters.utf8.count < 32 else { return nil }
            parameters.unicodeScalars.append(scalar)
        }
        return parameters.isEmpty ? .alt("[") : nil
    }
}
