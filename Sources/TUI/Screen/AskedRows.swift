import Client
import Protocol

/// The rows of a list that a server was asked for, made once, from which those are taken that fit what is typed: thousands with each key.
struct AskedRows: Sendable {
    private struct Row: Sendable {
        let item: Picker.Item
        /// In small letters.
        let name: [UInt8]
        /// All that can be looked for besides the name, in small letters.
        let words: [UInt8]
    }

    /// The words above the list.
    let title: String
    /// False while more can come.
    let isComplete: Bool
    /// See ``Client/RoomList/edition``; 0 for people, who come all at once.
    let edition: Int
    /// The number of entries that the server named beyond those that are held.
    let omitted: Int
    private let rows: [Row]

    var isEmpty: Bool { rows.isEmpty }

    /// - Parameter network: the list is of this one.
    init(_ list: RoomList, _ network: NetworkID) {
        title = list.state == .loading ? "rooms, as they come" : "rooms, most people first"
        (isComplete, edition, omitted) = (list.state != .loading, list.edition, list.omitted)
        let rooms = list.byPeople
        let columns = rooms.first.map { String($0.people).count } ?? 0
        rows = rooms.map { room in
            let people = String(room.people)
            let name = DrawableText.plain(room.name)
            let item = Picker.Item(
                lead: String(repeating: " ", count: columns - people.count) + people + "  ", name: name,
                text: room.topic, target: .room(room.name, network))
            return Row(item: item, name: Self.folded(name), words: Self.folded(room.topic))
        }
    }

    /// - Parameters:
    ///   - network: the list is of this one.
    ///   - displayNames: the names that people of the list show besides their nicks; nil where there are none.
    init(_ list: NameList, _ network: NetworkID, _ displayNames: DisplayNames?) {
        title = "people in \(DrawableText.plain(list.channel))"
        (isComplete, edition, omitted) = (list.state != .loading, 0, list.omitted)
        // They stand in their order once all have come.
        let people = isComplete ? list.people : []
        rows = people.map { person in
            let nick = DrawableText.plain(person.nick)
            let marks = (person.isBot ? " bot" : "") + (person.isAway ? " away" : "")
            let displayName = displayNames?[person.nick].flatMap(DisplayNames.quotable) ?? ""
            let aside = (displayName.isEmpty ? "" : " “\(displayName)”") + marks
            let account = person.account.map { " · account " + DrawableText.plain($0) } ?? ""
            var place = ""
            if let user = person.user, let host = person.host { place = DrawableText.plain("\(user)@\(host)") }
            let item = Picker.Item(
                lead: person.prefixes.first.map(String.init) ?? " ", name: nick, aside: aside, text: place + account,
                target: .person(person.nick, network))
            return Row(item: item, name: Self.folded(nick), words: Self.folded(displayName + marks + place + account))
        }
    }

    /// The rows in which each word of a text stands, in their order: first those that have all of them in the name.
    func items(fitting query: String) -> [Picker.Item] {
        let wanted = query.split(separator: " ").map { Self.folded($0) }
        guard !wanted.isEmpty else { return rows.map(\.item) }
        var (named, others): ([Picker.Item], [Picker.Item]) = ([], [])
        for row in rows {
            if wanted.allSatisfy({ row.name.holds($0) }) {
                named.append(row.item)
            } else if wanted.allSatisfy({ row.name.holds($0) || row.words.holds($0) }) {
                others.append(row.item)
            }
        }
        return named + others
    }

    private static func folded(_ text: some StringProtocol) -> [UInt8] { Array(text.lowercased().utf8) }
}

extension [UInt8] {
    /// True if these bytes stand in it, one behind the other.
    fileprivate func holds(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        guard wanted.count <= count else { return false }
        return withUnsafeBufferPointer { bytes in
            for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
                var length = 1
                while length < wanted.count, bytes[start + length] == wanted[length] { length += 1 }
                if length == wanted.count { return true }
            }
            return false
        }
    }
}
