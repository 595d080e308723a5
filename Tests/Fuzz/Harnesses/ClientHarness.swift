import Client
import Protocol
import TUI

extension Harness {
    /// A client, and a server that says whatever it likes. Each line of the input is an act: `>` and text is entered, `~` and a byte
    /// lets seconds pass, `!` cuts the connection, `^` looks at the oldest line there is, `=` and two bytes make the window of another
    /// size, `#` and bytes are typed. Else the server says it.
    static let client = Harness(name: "client", longestInput: 4096) { (input) throws(BrokenRule) in
        var person = SimulatedClient()
        for line in input.split(separator: ASCII.lineFeed).prefix(200) { person.act(line) }
        try person.checkFrames()
    }
}

/// A client of `ada` in `#home`, with a screen.
struct SimulatedClient {
    private var chat: ChatModel
    private var screen: Screen
    private var now = Timestamp(milliseconds: 1_700_000_000_000)
    private var sent: [UInt8] = []
    /// What was sent and drawn; kept only where it is asked for.
    var transcript: Transcript?

    private static let greeting = [
        ":irc.test CAP * LS :", ":irc.test 001 ada :Welcome",
        ":irc.test 005 ada CHANTYPES=# PREFIX=(ohv)@%+ CASEMAPPING=ascii CHATHISTORY=100 :are supported",
        ":irc.test 422 ada :No message of the day", ":ada!ada@host.test JOIN #home",
        ":irc.test 353 ada = #home :ada @bob",
        ":irc.test 366 ada #home :End",
    ]
    private static let capabilities = """
        draft/chathistory draft/read-marker message-tags server-time batch echo-message labeled-response draft/multiline \
        draft/message-redaction account-tag multi-prefix extended-join cap-notify setname znc.in/playback
        """

    init() {
        var configuration = SessionConfiguration(
            nicks: ["ada"], userName: "ada", realName: "Ada", channels: ["#home"], hostLabel: "irc.test",
            clientName: "Grillo",  // A release changes no recording.
            scrollbackLimit: 200)
        configuration.account = "ada"
        configuration.accountPassword = "secret"
        chat = ChatModel(ClientSession(configuration: configuration, seed: 1))
        let shaper = Shaper { scalar in
            switch scalar.value {
            case 0x300...0x36F, 0x200B...0x200F: 0
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0x1F300...0x1F9FF: 2
            default: 1
            }
        }
        screen = Screen(
            width: 80, height: 24, shaper: shaper, clock: LocalClock { _ in 0 }, theme: Theme(.palette))
        session.start(at: now)
        connect()
        session.setVisible(session.buffers.id(named: "#home"))
    }

    private var session: ClientSession {
        _read { yield chat[.first] }
        _modify { yield &chat[.first] }
    }

    mutating func act(_ line: ArraySlice<UInt8>) {
        let rest = line.dropFirst()
        switch line.first {
        case UInt8(ascii: ">"): _ = session.submit(rest.text, in: session.visible ?? .server, at: now)
        case UInt8(ascii: "~"):
            for _ in 0..<(rest.first ?? 1) {
                now = now.advanced(bySeconds: 1)
                session.tick(at: now)
            }
        case UInt8(ascii: "!"):
            session.disconnected(cause: "gone", at: now)
            connect()
        case UInt8(ascii: "^"): readAll()
        case UInt8(ascii: "#"):
            var decoder = TerminalEventDecoder()
            take(decoder.feed(rest, at: 0) + decoder.timePassed(at: 2 * TerminalEventDecoder.sequenceTimeout))
        case UInt8(ascii: "="):
            screen.resize(width: Int(rest.first ?? 80), height: Int(rest.dropFirst().first ?? 24))
            _ = screen.draw(chat, at: now)
        default: hear(line)
        }
        collect()
    }

    mutating func take(_ events: [TerminalEvent]) {
        for case .input(let event) in events {
            for intent in screen.handle(event, chat) { carryOut(intent) }
        }
    }

    private mutating func carryOut(_ intent: Intent) {
        switch intent {
        case .submit(let text, let place):
            let name = chat[place]?.name ?? ""
            told(session.submit(text, in: place.buffer, at: now), in: place, name)
        case .perform(let command, let place): _ = session.perform(command, in: place.buffer, at: now)
        case .requestCard(let nick, _): session.requestWhoisCard(of: nick, at: now)
        case .reply(let text, let line, let place):
            let name = chat[place]?.name ?? ""
            told(session.reply(to: line, text: text, in: place.buffer, at: now), in: place, name)
        case .react(let text, let line, let place): _ = session.react(to: line, text: text, in: place.buffer, at: now)
        case .redact(let line, let place): _ = session.redact(line, in: place.buffer, at: now)
        case .resend(let line, let place): _ = session.resend(line, in: place.buffer, at: now)
        case .loadOlder(let place): session.fetchOlderHistory(in: place.buffer, at: now)
        case .secret(let secret, let prompt): session.submitPassword(secret, for: prompt, at: now)
        case .show(let place):
            screen.willShow(place, chat)
            chat.show(place)
        case .markRead(let place): session.markRead(in: place.buffer, at: now)
        case .cancelWaiting, .jumpToTime, .openFound, .trust, .keep, .followLink, .searchServer, .copy, .open, .quit,
            .redraw, .suspend:
            break
        }
        collect()
    }

    private mutating func told(_ outcome: SubmitOutcome, in place: BufferAddress, _ name: String) {
        switch outcome {
        case .done: screen.submitted(in: place, named: name)
        case .notSent(let reason): screen.showNote(reason)
        }
    }

    /// All that is there is drawn, and what was sent is lines.
    mutating func checkFrames() throws(BrokenRule) {
        readAll()
        for width in [1, 40, 120] {
            screen.resize(width: width, height: 24)
            let surface = screen.draw(chat, at: now)
            try require(surface.width == width && surface.height == 24, "a frame has the window's size")
        }
        try require(
            sent.isEmpty || sent.suffix(2) == [13, 10], "what is sent are lines: \(sent[...].text)")
        for line in sent.split(separator: ASCII.lineFeed) {
            do throws(MessageError) {
                _ = try Message(parsing: line.dropLast(), limits: .fromClient)
            } catch {
                throw BrokenRule(description: "\(error): \(line.text)")
            }
        }
    }

    mutating func draw() { transcript?.add(screen.draw(chat, at: now)) }

    private mutating func connect() {
        session.connected(at: now)
        for line in Self.greeting.prefix(1) { hear(Array((line + Self.capabilities).utf8)[...]) }
        hear(Array(":irc.test CAP * ACK :\(Self.capabilities)".utf8)[...])
        for line in Self.greeting.dropFirst() { hear(Array(line.utf8)[...]) }
        collect()
    }

    private mutating func hear(_ line: ArraySlice<UInt8>) {
        (Array(line) + [13, 10]).withUnsafeBytes { session.received($0, at: now) }
    }

    private mutating func readAll() {
        for buffer in session.buffers where buffer.lineCount > 0 {
            session.fetchOlderHistory(in: buffer.id, at: now)
            session.linesShown(
                buffer.id(at: 0), through: buffer.id(at: buffer.lineCount - 1), in: buffer.id, at: now)
        }
        collect()
    }

    private mutating func collect() {
        for action in session.drainActions() {
            if case .send(let bytes) = action {
                sent += bytes
                transcript?.add(bytes)
            }
            if case .show(let id) = action { session.setVisible(id) }
        }
    }
}
