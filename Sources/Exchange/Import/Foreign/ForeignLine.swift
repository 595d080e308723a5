import Chat
import Protocol

/// One line of another program's log, without its time.
enum ForeignLine: Hashable {
    case event(ForeignEvent)
    /// The program's own words about the room as one comes in: its topic, which may be told here, or how many are in it.
    case arrival(topic: Bytes?)
    /// Other words of the program's own: nothing that happened in the conversation.
    case remark
    /// No line that the program is known to write.
    case unknown
}

/// Something that happened, as a line tells it.
struct ForeignEvent: Hashable {
    enum Actor: Hashable {
        case named(Bytes)
        /// Whoever keeps the log, whom this line does not name.
        case keeper
    }

    var kind: Event.Kind
    var actor: Actor
    /// `user@host`, where the line has it.
    var address: Bytes?
    /// As ``Event/subject``.
    var subject: Bytes?
    /// As ``Event/text``.
    var text: Bytes = []
    /// True for words that are an event in a private talk only; in a room they are something else.
    var isOfTalk = false
    /// The old topic, `" to "`, and the new one: where the old one has these words in it, only who knows it can tell them apart.
    var topicChange: Bytes?

    static func message(by nick: Bytes, _ text: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .message, actor: .named(nick), text: text))
    }

    static func action(by nick: Bytes, _ text: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .message, actor: .named(nick), text: Bytes("\u{1}ACTION ") + text + [ASCII.ctcp]))
    }

    static func notice(by actor: Actor, _ text: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .notice, actor: actor, text: text))
    }

    static func topic(by nick: Bytes, _ text: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .topic, actor: .named(nick), text: text))
    }

    static func mode(by nick: Bytes, _ change: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .mode, actor: .named(nick), text: change))
    }

    static func kick(of victim: Bytes, by nick: Bytes, _ reason: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .kick, actor: .named(nick), subject: victim, text: reason))
    }

    static func nick(of actor: Actor, to new: Bytes) -> ForeignLine {
        .event(ForeignEvent(kind: .nick, actor: actor, subject: new))
    }
}

extension ForeignEvent {
    /// Ways to leave.
    enum Departure {
        case part, quit
    }

    /// Somebody leaves, who is told as `NICK`, or with `USER@HOST` between two marks behind it; nil where it is told in another way.
    init?(_ departure: Departure, of who: Bytes, addressBetween opening: String, _ closing: String) {
        let kind: Event.Kind =
            switch departure {
            case .part: .part
            case .quit: .quit
            }
        guard let (nick, address) = who.parts(around: " ") else {
            self.init(kind: kind, actor: .named(who))
            return
        }
        guard let address = address.unwrapped(opening, closing) else { return nil }
        self.init(kind: kind, actor: .named(nick), address: address)
    }

    /// The same with a reason; without where there is none.
    func saying(_ reason: Bytes?) -> ForeignLine {
        var event = self
        event.text = reason ?? []
        return .event(event)
    }
}

extension ForeignEvent.Actor {
    /// The nick of a speaker without the mark of its rank, and without the space that a program fills such a mark's place with.
    static func nick(ofRanked name: Bytes) -> Bytes {
        guard let first = name.first, " ~&@%+".utf8.contains(first), name.count > 1 else { return name }
        return name.dropFirst()
    }
}
