import Chat
import Protocol

extension RegisteredChannel {
    /// The facts of a room as `docs/export.md` tells them. Its key is not told.
    ///
    /// - Parameter isPublic: true for what may go to people who are no operators: entries of the lists that tell an address are left out.
    func json(isPublic: Bool) -> JSONValue {
        let lists = lists.filter { !isPublic || !$0.tellsAddress }
        return .object([
            "name": .string(name),
            "founder": founder.bytes.isEmpty ? nil : .bytes(founder.bytes[...]),
            "registered": registered.json,
            "topic": topic.map {
                .object(["text": .string($0.text), "by": .string($0.setBy), "time": $0.setAt.json])
            },
            "modes": .string(modesWithoutSecrets),
            "lists": lists.isEmpty ? nil : .array(lists.map(\.json)),
            "ranks": JSONValue.texts(
                Dictionary(ranks.map { ($0.key.description, $0.value) }) { first, _ in first }),
            "metadata": JSONValue.texts(metadata),
        ])
    }
}

extension RegisteredChannel.ListEntry {
    /// True where the mask has a host, or a part of one, which only operators of the room may see.
    fileprivate var tellsAddress: Bool {
        guard let at = mask.lastIndex(of: "@") else { return false }
        return mask[mask.index(after: at)...] != "*"
    }

    fileprivate var json: JSONValue {
        .object([
            "mode": .string(String(list)),
            "mask": .string(mask),
            "by": .string(setBy),
            "time": setAt.json,
            "until": until.map(\.json),
            "reason": reason.map { .string($0) },
        ])
    }
}
