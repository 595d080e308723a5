import Protocol

/// Who was away before we came in: `away-notify` tells only of changes, so WHO is asked once a room. <https://modern.ircdocs.horse/#who-message>
extension ClientSession {
    /// In rooms with more members than this it costs the server too much for what it gives.
    private static let mostMembers = 250

    mutating func learnWhoIsAway(in room: Bytes) {
        guard capabilities.contains("away-notify"), let id = buffers.id(named: room), let buffer = buffers[id] else {
            return
        }
        guard buffer.isJoined, !buffer.isAwayKnown, buffer.members.count <= Self.mostMembers else { return }
        buffers.update(id) { $0.isAwayKnown = true }
        // Once while it waits: a server that lets us in again and again does not fill the queue.
        guard link?.whoQueue.contains(buffer.name) == false else { return }
        link?.whoQueue.append(buffer.name)
        if link?.whoQueue.count == 1 { send("WHO", room.text) }
    }

    /// 352 and 315.
    mutating func receiveWho(_ numeric: UInt16, _ incoming: Incoming) {
        guard let asked = link?.whoQueue.first, casemapping.fold(asked) == casemapping.fold(incoming.bytes(1)) else {
            say(incoming.words(from: 1), in: replyBuffer, at: incoming.now)
            return
        }
        if numeric == 315 {
            link?.whoQueue.removeFirst()
            if let next = link?.whoQueue.first { send("WHO", next) }
            return
        }
        guard let id = buffers.id(named: asked) else { return }
        // `H` is here, `G` is gone; ranks and other marks follow.
        let isAway = incoming.bytes(6).first == UInt8(ascii: "G")
        let user = incoming.text(2)
        let host = incoming.text(3)
        buffers.update(id) { buffer in
            _ = buffer.members.update(incoming.text(5)) { member in
                member.isAway = isAway
                member.user = user
                member.host = host
            }
        }
        markChanged(id)
    }
}
