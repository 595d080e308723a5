import Protocol

/// CHATHISTORY. <https://ircv3.net/specs/extensions/chathistory>
extension Network {
    func chatHistory(_ session: Session, _ message: Message) {
        guard session.has(.chatHistory) else {
            return reply(session, .unknownCommand, "CHATHISTORY", "Unknown command")
        }
        let words = message.parameters.map(\.text)
        let subcommand = words[0].uppercased()
        if subcommand == "TARGETS" { return historyTargets(session, words) }
        guard let form = HistoryForm(rawValue: subcommand) else {
            return refuseHistory(session, "INVALID_PARAMS", words[0], [], "Unknown subcommand")
        }
        guard words.count == form.parameterCount else {
            let problem = words.count < form.parameterCount ? "Insufficient parameters" : "Too many parameters"
            return refuseHistory(session, "INVALID_PARAMS", subcommand, [], problem)
        }
        guard let limit = historyLimit(words.last) else {
            return refuseHistory(session, "INVALID_PARAMS", subcommand, [words.last ?? ""], "Invalid limit")
        }
        var points: [HistoryRequest.Point] = []
        for word in words[2..<(words.count - 1)] where !(form == .latest && word == "*") {
            switch HistoryRequest.Point.parse(word) {
            case .point(let point): points.append(point)
            case .unknownType:
                return refuseHistory(
                    session, "INVALID_MSGREFTYPE", subcommand, [words[1], word],
                    "A message is named by timestamp= or msgid=")
            case .invalid:
                return refuseHistory(session, "INVALID_PARAMS", subcommand, [word], "Invalid message reference")
            }
        }
        guard let historyAccess = historyAccess(of: words[1], by: session) else {
            return refuseHistory(session, "INVALID_TARGET", subcommand, [words[1]], "Messages could not be retrieved")
        }
        let request = HistoryRequest(
            form.span(points), in: historyAccess.conversation, limit: limit, floor: historyAccess.floor,
            kinds: historyKinds(for: session))
        ask(.page(request), for: session) { [unowned self] answer in
            guard case .page(let page) = answer else {
                return refuseHistory(
                    session, "MESSAGE_ERROR", subcommand, [words[1]], "Messages could not be retrieved")
            }
            give(
                page.events.filter(historyAccess.allows), asBatch: "chathistory", parameters: [historyAccess.name],
                to: session, isEnd: page.isEnd)
        }
    }

    /// <https://ircv3.net/specs/extensions/chathistory#targets>
    private func historyTargets(_ session: Session, _ words: [String]) {
        guard let user = session.user else { return }
        guard words.count == 4 else {
            return refuseHistory(
                session, "INVALID_PARAMS", "TARGETS", [],
                words.count < 4 ? "Insufficient parameters" : "Too many parameters")
        }
        var times: [Timestamp] = []
        for word in words[1...2] {
            guard case .point(.time(let time)) = HistoryRequest.Point.parse(word) else {
                return refuseHistory(session, "INVALID_PARAMS", "TARGETS", [word], "Invalid timestamp")
            }
            times.append(time)
        }
        guard let limit = historyLimit(words[3]) else {
            return refuseHistory(session, "INVALID_PARAMS", "TARGETS", [words[3]], "Invalid limit")
        }
        let channels = readableChannels(session, of: user)
        let names = Dictionary(channels.map { ($0.conversation, $0.name) }) { first, _ in first }
        let account = user.account.map(fold)
        let since = account.flatMap { registry.accounts[$0]?.registered }
        let request = TargetsRequest(
            channels: Dictionary(channels.map { ($0.conversation, $0.floor) }) { first, _ in first },
            directsOf: account,
            from: times[0], to: times[1], limit: limit)
        ask(.targets(request), for: session) { [unowned self] answer in
            guard case .targets(let targets) = answer else {
                return refuseHistory(session, "MESSAGE_ERROR", "TARGETS", ["*"], "Messages could not be retrieved")
            }
            let server = Bytes(settings.serverName)
            let reference = makeBatchReference()
            let lines = targets.compactMap { target -> Message? in
                let known = names[target.conversation]
                if known == nil, let since, target.latest < since { return nil }
                guard let name = known ?? nameOfOther(in: target.conversation, for: user) else { return nil }
                let words = ["TARGETS", name, target.latest.iso8601]
                let tags = session.has(.batch) ? [Tag("batch", reference)] : []
                return Message(tags: tags, source: server, "CHATHISTORY", words.map { Bytes($0) })
            }
            var rest: [Message]? = lines
            giveBatch("draft/chathistory-targets", reference, [], to: session, isEnd: targets.count < limit) {
                defer { rest = nil }
                return rest
            }
        }
    }

    /// The kinds of events that a session understands in a page: without event-playback messages and notices, and nothing else.
    func historyKinds(for session: Session) -> Set<Event.Kind> {
        guard session.has(.eventPlayback) else { return HistoryRequest.messageKinds }
        return Set(Event.Kind.allCases).subtracting(session.has(.messageRedaction) ? [] : [.redaction])
    }

    private func historyLimit(_ word: String?) -> Int? {
        guard let word, let limit = Int(word), limit >= 0 else { return nil }
        return limit == 0 ? settings.limits.history : min(limit, settings.limits.history)
    }

    private func refuseHistory(
        _ session: Session, _ code: String, _ subcommand: String, _ context: [String], _ description: String
    ) {
        fail(
            session, "CHATHISTORY", code, description, context: ([subcommand] + context).map { shown($0, atMost: 64) })
    }
}

/// The subcommands that return a page.
private enum HistoryForm: String {
    case before = "BEFORE"
    case after = "AFTER"
    case latest = "LATEST"
    case around = "AROUND"
    case between = "BETWEEN"

    var parameterCount: Int { self == .between ? 5 : 4 }

    /// - Parameter points: as many as the form has; none for the latest of all.
    func span(_ points: [HistoryRequest.Point]) -> HistoryRequest.Span {
        switch self {
        case .latest: .latest(after: points.first)
        case .before: .before(points[0])
        case .after: .after(points[0])
        case .around: .around(points[0])
        case .between: .between(points[0], points[1])
        }
    }
}

extension HistoryRequest.Point {
    enum ParseResult {
        case point(HistoryRequest.Point)
        /// Not one of those that MSGREFTYPES tells.
        case unknownType
        case invalid
    }

    /// The types of references that ISUPPORT's MSGREFTYPES tells.
    static let types = ["msgid", "timestamp"]

    static func parse(_ word: String) -> ParseResult {
        guard let equals = word.firstIndex(of: "=") else { return .invalid }
        let value = String(word[word.index(after: equals)...])
        switch word[..<equals] {
        case "timestamp": return Timestamp(iso8601: value).map { .point(.time($0)) } ?? .invalid
        case "msgid": return EventNumber(msgid: value).map { .point(.event($0)) } ?? .invalid
        default: return .unknownType
        }
    }
}
