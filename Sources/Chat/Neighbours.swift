/// How many sessions come from one place, and how many of them have not registered.
///
/// A place is an IPv4 address, or an IPv6 /64: what one household or one machine has. Who is exempt from limits is not counted.
struct Neighbours {
    private struct Count {
        var sessions = 0
        var unregistered = 0
    }

    private var counts: [String: Count] = [:]

    /// Why nobody more may come in from a place, in words for who tried; nil if there is room, and then the session is counted.
    mutating func admit(from place: String, limits: Limits) -> String? {
        var count = counts[place] ?? Count()
        if count.sessions >= limits.sessionsPerAddress {
            return
                "There are \(limits.sessionsPerAddress) connections from your address, which is all it may have: close one first"
        }
        if count.unregistered >= limits.unregisteredPerAddress {
            return
                "\(limits.unregisteredPerAddress) connections from your address have not registered yet: try again in "
                + "\(limits.registrationSeconds) seconds"
        }
        count.sessions += 1
        count.unregistered += 1
        counts[place] = count
        return nil
    }

    /// The sessions that are counted there.
    func admitted(from place: String) -> Int { counts[place]?.sessions ?? 0 }

    mutating func registered(from place: String) { counts[place]?.unregistered -= 1 }

    mutating func left(from place: String, wasRegistered: Bool) {
        guard var count = counts[place] else { return }
        count.sessions -= 1
        if !wasRegistered { count.unregistered -= 1 }
        counts[place] = count.sessions > 0 ? count : nil
    }
}
