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

    /// True if the server keeps what is muted and pinned for a person's own devices: soju and Grillo do, which have one of these capabilities or
    /// the token of 005. For any other the marks are keys like others, and the operators of a room, or a stranger, could set them for all.
    var keepsMarksPrivate: Bool {
        let offered = connection?.capabilities.offered
        return isupport["SOJU.IM/SAFERATE"] != nil
            || ["soju.im/bouncer-networks", "soju.im/search"].contains { offered?[$0] != nil }
    }

    /// Tells the server once what this program wants to know, what matters most first. To be done before rooms are entered.
    mutating func subscribeToMetadata() {
        guard phase == .online, metadataCapability != nil, connection?.metadata.subscribe() == true else { return }
        let limit = metadataLimit("max-subs", "maxsub") ?? MetadataKey.subscribed.count
        let tellsMarks = keepsMarksPrivate
        let keys = MetadataKey.subscribed.filter { tellsMarks || !$0.isMark }.prefix(limit)
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
        let target = metadataTarget(incoming.bytes(place))
        let name = casemapping.fold(target)
        let isAskedByHand = connection?.metadata.isAskedByHand(about: name) == true
        if isAskedByHand, incoming.message.tag("batch") == nil { connection?.metadata.answeredByHand() }
        guard let key = MetadataKey(rawValue: incoming.text(place + 1).lowercased()), !target.isEmpty,
            target.count <= Member.longestName, !key.isMark || keepsMarksPrivate
        else { return !isAskedByHand }
        // Behind the key stands to whom it is visible; without a value nothing is set.
        let value = isSet && incoming.message.parameters.count > place + 3 ? incoming.text(place + 3) : ""
        connection?.metadata.profiles.set(value.isEmpty ? nil : value, for: key, of: name)
        if key.isMark, let id = buffers.id(named: target) { receiveMark(key, of: id, named: name, at: incoming.now) }
        markChanged(visible ?? .server)
        if ownNick.matcher.matches(target), connection?.metadata.answered(key) == true {
            let kept = connection?.metadata.profiles[name]?[key]
            let words = kept.map { "Your \(key.rawValue) is now: \($0)" } ?? "Your \(key.rawValue) is removed."
            note(words, in: replyBuffer, at: incoming.now)
        }
        return !isAskedByHand
    }

    /// The name behind a target: `*` is ourselves.
    private func metadataTarget(_ target: Bytes) -> Bytes { target.text == "*" ? Bytes(nick) : target }

    // MARK: By hand

    /// The person asks something with a line of IRC.
    mutating func metadataAskedByHand(_ message: Message) {
        let target = casemapping.fold(metadataTarget(message.parameters.first ?? []))
        let command = message.text(at: 1)?.uppercased() ?? ""
        connection?.metadata.askByHand(target, isWhole: ["LIST", "SYNC"].contains(command))
    }

    /// 770, 771 and 772: the keys that the server tells of.
    ///
    /// - Returns: true if there is nothing to be told of it: the program itself has asked for them.
    mutating func receiveSubscriptions(_ numeric: UInt16) -> Bool {
        guard metadataCapability != nil else { return false }
        let own = casemapping.fold(nick)
        let isAskedByHand = connection?.metadata.isAskedByHand(about: own) == true
        if isAskedByHand { connection?.metadata.answeredByHand() }
        return numeric == 770 && !isAskedByHand
    }

    // MARK: Batches

    /// All that is known of the batch's target is told anew: what is not named in it is not set any more. That is so of every batch but the
    /// answer to a question for single keys, which only the person asks.
    mutating func metadataBatchBegan(_ batch: Batch) {
        guard metadataCapability != nil, batch.start.parameters.count > 2 else { return }
        let target = casemapping.fold(metadataTarget(batch.target))
        guard connection?.metadata.isPartAskedByHand(of: target) != true else { return }
        let own = casemapping.fold(nick)
        if batch.target.text == "*ALL" {
            connection?.metadata.profiles.remove { $0 != own }
        } else if let id = buffers.id(named: batch.target), let buffer = buffers[id], buffer.kind == .channel {
            connection?.metadata.profiles.remove(target)
            connection?.metadata.profiles.remove(buffer.members.names, but: own)
        } else {
            connection?.metadata.profiles.remove(target)
        }
    }

    mutating func metadataBatchEnded(_ batch: Batch, at now: Timestamp) {
        guard metadataCapability != nil else { return }
        let target = casemapping.fold(batch.target)
        connection?.metadata.syncs.answered(target)
        if batch.start.parameters.count < 3 {
            connection?.metadata.answeredByHand()
        } else {
            let name = casemapping.fold(metadataTarget(batch.target))
            connection?.metadata.answeredByHand(about: name)
        }
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

    /// Asks for somebody who has come in, since a server tells of them only what changes. In rooms of more than 250 that would be too much: of
    /// those who come into one, only what they change from then on is known.
    mutating func planSync(ofNewcomer nick: Bytes, in id: BufferID, at now: Timestamp) {
        // The size of a room is known only once the server has told who is in it.
        guard metadataCapability == Self.metadataCapabilities[0], let room = buffers[id], room.membership.hasNames,
            room.members.count <= 250
        else { return }
        planSync(of: nick, isNewcomer: true, after: 2, at: now)
    }

    private mutating func planSync(
        of target: Bytes, isNewcomer: Bool = false, after seconds: Int64, at now: Timestamp
    ) {
        let text = target.text == "*" ? "*ALL" : target.text
        let isAll = text == "*ALL"
        let mayAskForAll = metadataCapability == Self.metadataCapabilities[0]
        guard isAll ? mayAskForAll : isMetadataTarget(target) else { return }
        let folded = casemapping.fold(text)
        let isAdded = connection?.metadata.syncs.add(
            text, as: folded, isNewcomer: isNewcomer, after: seconds, at: now)
        guard isAdded == false, !isNewcomer, mayAskForAll else { return }
        let everything = casemapping.fold("*ALL")
        connection?.metadata.syncs.addEverything("*ALL", as: everything, after: seconds, at: now)
    }

    /// True if we are in the room of a name, or talk with the person, or have them in a room.
    private func isMetadataTarget(_ target: Bytes) -> Bool {
        guard target.count <= Member.longestName else { return false }
        if let id = buffers.id(named: target), let buffer = buffers[id] { return buffer.isJoined }
        return buffers.contains { $0.members.contains(target) }
    }

    /// Asks the next question, unless something that was typed waits, or the answer to another of the program's own questions is out.
    mutating func tickMetadata(at now: Timestamp) {
        guard phase == .online, metadataCapability != nil, waitingCount == 0,
            connection?.backgroundRequests.mayAsk(at: now) == true,
            let target = connection?.metadata.syncs.takeDue(at: now)
        else { return }
        send("METADATA", target, "SYNC")
    }

    // MARK: Refusals

    /// True if a refusal can be about the person's own profile: it names no other target, and not SYNC, which the program asks.
    private func isAboutOwnProfile(_ names: [String]) -> Bool {
        guard let first = names.first else { return true }
        guard !names.contains(where: { $0.uppercased() == "SYNC" }) else { return false }
        return first == "*" || MetadataKey(rawValue: first) != nil || ownNick.matcher.matches(Bytes(first))
    }

    /// FAIL, WARN and NOTE of METADATA.
    ///
    /// - Returns: false where the person asked something by hand, and is to be told as of any other.
    mutating func receiveMetadataReply(_ incoming: IncomingMessage) -> Bool {
        let names = incoming.message.parameters.dropFirst(2).dropLast().prefix(4).map(\.text)
        let target = names.first.map { casemapping.fold($0 == "*" ? nick : $0) }
        // The program's own question about somebody, whatever the person has asked about others meanwhile.
        let isSync = target.map { connection?.metadata.syncs.isAsked($0) == true } == true
        let isOwnQuestion = isSync && target.map { connection?.metadata.isAskedByHand(about: $0) == true } != true
        guard metadataCapability != nil, connection?.metadata.isAskedByHand == false || isOwnQuestion else {
            connection?.metadata.answeredByHand()
            return false
        }
        guard incoming.message.command == "FAIL", !refuseMark(names, incoming) else { return true }
        let isOwn = isAboutOwnProfile(names)
        let isChange = connection?.metadata.refused(names, isOwn: isOwn) == true
        if isChange || isOwn && connection?.metadata.endListing() == true {
            let lead = isChange ? "Your profile was not changed: " : "Your profile could not be read: "
            let reason = Sentence.made(of: DrawableText.plain(incoming.lastText))
            note(
                lead + (reason.isEmpty ? "the server does not say why." : reason), kind: .error, in: replyBuffer,
                at: incoming.now)
        } else if incoming.text(1) == "RATE_LIMITED", names.count > 1 {
            planSync(of: Bytes(names[0]), after: names.last.flatMap { Int64($0) } ?? 5, at: incoming.now)
        }
        return true
    }
}
