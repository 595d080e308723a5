import Protocol

/// A message on its way to others: what is said, and the tags that those get who asked for them.
struct Relay {
    var message: Message
    /// The parameters in place of the message's for sessions with ``Capabilities/extendedJoin``.
    var extendedParameters: [Bytes]?
    var time: Timestamp
    var msgid: String?
    var account: String?
    var isFromBot = false
    var isFromOperator = false
    /// The nick of the bridge that let its source speak; nil where that spoke itself.
    var relayedBy: String?
    var clientTags: [Tag] = []
    /// The batch that it is told in, where it is told again: each of its lines has the tag, but those in a batch of their own.
    var batch: String?
    /// Only sessions with all of these get it.
    var requires: Capabilities = []
    /// The lines of a message that has several; its one text then is not sent.
    var multiline: Multiline?

    struct Multiline {
        let reference: String
        let lines: [OpenBatch.Line]
    }

    /// True if a session with these capabilities gets it.
    func concerns(_ capabilities: Capabilities) -> Bool { capabilities.isSuperset(of: requires) }

    /// The messages that a session with these capabilities reads: one, or as many as a long one needs.
    func messages(for capabilities: Capabilities) -> [Message] {
        var message = message
        if capabilities.contains(.extendedJoin), let extendedParameters { message.parameters = extendedParameters }
        guard let multiline else {
            addTags(to: &message, isFirst: true, capabilities: capabilities)
            return [message.limited(to: .fromServer)]
        }
        return capabilities.isSuperset(of: [.multiline, .batch])
            ? batch(of: message, multiline: multiline, capabilities: capabilities)
            : fallback(of: message, multiline: multiline, capabilities: capabilities)
    }

    private func addTags(to message: inout Message, isFirst: Bool, capabilities: Capabilities) {
        if capabilities.contains(.messageTags) { message.tags.reserveCapacity(4 + clientTags.count) }
        if let batch { message.tags.append(Tag("batch", batch)) }
        if capabilities.contains(.serverTime) { message.tags.append(Tag("time", time.iso8601)) }
        if capabilities.contains(.messageTags) {
            if let msgid, isFirst { message.tags.append(Tag("msgid", msgid)) }
            if isFromBot { message.tags.append(Tag("bot")) }
        }
        if capabilities.contains(.accountTag), let account { message.tags.append(Tag("account", account)) }
        // Without a value: which operator of the configuration it is concerns nobody else.
        if capabilities.contains(.operatorTag), isFromOperator { message.tags.append(Tag("draft/oper")) }
        if capabilities.contains(.relayedMessages), let relayedBy {
            message.tags.append(Tag(Event.relayTag, relayedBy))
        }
        // Behind what the server says, so that they push nothing of it out.
        if capabilities.contains(.messageTags), isFirst || areRepeated {
            message.tags.append(contentsOf: clientTags)
        }
    }

    /// True if each line of a multiline message that is told line by line carries the client's tags, not only the first: they are repeated
    /// if they take at most 64 bytes, since every recipient is sent them again.
    private var areRepeated: Bool {
        multiline != nil && clientTags.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 2 } <= 64
    }

    /// <https://ircv3.net/specs/extensions/multiline#batch-types>
    private func batch(of message: Message, multiline: Multiline, capabilities: Capabilities) -> [Message] {
        let target = message.parameters[0]
        let reference = multiline.reference
        var opening = Message(
            source: message.source, "BATCH", [Bytes("+" + reference), Bytes(OpenBatch.multilineType), target])
        addTags(to: &opening, isFirst: true, capabilities: capabilities)
        let lines = multiline.lines.map { line in
            var tags = [Tag("batch", reference)]
            if line.isContinued { tags.append(Tag(OpenBatch.concatenationTag)) }
            return Message(tags: tags, source: message.source, message.command, [target, line.text])
                .limited(to: .fromServer)
        }
        let closing = Message(
            tags: batch.map { [Tag("batch", $0)] } ?? [], source: message.source, "BATCH", [Bytes("-" + reference)])
        return [opening] + lines + [closing]
    }

    /// <https://ircv3.net/specs/extensions/multiline#fallback>: the lines one by one, blank ones left out.
    private func fallback(of message: Message, multiline: Multiline, capabilities: Capabilities) -> [Message] {
        var messages: [Message] = []
        for line in multiline.lines where !line.text.isEmpty {
            var message = message
            message.parameters[1] = line.text
            addTags(to: &message, isFirst: messages.isEmpty, capabilities: capabilities)
            messages.append(message.limited(to: .fromServer))
        }
        return messages
    }

    /// The deliveries to an audience: one for each group, one serialisation for all groups that read the same.
    func deliveries(to audience: Audience, except exception: SessionID? = nil) -> [Delivery] {
        var lines: [(capabilities: Capabilities, bytes: [UInt8])] = []
        var deliveries: [Delivery] = []
        deliveries.reserveCapacity(audience.groups.count)
        let relevant = relevant
        for group in audience.groups where concerns(group.capabilities) {
            if group.sessions.count == 1, group.sessions[0] == exception { continue }
            let kind = group.capabilities.intersection(relevant)
            let bytes: [UInt8]
            if let known = lines.first(where: { $0.capabilities == kind }) {
                bytes = known.bytes
            } else {
                bytes = serialized(for: kind)
                lines.append((kind, bytes))
            }
            let isConcerned = exception.map { $0.lane == group.lane } ?? false
            deliveries.append(Delivery(bytes, to: group.sessions, except: isConcerned ? exception : nil))
        }
        return deliveries
    }

    private func serialized(for capabilities: Capabilities) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        for message in messages(for: capabilities) { message.serialize(into: &bytes) }
        return bytes
    }
}
