/// How many sessions come from one place, and how many of them have not registered.
///
/// A place is an IPv4 address, or an IPv6 /64: what one household or one machine has. Who is exempt from limits is not counted.
struct Neighbours {
    private struct Count {
        var sessions = 0
        var unregistered = 0
    }

    private var counts: [String: Count] = [:]

    /// How many there may be whose connection is gone, and that have something left to say: of one place, and in all.
    static let mostDeparting = (ofPlace: 16, inAll: 256)
    /// Those of them that are counted, the oldest first.
    private var departing: [(session: SessionID, place: String)] = []

    /// Why nobody more may come in from a place, in words for who tried; nil if there is room, and then the session is counted.
    mutating func admit(from place: String, limits: Limits) -> String? {
        var count = counts[place] ?? Count()
        if count.unregistered >= limits.unregisteredPerAddress {
            return
                "\(limits.unregisteredPerAddress) connections from your address have not registered yet: try again in "
                + "\(limits.registrationSeconds) seconds"
        }
        if count.sessions >= limits.sessionsPerAddress {
            return
                "There are \(limits.sessionsPerAddress) connections from your address, which is all it may have: close one first"
        }
        count.sessions += 1
        count.unregistered += 1
        counts[place] = count
        return nil
    }

    /// The sessions that are counted there.
    func admitted(from place: String) -> Int { counts[place]?.sessions ?? 0 }

    /// Whether one session less, of those who have registered, would let one more in.
    func wouldAdmit(withoutOneFrom place: String, limits: Limits) -> Bool {
        admitted(from: place) >= limits.sessionsPerAddress
            && counts[place]?.unregistered ?? 0 < limits.unregisteredPerAddress
    }

    /// The connection of a session is gone that has something left to say.
    ///
    /// - Returns: the session that has to end for that, if there are more than there may be: the oldest of the place, or of all.
    mutating func depart(_ session: SessionID, from place: String) -> SessionID? {
        departing.append((session, place))
        if departing.count(where: { $0.place == place }) > Self.mostDeparting.ofPlace {
            return firstDeparting(from: place)
        }
        return departing.count > Self.mostDeparting.inAll ? departing.first?.session : nil
    }

    /// The session of a place whose connection has been gone for longest.
    func firstDeparting(from place: String) -> SessionID? { departing.first { $0.place == place }?.session }

    mutating func registered(from place: String) { counts[place]?.unregistered -= 1 }

    mutating func left(_ session: SessionID, from place: String, wasRegistered: Bool) {
        departing.removeAll { $0.session == session }
        guard var count = counts[place] else { return }
        count.sessions -= 1
        if !wasRegistered { count.unregistered -= 1 }
        counts[place] = count.sessions > 0 ? count : nil
    }
}
