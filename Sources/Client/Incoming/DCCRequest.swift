import Protocol

/// Somebody's wish for a connection from program to program, beside the server. <https://modern.ircdocs.horse/dcc>
struct DCCRequest: Hashable, Sendable {
    /// Letters of a type and of a name that are taken, each as it may be drawn.
    private static let maxLetters = 80

    /// In capital letters, such as `SEND` or `CHAT`; empty where there is none.
    let type: String
    /// The name of a file; with blanks it stands in double quotes.
    let argument: String

    /// - Parameter text: the text behind `DCC`.
    init(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1)
        type = DrawableText.plain(String((words.first ?? "").prefix(Self.maxLetters))).uppercased()
        let rest = words.count > 1 ? words[1] : ""
        let name = rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != " " }
        argument = DrawableText.plain(String(name.prefix(Self.maxLetters)))
    }
}

/// Connections from program to program are refused: they would show the person's address to whoever asks, and take what they send.
extension ClientSession {
    /// Tells the person and whoever asked, a few times at most. What is no wish, such as somebody's refusal, is passed over.
    mutating func refuseDCC(_ request: DCCRequest, _ incoming: IncomingMessage) {
        guard !["", "ACCEPT", "REJECT", "RESUME"].contains(request.type),
            connection?.ctcpLimiter.take(at: incoming.now) == true
        else { return }
        let nick = DrawableText.plain(incoming.nickText)
        let wish =
            switch request.type {
            case "SEND": "wanted to send you the file “\(request.argument)”"
            case "CHAT": "wanted to talk to you"
            default: "wanted to do \(request.type) with you"
            }
        let remedy = request.type == "SEND" ? "Ask them for a link." : "/query \(nick) talks to them."
        note(
            "\(nick) \(wish) by DCC, which was refused. \(remedy)", in: buffers.id(named: incoming.nick) ?? .server,
            at: incoming.time)
        let file = request.argument.contains(" ") ? "\"\(request.argument)\"" : request.argument
        send("NOTICE", incoming.nickText, CTCP("DCC", "REJECT \(request.type) \(file)").body)
    }
}
