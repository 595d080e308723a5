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
    var clientTags: [Tag] = []
    /// Only sessions with all of these get it.
    var requires: Capabilities = []

    /// The capabilities that change a byte of it; sessions that differ in others share one serialisation.
    private var relevant: Capabilities {
        var relevant: Capabilities = [.messageTags, .serverTime, .accountTag]
        if extendedParameters != nil { relevant.insert(.extendedJoin) }
        return relevant
    }

    /// The message with the tags that `capabilities` bring.
    func message(for capabilities: Capabilities) -> Message {
        var message = message
        if capabilities.contains(.extendedJoin), let extendedParameters { message.parameters = extendedParameters }
        if capabilities.contains(.serverTime) { message.tags.append(Tag("time", time.iso8601)) }
        if capabilities.contains(.messageTags) {
            if let msgid { message.tags.append(Tag("msgid", msgid)) }
            if isFromBot { message.tags.append(Tag("bot")) }
            message.tags.append(contentsOf: clientTags)
        }
        if capabilities.contains(.accountTag), let account { message.tags.append(Tag("account", account)) }
        return message.limited(to: .fromServer)
    }

    /// What is to be delivered to an audience: one delivery a group, one serialisation for all groups that read the same.
    func deliveries(to audience: Audience, except exception: SessionID? = nil) -> [Delivery] {
        var lines: [(capabilities: Capabilities, bytes: [UInt8])] = []
        var deliveries: [Delivery] = []
        deliveries.reserveCapacity(audience.groups.count)
        let relevant = relevant
        for group in audience.groups where group.capabilities.isSuperset(of: requires) {
            if group.sessions.count == 1, group.sessions[0] == exception { continue }
            let kind = group.capabilities.intersection(relevant)
            let bytes: [UInt8]
            if let known = lines.first(where: { $0.capabilities == kind }) {
                bytes = known.bytes
            } else {
                bytes = message(for: kind).serialized()
                lines.append((kind, bytes))
            }
            let isConcerned = exception.map { $0.lane == group.lane } ?? false
            deliveries.append(Delivery(bytes, to: group.sessions, except: isConcerned ? exception : nil))
        }
        return deliveries
    }
}
