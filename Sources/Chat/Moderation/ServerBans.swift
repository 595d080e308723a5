import Basics
import Protocol

/// A ban of the whole server, read.
struct ParsedServerBan {
    let ban: ServerBan
    let mask: BanMask
}

extension ServerBan {
    /// True once its time is over.
    func isOver(at time: Timestamp) -> Bool { until.map { $0 <= time } ?? false }

    /// Rule, reason and end, to be read behind what it does.
    var words: String {
        let end = until.map { "until \($0.iso8601)" } ?? "for good"
        return (reason.isEmpty ? "" : ": \(reason)") + " (\(mask), \(end))"
    }
}

/// The ban of the whole server that keeps a user quiet, kept with the user until the bans, or what it is known by, change.
struct ServerMuteCache {
    let ban: ServerBan?
    /// The version of the ``ServerBans``, and ``User/identityVersion``, of the answer.
    let bans: UInt64
    let identity: UInt64
}

/// The bans of the whole server, read: who is kept out of it, or quiet.
///
/// A time is that of the machine's clock. Bans whose time is over count no more, also before they are taken out.
final class ServerBans {
    /// The oldest first.
    private(set) var all: [ParsedServerBan] = []
    /// True if one of them keeps somebody quiet. It is asked for every message.
    private var hasMutes = false
    /// The number of times that the bans have changed.
    private var version: UInt64 = 0

    /// Takes these bans in the place of those that are there. One that cannot be read is left out.
    func replace(with bans: some Sequence<ServerBan>) {
        all = bans.sorted { ($0.setAt, $0.folded) < ($1.setAt, $1.folded) }.compactMap { ban in
            BanMask(ban.mask).map { ParsedServerBan(ban: ban, mask: $0) }
        }
        hasMutes = all.contains(where: \.mask.isMute)
        version += 1
    }

    var isEmpty: Bool { all.isEmpty }

    /// The ban that keeps a user out; nil for none.
    func ban(on user: User, at time: Timestamp) -> ParsedServerBan? {
        first(isMute: false, at: time) { $0.matches(user, seeingAddresses: true) }
    }

    /// True if a ban keeps a user out under the user name that it has, or would under another one.
    func hasBan(onAnyUserNameOf user: User, at time: Timestamp) -> Bool {
        first(isMute: false, at: time) { $0.forAnyUserName.matches(user, seeingAddresses: true) } != nil
    }

    /// The ban that keeps out everybody from an address; nil for none.
    func ban(on address: IPAddress?, at time: Timestamp) -> ParsedServerBan? {
        first(isMute: false, at: time) { $0.matches(address) }
    }

    /// The ban that keeps a user quiet; nil for none. Who comes through the host's own door is never meant.
    func mute(on user: User, at time: Timestamp) -> ServerBan? {
        guard hasMutes, !user.sessions.contains(where: \.origin.isHost) else { return nil }
        if let known = user.mute, known.bans == version, known.identity == user.identityVersion,
            known.ban?.isOver(at: time) != true
        {
            return known.ban
        }
        let ban = first(isMute: true, at: time) { $0.matches(user, seeingAddresses: true) }?.ban
        user.mute = ServerMuteCache(ban: ban, bans: version, identity: user.identityVersion)
        return ban
    }

    private func first(isMute: Bool, at time: Timestamp, where matches: (BanMask) -> Bool) -> ParsedServerBan? {
        all.first { $0.mask.isMute == isMute && !$0.ban.isOver(at: time) && matches($0.mask) }
    }
}
