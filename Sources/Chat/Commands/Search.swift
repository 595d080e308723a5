import Protocol

/// SEARCH. <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md>
extension Network {
    static let searchBatch = "soju.im/search"

    func search(_ session: Session, _ message: Message) {
        guard session.has(.search), let user = session.user else {
            return reply(session, .unknownCommand, "SEARCH", "Unknown command")
        }
        let attributes = Self.attributes(message.parameters)
        func refuse(_ what: String) {
            fail(session, "SEARCH", "INVALID_PARAMS", "Invalid parameters", context: [shown(what)])
        }
        var query = SearchQuery(in: everywhere(session, for: user), limit: settings.limits.found)
        for attribute in attributes {
            switch attribute.key {
            case "in":
                guard let historyAccess = historyAccess(of: attribute.value, by: session) else { return refuse("in") }
                query.scopes = [.conversation(historyAccess.conversation, floor: historyAccess.floor)]
            case "from": query.from = fold(attribute.value)
            case "text": query.text = attribute.value
            case "after", "before":
                guard let time = Timestamp(iso8601: attribute.value) else { return refuse(attribute.key) }
                if attribute.key == "after" { query.after = time } else { query.before = time }
            case "limit":
                guard let limit = Int(attribute.value), limit > 0 else { return refuse("limit") }
                query.limit = min(limit, settings.limits.found)
            default: return refuse(attribute.key)
            }
        }
        let since = user.account.flatMap { registry.accounts[fold($0)]?.registered }
        ask(.search(query), for: session) { [unowned self] answer in
            guard case .found(let events) = answer else {
                return fail(session, "SEARCH", "INTERNAL_ERROR", "The search could not be run")
            }
            let visible = events.filter { event in
                // The words of two people from before the account was registered belong to the one who had the name then.
                guard let since, event.time < since else { return true }
                return event.conversations.contains { if case .channel = $0 { true } else { false } }
            }
            give(visible.reversed(), asBatch: Self.searchBatch, parameters: [], to: session)
        }
    }

    /// They are written as the tags of a message are. A text with spaces that nobody escaped was cut apart: it belongs together.
    private static func attributes(_ parameters: [Bytes]) -> [Tag] {
        let text = parameters.map(\.text).joined(separator: " ").replacing(" ", with: "\\s")
        let line = try? Message(parsing: Bytes("@" + text + " X"), limits: .fromServer)
        return line?.tags ?? []
    }

    private func everywhere(_ session: Session, for user: User) -> [SearchQuery.Scope] {
        readableChannels(session, of: user).map { .conversation($0.conversation, floor: $0.floor) }
            + (user.account.map { [.directs(of: fold($0))] } ?? [])
    }
}
