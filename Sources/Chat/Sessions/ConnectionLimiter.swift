/// Counts the sessions that come from one place, and those of them that have not registered.
///
/// A place is an IPv4 address, or an IPv6 /64: what one household or one machine has. Who is exempt from limits is not counted.
struct ConnectionLimiter {
    private struct Count {
        var sessions = 0
        var unregistered = 0
    }

    private var counts: [String: Count] = [:]

    /// The most sessions whose connection is gone and that have something left to say: of one place, and in all.
    static let maxLingering = (ofPrefix: 16, inAll: 256)
    /// Those of them that are counted, the oldest first.
    private var lingering: [(session: SessionID, prefix: String)] = []

    /// Why nobody more may come in from a place, in words for who tried; nil if there is room, and then the session is counted.
    mutating func admit(from prefix: String, limits: Limits) -> String? {
        var count = counts[prefix] ?? Count()
        if count.unregistered >= limits.unregisteredPerAddress {
            return
                "\(limits.unregisteredPerAddress) connections from your address have not registered yet: try again in "
                + "\(limits.registrationSeconds) seconds"
        }
        if count.sessions >= limits.sessionsPerAddress {
            return
                "There are \(limits.sessionsPerAddress) connections from your address, which is the limit: close one first"
        }
        count.sessions += 1
        count.unregistered += 1
        counts[prefix] = count
        return nil
    }

    /// The sessions that are counted there.
    func admitted(from prefix: String) -> Int { counts[prefix]?.sessions ?? 0 }

    /// True if one session less, of those who have registered, would let one more in.
    func wouldAdmit(withoutOneFrom prefix: String, limits: Limits) -> Bool {
        admitted(from: prefix) >= limits.sessionsPerAddress
            && counts[prefix]?.unregistered ?? 0 < limits.unregisteredPerAddress
    }

    /// The connection of a session is gone that has something left to say.
    ///
    /// - Returns: the session that has to end for that, if there are more than there may be: the oldest of the place, or of all.
    mutating func disconnected(_ session: SessionID, from prefix: String) -> SessionID? {
        lingering.append((session, prefix))
        if lingering.count(where: { $0.prefix == prefix }) > Self.maxLingering.ofPrefix {
            return firstLingering(from: prefix)
        }
        return lingering.count > Self.maxLingering.inAll ? lingering.first?.session : nil
    }

    /// The session of a place whose connection has been gone for longest.
    func firstLingering(from prefix: String) -> SessionID? { lingering.first { $0.prefix == prefix }?.session }

    mutating func registered(from prefix: String) { counts[prefix]?.unregistered -= 1 }

    mutating func left(_ session: SessionID, from prefix: String, wasRegistered: Bool) {
        lingering.removeAll { $0.session == session }
        guard var count = counts[prefix] else { return }
        count.sessions -= 1
        if !wasRegistered { count.unregistered -= 1 }
        counts[prefix] = count.sessions > 0 ? count : nil
    }
}
