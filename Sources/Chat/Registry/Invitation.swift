import Basics
import Protocol

/// A link that lets people in: what is kept of it. Its secret is not; who has that is known by its SHA-256.
package struct Invitation: Hashable, Sendable {
    /// The SHA-256 of the secret's text, 32 bytes: what it is kept under.
    package var digest: [UInt8]
    /// The room that its link leads to, by the name that it had then.
    package var channel: String?
    package var fate = ChannelFate.stays
    /// The account that whoever comes with it is logged in to.
    package var account: String?
    /// The number of people that it is for. The same one may come again.
    package var uses: Int
    /// From then on it lets nobody in; nil for never.
    package var expires: Timestamp?
    package var madeBy: String
    package var madeAt: Timestamp
    package var revokedAt: Timestamp?

    /// The fate of the invitation's room.
    package enum ChannelFate: Hashable, Sendable {
        case stays
        case renamed(String)
        /// The last one has left it. Who makes another of its name makes another room.
        case gone
    }

    /// The room that it opens, whatever the room's modes say; nil for none.
    package var opens: String? {
        switch fate {
        case .stays: channel
        case .renamed(let name): name
        case .gone: nil
        }
    }

    package init(
        digest: [UInt8], channel: String? = nil, fate: ChannelFate = .stays, account: String? = nil, uses: Int = 1,
        expires: Timestamp? = nil,
        madeBy: String, madeAt: Timestamp, revokedAt: Timestamp? = nil
    ) {
        self.digest = digest
        self.channel = channel
        self.fate = fate
        self.account = account
        self.uses = uses
        self.expires = expires
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.revokedAt = revokedAt
    }

    /// The name by which people call the invitation: 8 hexadecimal digits, which tell nothing of the secret.
    package var id: String {
        Hex.encode(digest.prefix(4))
    }

    /// The state of an invitation: `live` if it still lets somebody in, or else the reason that it does not.
    package enum Standing: String, Sendable {
        case live
        case usedUp = "used-up"
        case expired
        case revoked
    }

    /// - Parameter guests: how many have used it.
    package func standing(guests: Int, at time: Timestamp) -> Standing {
        if revokedAt != nil { return .revoked }
        if let expires, expires <= time { return .expired }
        return guests < uses ? .live : .usedUp
    }
}
