import Chat
import Transport

/// Audiences as Transport names them, found by where Chat's array of them is.
///
/// Messages to one room share that array as long as nobody comes or goes, and a lane joins what is for the very same array.
/// Chat's is kept too, so that its place stays its own. What nobody asks for is forgotten: at the second ``age()``, or when
/// there is too much of it.
struct RecipientCache {
    private typealias Known = [UnsafeRawPointer: (sessions: [SessionID], connections: [ConnectionID])]

    /// Names that are kept, twice at most and one audience more: those asked for last, and those before them.
    static let capacity = 65_536
    /// The cost of an audience besides its names, counted in names.
    static let overhead = 32
    /// Of one or two people there is hardly anything to join, and there are many such.
    static let smallest = 3

    private var recent: Known = [:]
    private var earlier: Known = [:]
    private var count = 0

    mutating func connections(of sessions: [SessionID]) -> [ConnectionID] {
        guard sessions.count >= Self.smallest, let place = sessions.withUnsafeBytes({ $0.baseAddress }) else {
            return sessions.map { ConnectionID($0) }
        }
        if let known = recent[place] { return known.connections }
        let connections = earlier[place]?.connections ?? sessions.map { ConnectionID($0) }
        if count >= Self.capacity { age() }
        recent[place] = (sessions, connections)
        count += sessions.count + Self.overhead
        return connections
    }

    /// Forgets what nobody has asked for since the time before.
    mutating func age() {
        earlier = recent
        recent = [:]
        count = 0
    }
}
