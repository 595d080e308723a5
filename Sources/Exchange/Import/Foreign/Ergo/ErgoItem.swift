import Foundation
import Protocol

/// Something that happened, as Ergo writes it in JSON: in its database, and in what `HistServ EXPORT` makes.
/// <https://github.com/ergochat/ergo/blob/master/irc/history/history.go>
struct ErgoItem: Decodable {
    /// Of one line, or of several.
    struct Words: Decodable {
        var message: String?
        var msgid: String?
        var split: [Line]?
        var time: String

        enum CodingKeys: String, CodingKey {
            case message = "Message"
            case msgid = "Msgid"
            case split = "Split"
            case time = "Time"
        }
    }

    struct Line: Decodable {
        var message: String
        /// True where it was one line with the one before it.
        var isContinued: Bool?

        enum CodingKeys: String, CodingKey {
            case message = "Message"
            case isContinued = "Concat"
        }
    }

    /// The numbers by which Ergo knows what can happen. Zero stands for what was deleted.
    enum Kind: Int {
        case message = 1
        case notice, join, part, kick, quit, mode, tagMessage, nick, topic, invitation
    }

    var type: Int
    /// `nick!user@host` of who did it.
    var nick: String
    var words: Words
    var tags: [String: String]?
    /// One: the nick that was kicked, the new nick, the real name of whoever came in, or to whom a private message went.
    var parameters: [String]?
    /// In an export, the room.
    var correspondent: String?

    enum CodingKeys: String, CodingKey {
        case type = "Type"
        case nick = "Nick"
        case words = "Message"
        case tags = "Tags"
        case parameters = "Params"
        case correspondent = "CfCorrespondent"
    }

    /// Nil for anything but such an item.
    init?(json: Bytes) {
        guard let item = try? JSONDecoder().decode(ErgoItem.self, from: Data(json)) else { return nil }
        self = item
    }

    /// The first of the parameters; nil where there is none.
    var parameter: String? { parameters?.first.flatMap { $0.isEmpty ? nil : $0 } }

    /// The lines as one text.
    var text: Bytes {
        guard let split = words.split, !split.isEmpty else { return Self.line(words.message ?? "") }
        var text: Bytes = []
        for (place, line) in split.enumerated() {
            if place > 0, line.isContinued != true { text.append(ASCII.lineFeed) }
            text += Self.line(line.message)
        }
        return text
    }

    /// The parts of a change of modes, as they go on one line.
    var modeChange: Bytes { Self.line((words.split ?? []).map(\.message).joined(separator: " ")) }

    /// A text without what cannot stand in a line.
    static func line(_ text: String) -> Bytes {
        text.utf8.filter { $0 != ASCII.lineFeed && $0 != ASCII.carriageReturn && $0 != ASCII.nul }[...]
    }
}
