import Chat
import Transport

/// Audiences as Transport names them, found by where Chat's array of them is.
///
/// Messages to one room share that array as long as nobody comes or goes, and a lane joins what is for the very same array.
/// Chat's is kept too, so that its place stays its own. What was not asked for in a while is forgotten.
struct Rosters {
    private typealias Known = [UnsafeRawPointer: (sessions: [SessionID], connections: [ConnectionID])]

    /// Names that are kept, twice at most: those asked for last, and those before them.
    static let capacity = 65_536

    private var recent: Known = [:]
    private var earlier: Known = [:]
    private var count = 0

    mutating func connections(of sessions: [SessionID]) -> [ConnectionID] {
        guard let place = sessions.withUnsafeBytes({ $0.baseAddress }) else { return [] }
        if let known = recent[place] { return known.connections }
        let connections = earlier[place]?.connections ?? sessions.map { ConnectionID($0) }
        if count >= Self.capacity {
            earlier = recent
            recent.removeAll(keepingCapacity: true)
            count = 0
        }
        recent[place] = (sessions, connections)
        count += sessions.count
        return connections
    }
}
