import Protocol

/// The sessions that subscribe to a key of metadata, by the draft that they follow: all of one draft read the same bytes.
struct MetadataAudience {
    private(set) var second = Audience()
    private(set) var third = Audience()

    /// Takes in a session if it subscribes to the key.
    mutating func add(_ session: Session, subscribingTo key: String) {
        guard session.subscriptions.contains(key) else { return }
        switch session.metadataDraft {
        case .two: second.add(session)
        case .three: third.add(session)
        case nil: break
        }
    }
}
