import Protocol

/// The metadata of people and rooms: in the newest form of <https://ircv3.net/specs/extensions/metadata>, with numerics, and in the one
/// before, with the command METADATA.
extension ClientSession {
    static let metadataCapabilities = ["draft/metadata-3", "draft/metadata-2"]

    /// The capability that is in force; nil if none is.
    var metadataCapability: String? {
        let enabled = capabilities
        return enabled.contains("batch") ? Self.metadataCapabilities.first(where: enabled.contains) : nil
    }

    /// The number that a server tells with the capability, such as how many keys one may subscribe to; nil without one.
    func metadataLimit(_ names: String...) -> Int? {
        guard let capability = metadataCapability, let value = connection?.capabilities.offered[capability] else {
            return nil
        }
        for item in value.split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1)
            if parts.count == 2, names.contains(String(parts[0])), let number = Int(parts[1]) { return max(0, number) }
        }
        return nil
    }

    /// Tells the server once what this program wants to know, what matters most first. To be done before rooms are entered.
    mutating func subscribeToMetadata() {
        guard phase == .online, metadataCapability != nil, connection?.metadata.subscribe() == true else { return }
        let limit = metadataLimit("max-subs", "maxsub") ?? MetadataKey.subscribed.count
        let keys = MetadataKey.subscribed.prefix(limit)
        guard !keys.isEmpty else { return }
        send(Message("METADATA", [Bytes("*"), Bytes("SUB")] + keys.map { Bytes($0.rawValue) }))
    }

    /// The server has taken the capability back: what it told does not hold any more.
    mutating func metadataWithdrawn() {
        guard metadataCapability == nil, connection?.metadata.isSubscribed == true else { return }
        connection?.metadata = MetadataState()
        refreshBufferFlags()
    }

    // MARK: Values

    /// 761, 766, and METADATA. The target, the key and what stands behind it begin at a place of the parameters.
    ///
    /// - Returns: true if there is nothing to be told of it.
    mutating func receiveMetadata(_ incoming: IncomingMessage, from place: Int, isSet: Bool) -> Bool {
        guard metadataCapability != nil else { return false }
        let isAskedByHand = connection?.metadata.isAskedByHand == true
        if isAskedByHand, incoming.message.tag("batch") == nil { connection?.metadata.answeredByHand() }
        let target = metadataTarget(incoming.bytes(place))
        guard let key = MetadataKey(rawValue: incoming.text(place + 1).lowercased()), !target.isEmpty,
            target.count <= Member.longestName
        else { return !isAskedByHand }
        // Behind the key stands to whom it is visible; without a value nothing is set.
        let value = isSet && incoming.message.parameters.count > place + 3 ? incoming.text(place + 3) : ""
        let name = casemapping.fold(target)
        connection?.metadata.profiles.set(value.isEmpty ? nil : value, for: key, of: name)
        let id = buffers.id(named: target)
        if let id, key == .muted || key == .pinned { refreshFlags(of: id) }
        markChanged(visible ?? .server)
        if ownNick.matcher.matches(target), connection?.metadata.answered(key) == true {
            let kept = connection?.metadata.profiles[name]?[key]
            let words = kept.map { "Your \(key.rawValue) is now: \($0)" } ?? "Your \(key.rawValue) is taken away."
            note(words, in: replyBuffer, at: incoming.now)
        }
        return !isAskedByHand
    }

    /// The name behind a target: `*` is ourselves.
    private func metadataTarget(_ target: Bytes) -> Bytes { target.text == "*" ? Bytes(nick) : target }

    // MARK: Batches

    /// All that is known of the batch's target is told anew: what is not named in it is not set any more.
    mutating func metadataBatchBegan(_ batch: Batch) {
        guard metadataCapability != nil, batch.start.parameters.count > 2 else { return }
        let own = casemapping.fold(nick)
        if batch.target.text == "*ALL" {
            connection?.metadata.profiles.remove { $0 != own }
        } else if let id = buffers.id(named: batch.target), let buffer = buffers[id], buffer.kind == .channel {
            let name = casemapping.fold(batch.target)
            connection?.metadata.profiles.remove { $0 != own && ($0 == name || buffer.members.contains($0.bytes)) }
        } else {
            let name = casemapping.fold(metadataTarget(batch.target))
            connection?.metadata.profiles.remove(name)
        }
    }

    mutating func metadataBatchEnded(_ batch: Batch, at now: Timestamp) {
        guard metadataCapability != nil else { return }
        let target = casemapping.fold(batch.target)
        connection?.metadata.syncs.answered(target)
        connection?.metadata.answeredByHand()
        refreshBufferFlags()
        let isOwn = batch.start.parameters.count < 3 || ownNick.matcher.matches(metadataTarget(batch.target))
        if isOwn, connection?.metadata.endListing() == true { tellOwnProfile(at: now) }
        markChanged(visible ?? .server)
    }

    // MARK: Postponed answers

    /// 774: the server has no time now.
    mutating func receiveSyncLater(_ incoming: IncomingMessage) -> Bool {
        guard metadataCapability != nil else { return false }
        let seconds = incoming.message.parameters.count > 3 ? Int64(incoming.text(2)) ?? 5 : 5
        planSync(of: incoming.bytes(1), after: seconds, at: incoming.now)
        return true
    }

    /// Asks for somebody who has come in, since a server tells of them only what changes; in large rooms that would be too much.
    mutating func planSync(ofNewcomer nick: Bytes, in id: BufferID, at now: Timestamp) {
        guard metadataCapability == Self.metadataCapabilities[0], let members = buffers[id]?.members,
            members.count <= 250
        else { return }
        planSync(of: nick, after: 2, at: now)
    }

    private mutating func planSync(of target: Bytes, after seconds: Int64, at now: Timestamp) {
        let text = target.text == "*" ? "*ALL" : target.text
        let isAll = text == "*ALL"
        guard isAll ? metadataCapability == Self.metadataCapabilities[0] : isMetadataTarget(target) else { return }
        let folded = casemapping.fold(text)
        connection?.metadata.syncs.add(text, as: folded, after: seconds, at: now)
    }

    /// True if we are in the room of a name, or talk with the person, or have them in a room.
    private func isMetadataTarget(_ target: Bytes) -> Bool {
        guard target.count <= Member.longestName else { return false }
        if let id = buffers.id(named: target), let buffer = buffers[id] { return buffer.isJoined }
        return buffers.contains { $0.members.contains(target) }
    }

    mutating func tickMetadata(at now: Timestamp) {
        guard phase == .online, metadataCapability != nil, let target = connection?.metadata.syncs.takeDue(at: now)
        else {
            return
        }
        send("METADATA", target, "SYNC")
    }

    // MARK: Refusals

    /// FAIL, WARN and NOTE of METADATA.
    ///
    /// - Returns: false where the person asked something by hand, and is to be told as of any other.
    mutating func receiveMetadataReply(_ incoming: IncomingMessage) -> Bool {
        guard metadataCapability != nil, connection?.metadata.isAskedByHand == false else {
            connection?.metadata.answeredByHand()
            return false
        }
        guard incoming.message.command == "FAIL" else { return true }
        let names = incoming.message.parameters.dropFirst(2).dropLast().prefix(4).map(\.text)
        let isChange = connection?.metadata.refused(names) == true
        if isChange || connection?.metadata.endListing() == true {
            let lead = isChange ? "Your profile was not changed: " : "Your profile was not told: "
            let reason = Sentence.made(of: DrawableText.plain(incoming.lastText))
            note(
                lead + (reason.isEmpty ? "the server does not say why." : reason), kind: .error, in: replyBuffer,
                at: incoming.now)
        } else if incoming.text(1) == "RATE_LIMITED", names.count > 1 {
            planSync(of: Bytes(names[0]), after: names.last.flatMap { Int64($0) } ?? 5, at: incoming.now)
        }
        return true
    }

    // MARK: Buffers

    /// Takes over if a buffer is muted or pinned.
    mutating func refreshFlags(of id: BufferID) {
        guard let buffer = buffers[id], buffer.kind != .server else { return }
        let profile = connection?.metadata.profiles[casemapping.fold(buffer.name)]
        let (isMuted, isPinned) = (profile?[.muted] != nil, profile?[.pinned] != nil)
        guard (isMuted, isPinned) != (buffer.isMuted, buffer.isPinned) else { return }
        buffers.update(id) { ($0.isMuted, $0.isPinned) = (isMuted, isPinned) }
        markChanged(id)
    }

    private mutating func refreshBufferFlags() {
        for id in buffers.map(\.id) { refreshFlags(of: id) }
    }
}
