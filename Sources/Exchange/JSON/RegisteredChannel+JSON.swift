import Chat
import Protocol

extension RegisteredChannel {
    /// The facts of a room as `docs/export.md` tells them. Its key is not told: the page may go to people who are no members.
    var json: JSONValue {
        .object([
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
