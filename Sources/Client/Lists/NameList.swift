import Protocol

/// The people in a room, as the server names them in answer to /names. <https://modern.ircdocs.horse/#names-message>
package struct NameList: Sendable {
    /// So many people are held: nobody reads more.
    static let maxPeople = 10_000

    /// The room, as the person named it.
    package let channel: String
    package private(set) var state = ListState.loading
    /// In the order in which they came; once the list is complete by rank, and then by name.
    package private(set) var people: [Member] = []
    /// The number of people beyond those that are held.
    package private(set) var omitted = 0

    init(of channel: String) { self.channel = channel }

    /// Adds the people of one line.
    mutating func add(_ members: [Member]) {
        let kept = members.prefix(max(Self.maxPeople - people.count, 0))
        people += kept.map(\.bounded)
        omitted &+= members.count - kept.count
    }

    /// The answer has come to its end.
    ///
    /// - Parameters:
    ///   - rules: the ranks that there are, and the rules by which names are equal.
    ///   - known: what else is known of somebody, where we are in the room.
    mutating func complete(_ rules: MemberList.Rules, known: MemberList?) {
        let keyed = people.map { person in
            let member = known?[person.nick] ?? person
            return (rank: rules.rank(of: member), name: rules.casemapping.fold(member.nick), member: member)
        }
        people = keyed.sorted { $0.rank != $1.rank ? $0.rank < $1.rank : $0.name < $1.name }.map(\.member)
        state = .complete
    }

    /// The answer does not come.
    mutating func refuse() { state = .refused }
}
