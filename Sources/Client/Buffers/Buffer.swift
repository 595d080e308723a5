import Protocol

/// A place on the screen: the server's own lines, a room, or a talk with one person.
///
/// Its parts keep their state to themselves.
package struct Buffer: Sendable {
    package enum Kind: Hashable, Sendable {
        case server
        case channel
        /// A talk with one person.
        case query
    }

    package let id: BufferID
    /// Names the buffer from outside its session.
    package let address: BufferAddress
    package let kind: Kind
    package internal(set) var name: String
    /// The topic of a room, as it came; nil if it is not known, or none is set.
    package internal(set) var topic: String?
    /// The members of the room. Empty for every other kind of buffer.
    package internal(set) var members: MemberList
    /// The lines that tell what has been said and has happened. Lines under way are not among them: see ``lineCount``.
    package internal(set) var scrollback: Scrollback
    /// The room's modes that are not about a member or a list, with their parameters where the server tells them.
    package internal(set) var modes: [Character: String] = [:]
    /// True if the person with whom the talk is, is on the server; nil where that is not known.
    package internal(set) var isPeerOnline: Bool?
    var marks = BufferMarks()
    var membership: OwnMembership
    var readPosition = ReadPosition()
    var olderPages = OlderPages()
    var placedOwn = PlacedOwnLines()
    var gaps: [LineID: GapLine] = [:]
    var annotations = AnnotationTable()
    var typists = Typists()
    /// Lines under way: they stand below all others.
    var pending = PendingLines()

    init(_ id: BufferID, of network: NetworkID, kind: Kind, name: String, rules: MemberList.Rules, limit: Int) {
        self.id = id
        address = BufferAddress(network, id)
        self.kind = kind
        self.name = name
        membership = OwnMembership(isJoined: kind != .channel)
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

    /// The room's modes in one word, such as `+klnt`.
    package var modeString: String {
        modes.isEmpty ? "" : "+" + String(modes.keys.sorted())
    }
}

/// The properties of the parts that the screen and the session read.
extension Buffer {
    /// Messages that have not been read, in the buffer on the screen too: see ``ClientSession/linesShown(_:through:in:at:)``.
    package var unread: Int { readPosition.unread }
    /// Those of them that named the person.
    package var mentions: Int { readPosition.mentions }
    /// The first message of those counted as unread.
    package var firstUnread: LineID? { readPosition.firstUnread }
    /// The line above which the rule of what is new stands. The rule stays while the buffer is on the screen, also when all has been read.
    package var unreadRule: LineID? { readPosition.rule }
    /// True while we are in the room. Always true for every other kind of buffer.
    package var isJoined: Bool { membership.isJoined }
    /// True if the person wants nothing of it to call them, on any of their devices.
    package var isMuted: Bool { marks.isMuted }
    /// True if nothing of it calls the person: it is muted, or they want to be called for nothing of it here.
    package var isSilent: Bool { marks.isMuted || marks.callsForNothing }
    /// True if the person wants to find it at once.
    package var isPinned: Bool { marks.isPinned }
    /// The state of the history above the oldest line.
    package var older: OlderHistory { olderPages.state }
    /// The nicks of those who are typing, in the order they began.
    package var typing: [String] { typists.nicks }
}
