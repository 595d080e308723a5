import Protocol

/// The profiles of others as they may be shown, and the person's own.
extension ClientSession {
    /// The names that people show besides their nicks, as they may stand in a room; nil where there are none. Until the server has told who
    /// is there, that is not known.
    package func displayNames(in id: BufferID) -> DisplayNames? {
        guard let profiles = connection?.metadata.profiles, !profiles.isEmpty, let buffer = buffers[id],
            buffer.membership.hasNames
        else { return nil }
        return DisplayNames(profiles: profiles, members: buffer.members, ownSkeleton: NameSkeleton.of(nick))
    }

    /// The names that the people of a list show besides their nicks; nil where there are none, or the person is not in that room.
    package func displayNames(of list: NameList) -> DisplayNames? {
        buffers.id(named: list.channel).flatMap { displayNames(in: $0) }
    }

    /// True if something is known of what somebody tells of themselves.
    func hasProfile(_ nick: String) -> Bool { connection?.metadata.profiles[casemapping.fold(nick)] != nil }

    /// The profile of somebody in one sentence, for the answer to /whois; nil if there is nothing to tell.
    func profileWords(of nick: String) -> String? {
        guard let profile = connection?.metadata.profiles[casemapping.fold(nick)] else { return nil }
        let isMisleading =
            NameSkeleton.of(self.nick) == profile.displayNameSkeleton
            || profile.displayNameSkeleton.isEmpty
            || buffers.contains { $0.members.isConfusable(profile.displayNameSkeleton) }
        let words = Self.words(of: profile, without: isMisleading ? .displayName : nil)
        return words.isEmpty ? nil : "\(nick)'s profile: \(words)."
    }

    private static func words(of profile: Profile, without hidden: MetadataKey? = nil) -> String {
        MetadataKey.profile.filter { $0 != hidden }.compactMap { key in
            profile[key].map { "\(key.rawValue) \($0)" }
        }.joined(separator: "; ")
    }

    // MARK: The person's own

    /// /profile: without a key tells it, without a value takes the key away.
    mutating func profile(_ name: String?, _ value: String?) -> SubmitOutcome {
        guard metadataCapability != nil else { return .notSent(reason: "This server keeps no profiles.") }
        guard let name else {
            connection?.metadata.beginListing()
            send("METADATA", "*", "LIST")
            return .done
        }
        guard let key = MetadataKey.profile.first(where: { $0.rawValue == name.lowercased() }) else {
            let known = MetadataKey.profile.map(\.rawValue).joined(separator: ", ")
            return .notSent(reason: "A profile has no “\(DrawableText.plain(name))”. It has: \(known).")
        }
        guard let value else {
            send("METADATA", "*", "SET", key.rawValue)
            connection?.metadata.set(key)
            return .done
        }
        if let reason = problem(with: value, for: key) { return .notSent(reason: reason) }
        guard send("METADATA", "*", "SET", key.rawValue, value) else {
            return .notSent(reason: "That is too long for a line of IRC.")
        }
        connection?.metadata.set(key)
        return .done
    }

    /// Why a value cannot be set; nil if it can.
    private func problem(with value: String, for key: MetadataKey) -> String? {
        if let most = metadataLimit("max-value-bytes"), value.utf8.count > most {
            return "That is too long: this server keeps \(most) bytes."
        }
        switch key {
        case .homepage, .avatar:
            return MetadataKey.isAddress(value)
                ? nil : "That is not an address: it begins with https:// or http:// and has no spaces."
        case .displayName, .status, .pronouns, .pinned, .muted:
            return key.cleaned(value) == nil ? "Nobody could see that: there is no letter or sign in it." : nil
        }
    }

    mutating func tellOwnProfile(at now: Timestamp) {
        let words = connection?.metadata.profiles[casemapping.fold(nick)].map { Self.words(of: $0) } ?? ""
        guard words.isEmpty else { return note("Your profile: \(words).", in: replyBuffer, at: now) }
        let known = MetadataKey.profile.map(\.rawValue).joined(separator: ", ")
        note("Your profile is empty. /profile key text sets one of: \(known).", in: replyBuffer, at: now)
    }
}
