import Protocol

/// The phase of the connection, from no attempt to being online.
package enum ConnectionPhase: Hashable, Sendable {
    /// Not connected, and not trying.
    case idle
    case connecting
    /// Connected; the server has not welcomed us yet.
    case registering
    case online
    /// Lost; it is tried again at this moment.
    case waiting(until: Timestamp)
    /// The person has left.
    case ended
}
