import Client
import Protocol

/// The people that a line was said to, where those were not all in the room.
extension Line {
    /// `operators only`; nothing where all heard it.
    var audienceWords: String? {
        guard let mark = audience.last else { return nil }
        return switch mark {
        case "~": "owners only"
        case "&": "admins only"
        case "@": "operators only"
        case "%": "half-operators and up only"
        case "+": "those with voice and up only"
        default: "some only"
        }
    }

    /// The same with the mark that is typed for it: `@ operators only`; of what was said in private, that it was, and to whom.
    var audienceMark: String? {
        guard isPrivate else { return audienceWords.map { DrawableText.plain(audience) + " " + $0 } }
        return privateReceiver.isEmpty ? "in private" : "in private to \(DrawableText.plain(privateReceiver))"
    }

    /// The sender and the text, for a list: `mara: hello`; a line that nobody said is its text alone.
    var summary: String {
        let lead = sender.isEmpty ? "" : DrawableText.plain(sender) + (audienceMark.map { " (\($0))" } ?? "") + ": "
        return lead
            + text.split(whereSeparator: \.isNewline).map { DrawableText.plain(String($0)) }.joined(separator: " ")
    }
}
