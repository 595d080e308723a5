import Client
import Protocol
import TUI

/// Tuesday 3 October 2023, 12:00:00 UTC.
let noon = Timestamp(iso8601: "2023-10-03T12:00:00Z")!

extension ClientSession {
    /// Kim's, in a room of another network than those of a chat.
    static func inAttic(beside chat: ChatModel) -> ClientSession {
        var session = ClientSession(
            configuration: SessionConfiguration(nicks: ["kim"], channels: [], hostLabel: "irc.other"), seed: 2,
            network: chat.nextNetwork)
        session.start(at: noon)
        session.connected(at: noon)
        session.hear(":srv CAP * LS :", ":srv 001 kim :Welcome", ":kim!u@h JOIN #attic")
        return session
    }

    /// A session that is online as `ana`, in no room.
    static func online(at time: Timestamp = noon, events: EventChoices = EventChoices()) -> ClientSession {
        var configuration = SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost")
        configuration.events = events
        configuration.showsLists = true
        var session = ClientSession(configuration: configuration, seed: 1)
        session.start(at: time)
        session.connected(at: time)
        session.hear(
            ":srv CAP * LS :", ":srv 001 ana :Welcome",
            ":srv 005 ana PREFIX=(ov)@+ CHANTYPES=# CASEMAPPING=ascii NETWORK=Testnet :are supported",
            ":srv 422 ana :no motd", at: time)
        return session
    }

    /// A session in the rooms `#r1` to so many, in one of which `bo` has just mentioned `ana`.
    static func inChannels(_ count: Int, mentionedIn channel: Int) -> ClientSession {
        var session = online()
        for number in 1...count { session.hear(":ana!u@h JOIN #r\(number)", ":s 353 ana = #r\(number) :ana bo") }
        session.hear(":bo!u@h PRIVMSG #r\(channel) :ana: look")
        return session
    }

    /// A session in the room `#lobby` with these people, which is on the screen.
    static func inLobby(
        _ names: String = "@mara +bo ana", topic: String? = "Be kind", at time: Timestamp = noon,
        events: EventChoices = EventChoices()
    ) -> Self {
        var session = online(at: time, events: events)
        session.hear(":ana!u@h JOIN #lobby", at: time)
        if let topic { session.hear(":srv 332 ana #lobby :\(topic)", at: time) }
        session.hear(":srv 353 ana = #lobby :\(names)", ":srv 366 ana #lobby :End", at: time)
        session.setVisible(session.buffers.id(named: "#lobby"))
        return session
    }

    /// Lines from the server.
    mutating func hear(_ lines: String..., at time: Timestamp = noon) {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
        bytes.withUnsafeBytes { received($0, at: time) }
    }

    /// Something said in the lobby.
    mutating func hear(from nick: String, _ text: String, at time: Timestamp = noon) {
        hear(":\(nick)!u@h PRIVMSG #lobby :\(text)", at: time)
    }
}

extension Screen {
    /// Without a footer, unless it is asked for.
    static func forTests(
        _ width: Int, _ height: Int, depth: ColorDepth = .palette, _ settings: (inout ScreenSettings) -> Void = { _ in }
    ) -> Screen {
        var chosen = ScreenSettings()
        chosen.showsFooter = false
        settings(&chosen)
        return Screen(
            width: width, height: height, shaper: .forTests, clock: LocalClock { _ in 0 }, theme: Theme(depth),
            settings: chosen)
    }

    /// Presses keys; intents are carried out as the program does.
    mutating func press(_ keys: Key..., in session: inout ClientSession, at time: Timestamp = noon) {
        for key in keys { handleAndApply(.key(key), &session, at: time) }
    }

    mutating func type(_ text: String, in session: inout ClientSession, at time: Timestamp = noon) {
        for scalar in text.unicodeScalars { handleAndApply(.key(.character(scalar)), &session, at: time) }
    }

    @discardableResult
    mutating func handleAndApply(_ event: InputEvent, _ session: inout ClientSession, at time: Timestamp = noon)
        -> [Intent]
    {
        let intents = handle(event, session)
        for intent in intents {
            switch intent {
            case .submit(let text, let place):
                let id = place.buffer
                let name = session.buffers[id]?.name ?? ""
                switch session.submit(text, in: id, at: time) {
                case .done: submitted(in: id, named: name)
                case .notSent(let reason): showNote(reason)
                }
                carryOut(&session)
            case .perform(let command, let place):
                if case .notSent(let reason) = session.perform(command, in: place.buffer, at: time) { showNote(reason) }
                carryOut(&session)
            case .requestCard(let nick, _): session.requestWhoisCard(of: nick, at: time)
            case .reply(let text, let line, let place):
                let id = place.buffer
                let name = session.buffers[id]?.name ?? ""
                if case .done = session.reply(to: line, text: text, in: id, at: time) { submitted(in: id, named: name) }
            case .react(let text, let line, let place):
                _ = session.react(to: line, text: text, in: place.buffer, at: time)
            case .redact(let line, let place): _ = session.redact(line, in: place.buffer, at: time)
            case .resend(let line, let place): _ = session.resend(line, in: place.buffer, at: time)
            case .cancelWaiting:
                for (id, taken) in session.cancelWaiting(at: time) {
                    takeBack(taken, in: id, named: session.buffers[id]?.name ?? "")
                }
            case .show(let place):
                willShow(place.buffer, session)
                session.setVisible(place.buffer)
            default: break
            }
        }
        return intents
    }

    /// Does what the session asks the screen for.
    private mutating func carryOut(_ session: inout ClientSession) {
        for action in session.drainActions() {
            switch action {
            case .show(let id): session.setVisible(id)
            case .split(let name): split(with: name, ChatModel(session))
            case .unsplit: unsplit(ChatModel(session))
            case .showList(let list): showList(list, ChatModel(session), of: session.network)
            default: break
            }
        }
    }

    /// The screen as text.
    mutating func picture(_ session: ClientSession, at time: Timestamp = noon) -> String {
        draw(session, at: time).text
    }
}

/// A picture as a test has it: every row begins with `|`, so that the spaces before it can be seen.
func rows(_ picture: String) -> String {
    picture.split(separator: "\n", omittingEmptySubsequences: false).map { $0.dropFirst() }.joined(separator: "\n")
}
