import Protocol

/// Somebody who has no IRC client, only `telnet` or `nc`: typed lines become IRC lines, and IRC lines that are for
/// this person become lines to read.
///
/// A value without a socket or a clock. It speaks as the chat server of 2011 did.
struct TelnetSession {
    /// The result of a line in either direction: lines for the server in this person's name, and text for the screen.
    struct Translation: Equatable {
        var inputs: [Message] = []
        var text = ""

        mutating func show(_ line: String) { text += TelnetText.line(line) }
    }

    enum Stage {
        case password
        case name
        /// A name was typed; the server will tell whether it is free.
        case entering
        case present
    }

    static let namePrompt = "Please enter your name: "
    static let passwordPrompt = "Please enter the password: "
    static let commands = ["!users", "!msg NAME TEXT", "!commands", "!quit"]

    private(set) var stage: Stage
    private let lobby: String
    let wording: MessageWording
    var nick = ""
    var users: [String] = []
    /// The line that tells of this person's own JOIN, to be shown behind who is there.
    var arrival: String?
    /// Lines typed while the server had not said yet whether the name is free.
    private var waiting: [WireLine] = []
    private static let maxQueuedLines = 256
    /// The server's last words, so that they are not said twice.
    var lastWords = ""

    /// - Parameter wording: that of the lobby, which all sessions share.
    init(lobby: String, wording: MessageWording, needsPassword: Bool) {
        self.lobby = lobby
        self.wording = wording
        stage = needsPassword ? .password : .name
    }

    var isPresent: Bool { stage == .present }

    /// The text that is shown first.
    func prompt() -> String {
        switch stage {
        case .password: Self.passwordPrompt
        case .name: Self.namePrompt
        case .entering, .present: ""
        }
    }

    // MARK: Typed lines

    mutating func typed(_ line: WireLine) -> Translation {
        var translation = Translation()
        take(line, &translation)
        return translation
    }

    private mutating func take(_ line: WireLine, _ translation: inout Translation) {
        guard stage != .entering else {
            if waiting.count < Self.maxQueuedLines || line == .end {
                waiting.append(line)
            } else {
                translation.show("That came too early, so it was not sent: wait for the welcome.")
            }
            return
        }
        switch line {
        case .end: translation.inputs.append(Message("QUIT"))
        case .tooLong: refuse("That line was too long, so it was not sent.", &translation)
        case .text(let bytes):
            guard let text = TelnetText.typed(bytes) else {
                return refuse("That line was not UTF-8, so it was not sent.", &translation)
            }
            take(text, &translation)
        }
    }

    private func refuse(_ words: String, _ translation: inout Translation) {
        translation.show(words)
        translation.text += prompt()
    }

    private mutating func take(_ text: String, _ translation: inout Translation) {
        switch stage {
        case .password:
            stage = .name
            translation.inputs.append(Message("PASS", text))
            translation.text += prompt()
        case .name: enter(as: text.split(separator: " ").joined(separator: " "), translation: &translation)
        case .present: speak(text, &translation)
        case .entering: break
        }
    }

    private mutating func enter(as name: String, translation: inout Translation) {
        guard !name.isEmpty else { return translation.text += Self.namePrompt }
        stage = .entering
        translation.inputs += [Message("USER", "plain", "0", "*", name), Message("NICK", name), Message("JOIN", lobby)]
    }

    /// Goes on with the lines that were typed meanwhile.
    mutating func resume(as next: Stage, translation: inout Translation) {
        stage = next
        if next == .name { translation.text += Self.namePrompt }
        while stage != .entering, !waiting.isEmpty { take(waiting.removeFirst(), &translation) }
    }

    private func speak(_ text: String, _ translation: inout Translation) {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard let command = words.first else { return }
        switch command.lowercased() {
        case "!quit": translation.inputs.append(Message("QUIT"))
        case "!users": translation.inputs.append(Message("NAMES", lobby))
        case "!commands": translation.show(Self.commandList)
        case "!msg" where words.count == 3: translation.inputs += messages(to: words[1], text: words[2])
        case let other where other.hasPrefix("!"): translation.show(Self.commandList)
        default: translation.inputs += messages(to: lobby, text: text)
        }
    }

    /// A message for each piece of a text.
    private func messages(to target: String, text: String) -> [Message] {
        PlainText.pieces(Bytes(text)).map { Message("PRIVMSG", [Bytes(target), $0]) }
    }

    static let commandList = "Available commands are: " + commands.joined(separator: ", ")
}
