import Protocol

/// Which buffer: stays the same when it is renamed or others are closed, and is never used again.
package struct BufferID: Hashable, Comparable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// The server's own, always there and always first.
    package static let server = BufferID(0)

    package static func < (a: BufferID, b: BufferID) -> Bool { a.number < b.number }
}

/// A place on the screen: the server's own lines, a room, or a talk with one person.
package struct Buffer: Sendable {
    package enum Kind: Hashable, Sendable {
        case server
        case channel
        /// A talk with one person.
        case query
    }

    struct Typist: Hashable, Sendable {
        let nick: String
        var until: Timestamp
    }

    package let id: BufferID
    /// Names the buffer from outside its session.
    package let address: BufferAddress
    package let kind: Kind
    package internal(set) var name: String
    /// What a room is about, as it came; nil where that is not known, or no topic is set.
    package internal(set) var topic: String?
    /// Who is here. Empty but in rooms.
    package internal(set) var members: MemberList
    /// What has been said and has happened. Lines under way are not in it: see ``lineCount``.
    package internal(set) var scrollback: Scrollback
    /// Messages that have not been read, in the buffer on the screen too: see ``ClientSession/linesShown(_:through:in:at:)``.
    package internal(set) var unread = 0
    /// Those of them that named the person.
    package internal(set) var mentions = 0
    /// The first message of those counted as unread.
    package internal(set) var firstUnread: LineID?
    /// Where the rule stands that says what is new: above this line. It stays while the buffer is on the screen, also when all has been read.
    package internal(set) var unreadRule: LineID?
    /// Whether we are in the room. Always true for the others.
    package internal(set) var isJoined: Bool
    /// The room's modes that are not about a member or a list, with their parameters where the server tells them.
    package internal(set) var modes: [Character: String] = [:]

    /// What is above the oldest line.
    package internal(set) var older = OlderHistory.none
    /// When a page may be asked for again that was refused.
    var olderRetryAt = Timestamp(milliseconds: 0)
    var gaps: [LineID: GapLine] = [:]
    var annotations: [LineID: LineAnnotations] = [:]
    var annotationsLimit = 1000
    var typists: [Typist] = []
    /// Whether the server refused to tell others that we are typing, and nothing has changed since.
    var refusesTyping = false
    /// When we were last there, where we have gone.
    var absentSince: Timestamp?
    var key: String?
    /// Whether to enter again when the connection is back.
    var shouldRejoin = false
    /// Whether WHO has been asked since we came in.
    var hasAskedWho = false
    /// Lines under way: they stand below all others.
    var pending = PendingLines()
    /// Everything below this id has been read.
    var readEnd = LineID(0)
    /// What the server knows of that: as a time, and up to where it has been told.
    var readMarker: Timestamp?
    var sentReadEnd = LineID(0)
    /// Where the server knows nothing of that: what is later has not been read.
    var unreadSince: Timestamp?
    /// Whether what was read before is still to be heard from the server.
    var isReadPositionUnknown = true

    init(_ id: BufferID, of network: NetworkID, kind: Kind, name: String, rules: MemberList.Rules, limit: Int) {
        self.id = id
        address = BufferAddress(network, id)
        self.kind = kind
        self.name = name
        isJoined = kind != .channel
        members = MemberList(rules: rules)
        scrollback = Scrollback(limit: limit)
    }

    /// All lines that can be shown, those under way included.
    package var lineCount: Int { scrollback.count + pending.count }

    /// The line at a place from the oldest, within `0..<lineCount`. Those under way come last, in the order sent; their ids become final
    /// when the server has sent them back.
    package func line(at index: Int) -> Line {
        let ahead = index - scrollback.count
        guard ahead >= 0 else { return complete(scrollback[index]) }
        return complete(pending[ahead].line.line(id: id(at: index)), replyTo: pending[ahead].line.replyTo)
    }

    /// The id of the line at a place within `0...lineCount`; that of the last place is above all others.
    package func id(at index: Int) -> LineID {
        let ahead = index - scrollback.count
        guard ahead > 0 else { return scrollback.id(at: index) }
        return LineID(scrollback.endID.number + ahead * Scrollback.stride)
    }

    /// The place of a line; nil where it is gone.
    package func index(of id: LineID) -> Int? {
        let index = index(notBelow: id)
        return index < lineCount && self.id(at: index) == id ? index : nil
    }

    /// How many lines stand before an id, whether its line is there or not.
    package func index(notBelow id: LineID) -> Int {
        guard id > scrollback.endID else { return scrollback.index(notBelow: id) }
        let beyond = id.number - scrollback.endID.number
        return min(scrollback.count + (beyond - 1) / Scrollback.stride + 1, lineCount)
    }

    /// Above the id of every line, those under way included.
    package var endID: LineID { id(at: lineCount) }

    /// The nicks of those who are typing, in the order they began.
    package var typing: [String] { typists.map(\.nick) }

    /// The room's modes in one word, such as `+klnt`.
    package var modeString: String {
        modes.isEmpty ? "" : "+" + String(modes.keys.sorted())
    }
}
