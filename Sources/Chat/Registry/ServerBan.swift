import Protocol

/// Somebody whom the whole server keeps out, or keeps quiet.
package struct ServerBan: Hashable, Sendable {
    /// The mask of those it means, as a room's ban list would hold it; `~m:` stands in front where it only takes the voice.
    package var mask: String
    /// Under which it is kept: no two bans share it.
    package var folded: FoldedName { Casemapping.ascii.fold(mask) }
    /// For those whom it hits; may be empty.
    package var reason: String
    /// The nick of the operator who set the ban.
    package var setBy: String
    package var setAt: Timestamp
    /// When it ends; nil for never.
    package var until: Timestamp?

    package init(mask: String, reason: String, setBy: String, setAt: Timestamp, until: Timestamp? = nil) {
        self.mask = mask
        self.reason = reason
        self.setBy = setBy
        self.setAt = setAt
        self.until = until
    }
}
