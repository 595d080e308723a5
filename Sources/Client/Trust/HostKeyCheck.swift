/// A server that has shown its key, before a byte is said to it, and all that is known of it.
package struct HostKeyCheck: Hashable, Sendable {
    /// `host:port`.
    package var place: String
    package var shown: ShownKey
    /// The key that an invitation names.
    package var invited: String?
    /// True if the server's own rules demand a key that an authority vouches for. <https://ircv3.net/specs/extensions/sts>
    package var isStrict: Bool
    /// The key that the person took for this time only.
    package var accepted: String?

    package init(
        place: String, shown: ShownKey, invited: String? = nil, isStrict: Bool = false, accepted: String? = nil
    ) {
        self.place = place
        self.shown = shown
        self.invited = invited
        self.isStrict = isStrict
        self.accepted = accepted
    }

    /// The outcome of meeting a server.
    package enum Outcome: Hashable, Sendable {
        case trusted
        /// Trusted, and to be kept from now on.
        case remembered
        /// For the person to say.
        case unknown
        /// Everything stops. Why, and what to do, as one clause without a full stop.
        case refused(String)
    }

    /// - Parameter path: the path of the file that keeps `known`, for the remedy.
    package func judge(_ known: KnownHosts, keptIn path: String) -> Outcome {
        if let invited, invited != shown.fingerprint {
            return .refused(
                "it is not the server of the invitation, whose key is \(invited): this one shows \(shown.fingerprint). "
                    + "Someone may be in between. Ask whoever invited you for a new invitation")
        }
        if let entry = known.entry(for: place) { return judge(entry, keptIn: path) }
        if invited != nil || shown.isVouchedFor { return .remembered }
        if isStrict {
            return .refused(
                "no authority vouches for its key (\(shown.problem ?? "unknown")), and by its own rules one must. "
                    + "Someone may be in between. Try again later, or from another network")
        }
        guard let accepted else { return .unknown }
        if accepted == shown.fingerprint { return .trusted }
        return .refused(
            "its key has changed since you accepted it once: it was \(accepted), it is \(shown.fingerprint). "
                + "Someone may be in between. Ask who runs it, and start again")
    }

    private func judge(_ entry: KnownHosts.Entry, keptIn path: String) -> Outcome {
        let change: String
        if entry.isVouchedFor {
            if shown.isVouchedFor { return .trusted }
            change =
                "no authority vouches for it any more (\(shown.problem ?? "unknown")), as one did at the first connection on "
                + "\(entry.firstSeen): its key was \(entry.fingerprint), it is \(shown.fingerprint)"
        } else {
            if entry.fingerprint == shown.fingerprint { return .trusted }
            change =
                "its key has changed since the first connection on \(entry.firstSeen): it was \(entry.fingerprint), "
                + "it is \(shown.fingerprint)"
        }
        return .refused(
            "\(change). Someone may be in between. Ask who runs it; if they changed it, delete the line “\(entry.place)” "
                + "from \(path)")
    }
}
