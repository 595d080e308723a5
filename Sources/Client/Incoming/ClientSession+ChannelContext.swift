import Protocol

/// Private messages that are about a room, and stand there. <https://ircv3.net/specs/client-tags/channel-context>
extension ClientSession {
    /// The room that a private message is about, if we are both in it: strangers say nothing in a room's buffer.
    func contextBuffer(of incoming: IncomingMessage, isForUs: Bool) -> BufferID? {
        guard let name = incoming.contextChannel, isChannelName(name), isForUs || incoming.isOwn,
            !isChannelName(channelTarget(incoming.bytes(0)).text), let id = buffers.id(named: name),
            let buffer = buffers[id], buffer.kind == .channel, buffer.isJoined,
            incoming.isOwn || buffer.members.contains(incoming.nick)
        else { return nil }
        return id
    }

    /// The target of a line that was said in private and stands in a room; nil for all others.
    func privateTarget(of incoming: IncomingMessage, in id: BufferID) -> Bytes? {
        let target = incoming.bytes(0)
        guard !incoming.isHistory || incoming.source == .log, incoming.contextChannel != nil,
            buffers[id]?.kind == .channel,
            !isChannelName(channelTarget(target).text)
        else { return nil }
        return Self.privateTarget(incoming.isOwn ? target : [])
    }

    /// - Parameter receiver: the nick of whom it is said to; empty for the person at this screen.
    static func privateTarget(_ receiver: Bytes) -> Bytes { [LineContent.privateMark] + receiver }

    /// The receiver of an answer to a line: the room, behind the marks of the ranks that the line was said to, or the other person where it
    /// was said in private.
    func target(of line: Line, in buffer: Buffer) -> String {
        guard line.isPrivate else { return line.audience + buffer.name }
        return line.privateReceiver.isEmpty ? line.sender : line.privateReceiver
    }

    func contextTags(_ channel: String) -> [Tag] {
        guard capabilities.contains("message-tags") else { return [] }
        return ["+draft/channel-context", "+channel-context"].filter { allowsClientTag(String($0.dropFirst())) }
            .map { Tag($0, channel) }
    }
}
