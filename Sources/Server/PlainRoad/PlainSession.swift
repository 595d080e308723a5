import Protocol

/// Somebody who has no IRC client, only `telnet` or `nc`: what he types becomes IRC lines, and what he would be sent becomes plain ones.
///
/// A value without a socket or a clock. It speaks as the chat server of 2011 did.
struct PlainSession {
    /// What comes of something: lines for the server, in his name, and text for his screen.
    struct Turn: Equatable {
        var inputs: [Message] = []
        var text = ""

        mutating func show(_ line: String) { text += PlainText.shown(line) + "\r\n" }
    }

    enum Stage {
        case password
        case name
        /// He has said a name; whether it is his the server will tell.
        case entering
        case present
    }

    static let namePrompt = "Please enter your name: "
    static let passwordPrompt = "Please enter the password: "
    static let commands = ["!users", "!msg NAME TEXT", "!commands", "!quit"]
    /// Bytes of text in one message, so that the line around it stays within its limit.
    static let textLimit = 300

    private(set) var stage: Stage
    private let lobby: String
    let room: FoldedName
    var nick = ""
    var users: [String] = []
    /// That he came in himself, to be told behind who is there.
    var arrival: String?
    /// What he typed while the server had not said yet whether the name is his.
    private var waiting: [PlainLine] = []
    private static let patience = 256
    /// The server's last words, so that they are not said twice.
    var lastWords = ""

    init(lobby: String, needsPassword: Bool) {
        self.lobby = lobby
        room = Casemapping.ascii.fold(lobby)
        stage = needsPassword ? .password : .name
    }

    var isPresent: Bool { stage == .present }

    /// The first thing he sees.
    func prompt() -> String {
        switch stage {
        case .password: Self.passwordPrompt
        case .name: Self.namePrompt
        case .entering, .present: ""
        }
    }

    // MARK: What he types

    mutating func typed(_ line: PlainLine) -> Turn {
        var turn = Turn()
        take(line, &turn)
        return turn
    }

    private mutating func take(_ line: PlainLine, _ turn: inout Turn) {
        guard stage != .entering else {
            if waiting.count < Self.patience || line == .end {
                waiting.append(line)
            } else {
                turn.show("That came too early, so it was not sent: wait for the welcome.")
            }
            return
        }
        switch line {
        case .end: turn.inputs.append(Message("QUIT"))
        case .tooLong: refuse("That line was too long, so it was not sent.", &turn)
        case .text(let bytes):
            guard let text = PlainText.typed(bytes) else {
                return refuse("That line was not UTF-8, so it was not sent.", &turn)
            }
            take(text, &turn)
        }
    }

    private func refuse(_ words: String, _ turn: inout Turn) {
        turn.show(words)
        turn.text += prompt()
    }

    private mutating func take(_ text: String, _ turn: inout Turn) {
        switch stage {
        case .password:
            stage = .name
            turn.inputs.append(Message("PASS", text))
            turn.text += prompt()
        case .name: enter(as: text.split(separator: " ").joined(separator: " "), &turn)
        case .present: speak(text, &turn)
        case .entering: break
        }
    }

    private mutating func enter(as name: String, _ turn: inout Turn) {
        guard !name.isEmpty else { return turn.text += Self.namePrompt }
        stage = .entering
        turn.inputs += [Message("USER", "plain", "0", "*", name), Message("NICK", name), Message("JOIN", lobby)]
    }

    /// Goes on with what he typed meanwhile.
    mutating func resume(as next: Stage, _ turn: inout Turn) {
        stage = next
        if next == .name { turn.text += Self.namePrompt }
        while stage != .entering, !waiting.isEmpty { take(waiting.removeFirst(), &turn) }
    }

    private func speak(_ text: String, _ turn: inout Turn) {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard let command = words.first else { return }
        switch command.lowercased() {
        case "!quit": turn.inputs.append(Message("QUIT"))
        case "!users": turn.inputs.append(Message("NAMES", lobby))
        case "!commands": turn.show(Self.commandList)
        case "!msg" where words.count == 3: turn.inputs += messages(to: words[1], words[2])
        case let other where other.hasPrefix("!"): turn.show(Self.commandList)
        default: turn.inputs += messages(to: lobby, text)
        }
    }

    /// A message for each piece of a text.
    private func messages(to target: String, _ text: String) -> [Message] {
        Bytes(text).pieces(ofAtMost: Self.textLimit).map { Message("PRIVMSG", [Bytes(target), $0]) }
    }

    static let commandList = "Available commands are: " + commands.joined(separator: ", ")
}
