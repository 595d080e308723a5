import Protocol

/// Subscriptions, and the telling of what there is already: SUB, UNSUB, SUBS and SYNC, and what a session is told when it comes in, enters
/// a room or watches somebody.
extension Network {
    /// Members of a room above which a session is asked to come back for their metadata.
    private static let immediateMembers = 200
    /// Keys on one line of an answer, and members that are looked at in one step of it.
    private static let keysPerLine = 8
    private static let membersPerStep = 64

    // MARK: SUB, UNSUB, SUBS

    func subscribe(_ session: Session, _ words: [String], in draft: MetadataDraft) {
        var (accepted, new): ([String], [String]) = ([], [])
        var refused: String?
        for word in words {
            guard let key = MetadataKey(word, in: draft, limit: settings.limits.metadataKeyBytes)?.name else {
                respond(invalidKey(word, in: draft), to: session)
                continue
            }
            guard session.subscriptions.count < settings.limits.metadataSubscriptions else {
                refused = key
                break
            }
            if session.subscriptions.insert(key) { new.append(key) }
            accepted.append(key)
        }
        for channel in session.user?.channels ?? [] { channel.forgetSubscribers() }
        replyKeys(session, .metadataSubscribed, accepted)
        if let refused { refuseSubscription(session, to: refused, in: draft) }
        guard session.user != nil, !new.isEmpty else { return }
        switch draft {
        // The client asks for what there is when it wants it, and is answered as its socket takes that.
        case .three: reply(session, .metadataSyncLater, "*ALL", "0", "SYNC tells what there is")
        case .two: give(LongAnswer(makeSync(of: new, everything: true, for: session, in: draft)), to: session)
        }
    }

    private func refuseSubscription(_ session: Session, to key: String, in draft: MetadataDraft) {
        let limit = settings.limits.metadataSubscriptions
        let problem = "You subscribe to \(limit) keys, which is the limit: unsubscribe from one first"
        switch draft {
        case .two: fail(session, "METADATA", "TOO_MANY_SUBS", problem, context: [key])
        case .three: fail(session, "METADATA", "LIMIT_REACHED", problem, context: [key, String(limit)])
        }
    }

    func unsubscribe(_ session: Session, _ words: [String], in draft: MetadataDraft) {
        var removed: [String] = []
        for word in words {
            guard let key = MetadataKey(word, in: draft, limit: settings.limits.metadataKeyBytes)?.name else {
                respond(invalidKey(word, in: draft), to: session)
                continue
            }
            session.subscriptions.remove(key)
            removed.append(key)
        }
        for channel in session.user?.channels ?? [] { channel.forgetSubscribers() }
        replyKeys(session, .metadataUnsubscribed, removed)
    }

    func tellSubscriptions(_ session: Session, in draft: MetadataDraft) {
        let keys = Array(session.subscriptions.keys)
        switch draft {
        case .two: replyKeys(session, .metadataSubscriptions, keys)
        case .three:
            var rest: [Message]? = lines(session, .metadataSubscriptions, keys)
            giveMetadataBatch("metadata-subs", [], to: session) {
                defer { rest = nil }
                return rest
            }
        }
    }

    private func replyKeys(_ session: Session, _ numeric: Numeric, _ keys: [String]) {
        for line in lines(session, numeric, keys) { respond(line, to: session) }
    }

    private func lines(_ session: Session, _ numeric: Numeric, _ keys: [String]) -> [Message] {
        stride(from: 0, to: keys.count, by: Self.keysPerLine).map { start in
            makeReply(
                to: session, numeric: numeric,
                parameters: Array(keys[start..<min(start + Self.keysPerLine, keys.count)]))
        }
    }

    // MARK: SYNC

    func syncMetadata(_ session: Session, of name: String, in draft: MetadataDraft) {
        let keys = Array(session.subscriptions.keys)
        if name == "*ALL", draft == .three, session.user != nil {
            return giveMetadataBatch(
                "metadata", ["*ALL"], to: session, makeSync(of: keys, everything: true, for: session, in: draft))
        }
        guard let user = session.user, let target = metadataTarget(named: name, for: session) else {
            return refuseTarget(session, name)
        }
        switch target {
        case .newcomer: refuseTarget(session, name)
        case .user(let other):
            let sync = makeSync(of: keys, users: [other], for: session, in: draft)
            giveMetadataBatch("metadata", [other.nick], to: session, sync)
        case .channel(let channel):
            let isMember = channel.membership(of: user) != nil
            let sync = makeSync(
                of: keys, channels: [channel], members: isMember, for: session, in: draft)
            giveMetadataBatch("metadata", [channel.name], to: session, sync)
        }
    }

    /// Tells a session, which has just come into a room, what there is of the room and of who is in it.
    /// <https://ircv3.net/specs/extensions/metadata#automatic-synchronization>
    func tellMetadata(of channel: Channel, to session: Session) {
        guard let draft = session.metadataDraft else { return }
        let keys = Array(session.subscriptions.keys)
        let sync = makeSync(of: keys, channels: [channel], members: true, for: session, in: draft)
        switch draft {
        case .two: if !keys.isEmpty { give(LongAnswer(sync), to: session) }
        case .three where !keys.isEmpty && channel.members.count > Self.immediateMembers:
            postponeMetadata(of: channel, to: session)
        case .three: giveMetadataBatch("metadata", [channel.name], to: session, sync)
        }
    }

    /// Asks a session, if that can be asked, to come for the metadata of a room and of who is in it when it likes.
    func postponeMetadata(of channel: Channel, to session: Session) {
        guard session.metadataDraft == .three else { return }
        reply(session, .metadataSyncLater, channel.name, "0", "SYNC tells what there is")
    }

    /// Tells a session what there is of people whom it watches, and who are online: a batch for each, made as its socket takes them.
    func tellMetadata(ofWatched users: [User], to session: Session) {
        guard session.metadataDraft == .three, !users.isEmpty else { return }
        var rest = users[...]
        let answer = LongAnswer { [unowned self] in
            guard session.metadataDraft == .three, let viewer = session.user, !rest.isEmpty else { return nil }
            var lines: [Message] = []
            while lines.count < Self.membersPerStep, let user = rest.popFirst() {
                if self.users[user.folded] === user { lines += batch(aboutWatched: user, for: session, to: viewer) }
            }
            return lines
        }
        give(answer, to: session)
    }

    /// An empty batch where the viewer may know nothing of the user.
    private func batch(aboutWatched user: User, for session: Session, to viewer: User) -> [Message] {
        let reference = makeBatchReference()
        let isShown = showsMetadata(user, to: viewer)
        let told = entries(
            isShown ? metadata(of: .user(user), for: session) : [:], Array(session.subscriptions.keys), of: user.nick,
            for: session, in: .three)
        let opening = Message(source: settings.serverName, "BATCH", "+" + reference, "metadata", user.nick)
        let closing = Message(source: settings.serverName, "BATCH", "-" + reference)
        return [opening] + told.map { $0.tagged(inBatch: reference) } + [closing]
    }

    /// Tells a session, as part of its welcome or when it has asked for metadata, what there is of its own user, whatever it subscribes to.
    func tellOwnMetadata(to session: Session) {
        guard let draft = session.metadataDraft, let user = session.user else { return }
        let values = metadata(of: .user(user), for: session).sorted { $0.key < $1.key }
        let lines = values.map { metadataLine($0, $1, of: user.nick, for: session, in: draft) }
        giveMetadata(lines, about: user.nick, to: session)
    }

    /// Makes the lines of an answer step by step: of all rooms and people that a session hears of.
    private func makeSync(
        of keys: [String], everything: Bool, for session: Session, in draft: MetadataDraft
    ) -> () -> [Message]? {
        guard let user = session.user, !keys.isEmpty else { return { nil } }
        let watched = session.monitored.folded.compactMap { users[$0] }.filter { showsMetadata($0, to: user) }
        return makeSync(
            of: keys, channels: user.channels, users: [user] + watched, marked: allMarks(of: user).keys.sorted(),
            members: true, for: session, in: draft)
    }

    /// Rights and rooms change while the answer is given: in each step the session is told what it may know by then.
    ///
    /// - Parameters:
    ///   - marked: the rooms and people whose marks are told, too, behind all else and where that did not tell them.
    ///   - members: true for the members of the rooms, too, each once.
    private func makeSync(
        of keys: [String], channels: [Channel] = [], users: [User] = [], marked: [FoldedName] = [],
        members: Bool = false, for session: Session, in draft: MetadataDraft
    ) -> () -> [Message]? {
        if keys.isEmpty { return { nil } }
        var channels = channels[...]
        var users = users[...]
        var marked = marked[...]
        var room: Channel?
        var inside: ArraySlice<Membership> = []
        var told: Set<FoldedName> = []
        func lines(of target: MetadataTarget) -> [Message] {
            entries(metadata(of: target, for: session), keys, of: name(of: target), for: session, in: draft)
        }
        return { [unowned self] in
            guard session.metadataDraft == draft, let viewer = session.user else { return nil }
            var made: [Message] = []
            for _ in 0..<Self.membersPerStep {
                if let member = inside.popFirst()?.user {
                    guard let channel = room, channel.membership(of: viewer) != nil else {
                        inside = []
                        continue
                    }
                    guard channel.membership(of: member) != nil, told.insert(member.folded).inserted else { continue }
                    made += lines(of: .user(member))
                } else if let channel = channels.popFirst() {
                    guard isReadable(channel, by: viewer) else { continue }
                    told.insert(channel.folded)
                    made += lines(of: .channel(channel))
                    guard members, channel.membership(of: viewer) != nil else { continue }
                    room = channel
                    inside = channel.members[...]
                } else if let user = users.popFirst() {
                    guard isReadable(user, by: viewer), told.insert(user.folded).inserted else { continue }
                    made += lines(of: .user(user))
                } else if let name = marked.popFirst() {
                    guard !told.contains(name) else { continue }
                    let shownName = markedTarget(named: name.description, by: viewer)?.name ?? name.description
                    made += entries(marks(of: viewer, on: name), keys, of: shownName, for: session, in: draft)
                } else {
                    return made.isEmpty ? nil : made
                }
            }
            return made
        }
    }

    private func entries(
        _ values: [String: String], _ keys: [String], of target: String, for session: Session, in draft: MetadataDraft
    ) -> [Message] {
        if values.isEmpty { return [] }
        return keys.compactMap { key in
            values[key].map { metadataLine(key, $0, of: target, for: session, in: draft) }
        }
    }
}
