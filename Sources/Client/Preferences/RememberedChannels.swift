import Protocol

/// The rooms that the person is in until they leave them, also over restarts, and the talks that were open when the program ended last.
///
/// A room is remembered from the moment that it is entered, however that came about. Being thrown out of it, or refused, changes nothing;
/// leaving it, or putting its buffer away, forgets it.
struct RememberedChannels: Sendable {
    /// So many rooms are remembered at most: a server can put one into as many as it likes.
    static let maxCount = 500
    /// So many talks are opened again at most: those that were opened last.
    static let maxQueries = 50
    /// The most bytes of a name that is taken back.
    private static let maxNameBytes = 512

    /// In the order in which they were entered, each once.
    private(set) var channels: [SessionConfiguration.Channel] = []
    /// Those that were left since the program began and not entered again.
    private(set) var left: [String] = []
    /// The nicks of the talks that have not been opened again yet.
    private(set) var queries: [String] = []

    /// A room was entered.
    ///
    /// - Returns: false where it was remembered already with that key.
    mutating func entered(_ channel: SessionConfiguration.Channel, casemapping: Casemapping) -> Bool {
        let folded = casemapping.fold(channel.name)
        left.removeAll { casemapping.fold($0) == folded }
        if let place = place(of: folded, casemapping) {
            guard channels[place] != channel else { return false }
            channels[place] = channel
        } else {
            guard channels.count < Self.maxCount, Self.isName(channel.name) else { return false }
            channels.append(channel)
        }
        return true
    }

    /// The person has left a room, or has been taken out of it for good.
    mutating func left(_ name: String, casemapping: Casemapping) {
        let folded = casemapping.fold(name)
        channels.removeAll { casemapping.fold($0.name) == folded }
        guard left.count < Self.maxCount, !left.contains(where: { casemapping.fold($0) == folded }) else { return }
        left.append(name)
    }

    /// A room has another name. Where a room of that name is remembered already, the two are one.
    mutating func renamed(_ old: String, to new: String, casemapping: Casemapping) {
        guard let place = place(of: casemapping.fold(old), casemapping), Self.isName(new) else { return }
        let isKnown = self.place(of: casemapping.fold(new), casemapping).map { $0 != place } ?? false
        if isKnown { channels.remove(at: place) } else { channels[place].name = new }
    }

    /// The talks that are to be opened again, once.
    mutating func takeQueries() -> [String] {
        defer { queries = [] }
        return queries
    }

    mutating func restore(_ saved: SavedSession) {
        channels = Array(saved.channels.lazy.filter { Self.isName($0.name) }.prefix(Self.maxCount))
        for place in channels.indices where channels[place].key.map({ !Self.isWord($0) }) == true {
            channels[place].key = nil
        }
        left = []
        queries = saved.queries.filter { Self.isWord($0) }.suffix(Self.maxQueries)
    }

    private func place(of folded: FoldedName, _ casemapping: Casemapping) -> Int? {
        channels.firstIndex { casemapping.fold($0.name) == folded }
    }

    /// True for a name that can be asked for: `JOIN 0`, say, leaves all rooms.
    private static func isName(_ name: String) -> Bool {
        isWord(name) && name.first.map { !$0.isLetter && !$0.isNumber } == true
    }

    /// True for a word that says one thing in a list of IRC.
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= maxNameBytes && text.utf8.first != UInt8(ascii: ":")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ",") }
    }
}
