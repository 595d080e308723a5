import Protocol

/// A condition of LIST. <https://modern.ircdocs.horse/#elist-parameter>
enum ListCondition {
    /// The kinds there are, as ISUPPORT tells them.
    static let letters = "CMNTU"

    case moreUsers(than: Int)
    case fewerUsers(than: Int)
    case created(before: Timestamp)
    case createdAfter(Timestamp)
    case topicSet(before: Timestamp)
    case topicSetAfter(Timestamp)
    case named(Mask)
    case notNamed(Mask)

    static func isMask(_ text: String) -> Bool { text.contains("*") || text.contains("?") }

    /// Reads a condition; nil where it is none.
    init?(_ text: String, at time: Timestamp) {
        func number(_ prefix: String) -> Int? {
            guard text.uppercased().hasPrefix(prefix) else { return nil }
            return Int(text.dropFirst(prefix.count)).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
        }
        func moment(_ prefix: String) -> Timestamp? {
            number(prefix).map { time.advanced(bySeconds: Int64($0) * -60) }
        }
        if let count = number(">") {
            self = .moreUsers(than: count)
        } else if let count = number("<") {
            self = .fewerUsers(than: count)
        } else if let moment = moment("C>") {
            self = .created(before: moment)
        } else if let moment = moment("C<") {
            self = .createdAfter(moment)
        } else if let moment = moment("T>") {
            self = .topicSet(before: moment)
        } else if let moment = moment("T<") {
            self = .topicSetAfter(moment)
        } else if text.hasPrefix("!") {
            self = .notNamed(Mask(String(text.dropFirst())))
        } else if Self.isMask(text) {
            self = .named(Mask(text))
        } else {
            return nil
        }
    }

    func matches(_ channel: Channel) -> Bool {
        switch self {
        case .moreUsers(let count): channel.members.count > count
        case .fewerUsers(let count): channel.members.count < count
        case .created(let moment): channel.createdAt < moment
        case .createdAfter(let moment): channel.createdAt > moment
        case .topicSet(let moment): channel.topic.map { $0.setAt < moment } ?? false
        case .topicSetAfter(let moment): channel.topic.map { $0.setAt > moment } ?? false
        case .named(let mask): mask.matches(channel.folded)
        case .notNamed(let mask): !mask.matches(channel.folded)
        }
    }
}
