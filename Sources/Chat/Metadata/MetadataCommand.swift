import Protocol

/// METADATA. <https://ircv3.net/specs/extensions/metadata#metadata-client-command>
extension Network {
    /// The most keys that one GET answers.
    private static let keysPerQuestion = 32

    func metadata(_ session: Session, _ message: Message) {
        guard let draft = session.metadataDraft else {
            return reply(session, .unknownCommand, "METADATA", "Unknown command")
        }
        let words = message.parameters.map(\.text)
        let subcommand = words.count > 1 ? words[1] : ""
        guard let known = MetadataSubcommand(rawValue: subcommand.uppercased()) else {
            let problem = subcommand.isEmpty ? "Not enough parameters" : "Unknown subcommand"
            return refuseParameters(session, shown(subcommand, atMost: 64), problem, in: draft)
        }
        let rest = Array(words.dropFirst(2))
        guard known.parameterCounts ~= rest.count else {
            let isShort = rest.count < known.parameterCounts.lowerBound
            return refuseParameters(
                session, known.rawValue, isShort ? "Not enough parameters" : "Too many parameters", in: draft)
        }
        switch known {
        case .subscribe, .unsubscribe, .subscriptions:
            guard words[0] == "*" || session.user.map({ $0.folded == fold(words[0]) }) == true else {
                return refuseTarget(session, words[0])
            }
        case .get, .list, .set, .clear, .sync: break
        }
        switch known {
        case .get: getMetadata(session, of: words[0], rest, in: draft)
        case .list: listMetadata(session, of: words[0])
        case .set:
            setMetadata(
                session, of: words[0], rest[0], to: rest.count > 1 && !rest[1].isEmpty ? rest[1] : nil, in: draft)
        case .clear: clearMetadata(session, of: words[0])
        case .subscribe: subscribe(session, rest, in: draft)
        case .unsubscribe: unsubscribe(session, rest, in: draft)
        case .subscriptions: tellSubscriptions(session, in: draft)
        case .sync: syncMetadata(session, of: words[0], in: draft)
        }
    }

    // MARK: Refusals

    private func refuseParameters(
        _ session: Session, _ subcommand: String, _ problem: String, in draft: MetadataDraft
    ) {
        switch draft {
        case .two: fail(session, "METADATA", "INVALID_SUBCOMMAND", problem, context: [subcommand])
        case .three: fail(session, "METADATA", "INVALID_PARAMS", problem, context: [subcommand])
        }
    }

    func refuseTarget(_ session: Session, _ target: String) {
        fail(
            session, "METADATA", "INVALID_TARGET", "There is no room or person of that name that you may ask about",
            context: [shown(target)])
    }

    // MARK: GET, LIST

    private func getMetadata(_ session: Session, of name: String, _ words: [String], in draft: MetadataDraft) {
        let keys = words.prefix(Self.keysPerQuestion).map { word in
            (word, MetadataKey(word, in: draft, limit: settings.limits.metadataKeyBytes))
        }
        let asksForMarks = keys.contains { $0.1?.isMark == true }
        guard let (name, values) = readable(name, by: session, asksForMarks: asksForMarks) else {
            return refuseTarget(session, name)
        }
        let lines = keys.map { word, key -> Message in
            guard let key else { return invalidKey(word, in: draft) }
            return values[key.name].map { keyValue(key.name, $0, of: name, for: session) }
                ?? keyNotSet(key.name, of: name, for: session)
        }
        giveMetadata(lines, about: name, to: session)
        if words.count > Self.keysPerQuestion {
            refuseParameters(session, "GET", "Only the first \(Self.keysPerQuestion) keys are answered", in: draft)
        }
    }

    private func listMetadata(_ session: Session, of name: String) {
        guard let (name, values) = readable(name, by: session, asksForMarks: false) else {
            return refuseTarget(session, name)
        }
        let lines = values.sorted { $0.key < $1.key }.map { keyValue($0, $1, of: name, for: session) }
        giveMetadata(lines, about: name, to: session)
    }

    /// The metadata of a user or room that a session may read, and the name by which the session is told of it. Of a user or room that is
    /// not here, or that the session may not know of, that is the marks of the session's own user; nil where there are none of those either.
    ///
    /// - Parameter asksForMarks: true to answer also where there are none.
    private func readable(
        _ name: String, by session: Session, asksForMarks: Bool
    ) -> (name: String, values: [String: String])? {
        if let target = metadataTarget(named: name, for: session) {
            return (self.name(of: target), metadata(of: target, for: session))
        }
        guard let user = session.user, let (shownName, target) = markedTarget(named: name, by: user) else { return nil }
        let marks = marks(of: user, on: target)
        return marks.isEmpty && !asksForMarks ? nil : (shownName, marks)
    }

    // MARK: SET, CLEAR

    private func setMetadata(
        _ session: Session, of name: String, _ word: String, to value: String?, in draft: MetadataDraft
    ) {
        guard let key = MetadataKey(word, in: draft, limit: settings.limits.metadataKeyBytes) else {
            let problem = "A key has up to \(settings.limits.metadataKeyBytes) of a-z, 0-9, _ . / and -"
            return fail(session, "METADATA", "INVALID_KEY", problem, context: [shown(word, atMost: 64)])
        }
        if key.isMark { return setMark(session, on: name, key.name, to: value, in: draft) }
        guard let target = metadataTarget(named: name, for: session) else { return refuseTarget(session, name) }
        let name = self.name(of: target)
        guard mayChangeMetadata(session, of: target) else {
            return fail(
                session, "METADATA", "KEY_NO_PERMISSION", "That is not yours to change", context: [name, key.name])
        }
        if value != nil, let problem = problem(with: session, speakingBy: target) {
            return fail(session, "METADATA", "KEY_NO_PERMISSION", problem, context: [name, key.name])
        }
        let limit = settings.limits.metadataValueBytes
        if let value, value.utf8.count > limit {
            return refuseValue(session, of: key.name, "A value has up to \(limit) bytes", in: draft)
        }
        let values = metadata(of: target, for: session)
        let count = seenByAll(of: target, for: session).count
        if value != nil, values[key.name] == nil, count >= settings.limits.metadataKeys {
            return refuseLimit(session, name, in: draft)
        }
        if value == nil, values[key.name] == nil, draft == .two {
            return reply(session, .keyWasNotSet, name, key.name, "That key is not set")
        }
        change(key.name, to: value, of: target, by: session)
        let answer =
            value.map { keyValue(key.name, $0, of: name, for: session) } ?? keyNotSet(key.name, of: name, for: session)
        respond(answer, to: session)
    }

    /// The reason that others are not told what a session sets of itself, or of a room: they do not hear what its user says either. Nil for
    /// none.
    private func problem(with session: Session, speakingBy target: MetadataTarget) -> String? {
        switch target {
        case .newcomer: nil
        case .user(let user): isMuted(user) ? "You are muted or banned in a room that would see it" : nil
        case .channel: session.user.flatMap(serverMute).map { "You are muted on this server" + $0.words }
        }
    }

    private func clearMetadata(_ session: Session, of name: String) {
        guard let target = metadataTarget(named: name, for: session) else { return refuseTarget(session, name) }
        let name = self.name(of: target)
        guard mayChangeMetadata(session, of: target) else {
            return fail(session, "METADATA", "KEY_NO_PERMISSION", "That is not yours to change", context: [name, "*"])
        }
        let keys = seenByAll(of: target, for: session).keys.sorted()
        clear(keys, of: target, by: session)
        giveMetadata(keys.map { keyNotSet($0, of: name, for: session) }, about: name, to: session)
    }

    /// The entries that count against the limit, and that CLEAR takes away.
    private func seenByAll(of target: MetadataTarget, for session: Session) -> [String: String] {
        switch target {
        case .newcomer: session.registration.metadata
        case .user(let user): profile(of: user)
        case .channel(let channel): channel.metadata
        }
    }

    func refuseValue(_ session: Session, of key: String, _ problem: String, in draft: MetadataDraft) {
        switch draft {
        case .two: fail(session, "METADATA", "VALUE_INVALID", problem)
        case .three: fail(session, "METADATA", "INVALID_VALUE", problem, context: [key])
        }
    }

    private func refuseLimit(_ session: Session, _ target: String, in draft: MetadataDraft) {
        let limit = settings.limits.metadataKeys
        let problem = "\(limit) entries are the limit: remove one first"
        switch draft {
        case .two: fail(session, "METADATA", "LIMIT_REACHED", problem, context: [target])
        case .three: fail(session, "METADATA", "LIMIT_REACHED", problem, context: [target, String(limit)])
        }
    }
}

/// The subcommands of METADATA.
private enum MetadataSubcommand: String {
    case get = "GET"
    case list = "LIST"
    case set = "SET"
    case clear = "CLEAR"
    case subscribe = "SUB"
    case unsubscribe = "UNSUB"
    case subscriptions = "SUBS"
    case sync = "SYNC"

    /// The parameters that may stand behind it.
    var parameterCounts: ClosedRange<Int> {
        switch self {
        case .get, .subscribe, .unsubscribe: 1...Int.max
        case .set: 1...2
        case .list, .clear, .subscriptions, .sync: 0...0
        }
    }
}
