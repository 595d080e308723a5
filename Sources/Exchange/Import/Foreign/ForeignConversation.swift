import Chat
import Protocol

/// The one conversation of which a log tells: a room, or the talk of whoever kept it with another.
enum ForeignConversation: Hashable {
    case room(String)
    /// `keeper` is nil where nothing tells it.
    case talk(with: String, keeper: String?)

    /// - Parameters:
    ///   - name: of a room, or the nick of the other.
    ///   - path: of the log, for the problem's words.
    init(_ name: String, keeper: String?, path: String) throws(ImportProblem) {
        let nick = Bytes(name)
        if let first = name.utf8.first, "#&+!".utf8.contains(first) {
            var rules = ChannelNameRules()
            if let problem = rules.problem(with: name, limit: ForeignLimits.room) {
                throw ImportProblem(
                    "\(path.printable) tells of \(name.printable), which no room is called here: \(problem)",
                    remedy: "name the room with `--room '#ROOM'`")
            }
            self = .room(name)
        } else {
            guard ForeignLimits.isNick(nick) else {
                throw ImportProblem(
                    "the name of \(path.printable) does not tell of which room it is",
                    remedy: "name the room with `--room '#ROOM'`")
            }
            self = .talk(with: name, keeper: keeper)
        }
    }

    /// The other of a private talk; nil in a room.
    var partner: String? {
        switch self {
        case .room: nil
        case .talk(let partner, _): partner
        }
    }

    /// The nick of whoever kept the log of a private talk, where it is known; nil in a room.
    var keeper: String? {
        switch self {
        case .room: nil
        case .talk(_, let keeper): keeper
        }
    }

    /// The nick of whoever kept the log of a private talk, if they are who speaks: a talk has two sides.
    func keeper(speakingIn event: ForeignEvent) -> String? {
        guard let partner, event.kind == .message || event.kind == .notice, case .named(let nick) = event.actor,
            ForeignLimits.isNick(nick), Casemapping.ascii.fold(nick) != Casemapping.ascii.fold(partner)
        else { return nil }
        return nick.text
    }

    /// The conversation that remembers a speaker's words, to whom they were addressed, and which side of a talk the speaker is; nil where
    /// nothing tells who kept the log.
    func place(of speaker: String) -> (conversation: Conversation, target: String, side: String?)? {
        let folding = Casemapping.ascii
        switch self {
        case .room(let name):
            return (.channel(folding.fold(name)), name, nil)
        case .talk(let partner, let keeper):
            guard let keeper else { return nil }
            let isPartner = folding.fold(speaker) == folding.fold(partner)
            let (side, target) = isPartner ? (partner, keeper) : (keeper, partner)
            return (.between(folding.fold(keeper), folding.fold(partner)), target, side)
        }
    }
}

/// The most bytes of the parts of a line: what is longer is no line of a chat, and could not be sent to anybody.
enum ForeignLimits {
    static let room = 64
    static let nick = 64
    static let address = 160
    /// Of a topic, a reason, a change of modes, a real name: what is sent on one line.
    static let line = 390

    /// True for what can stand as a nick in a line of IRC, here or elsewhere. <https://modern.ircdocs.horse/#clients>
    static func isNick(_ bytes: Bytes) -> Bool {
        guard let first = bytes.first, bytes.count <= nick, !"#:$&".utf8.contains(first) else { return false }
        return bytes.allSatisfy { $0 > ASCII.space && $0 != 0x7F && !"!@,*?".utf8.contains($0) }
    }

    /// True for `user@host`, or what a server writes instead.
    static func isAddress(_ bytes: Bytes) -> Bool {
        !bytes.isEmpty && bytes.count <= address && bytes.contains(ASCII.at)
            && bytes.allSatisfy { $0 > ASCII.space && $0 != 0x7F && $0 != ASCII.exclamationMark }
    }
}
