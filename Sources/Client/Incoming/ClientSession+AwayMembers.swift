import Protocol

/// The members who were away before we came in: `away-notify` tells only of changes, so WHO is asked once a room.
/// <https://modern.ircdocs.horse/#who-message>
extension ClientSession {
    /// In rooms with more members than this it costs the server too much for what it gives.
    private static let maxMembers = 250

    mutating func requestAwayMembers(in channel: Bytes, at now: Timestamp) {
        guard capabilities.contains("away-notify"), let id = buffers.id(named: channel), let buffer = buffers[id] else {
            return
        }
        guard buffer.members.count <= Self.maxMembers, buffers.update(id, { $0.membership.mayAskWho() }) == true else {
            return
        }
        requestInBackground(.away, in: id, at: now)
    }

    /// 352 and 315.
    mutating func receiveWho(_ numeric: UInt16, _ incoming: IncomingMessage) {
        guard let id = buffers.id(named: incoming.bytes(1)),
            connection?.backgroundRequests.isAsked(BackgroundRequest(subject: .away, buffer: id)) == true
        else {
            receiveList(numeric, incoming)
            return
        }
        if numeric == 315 {
            backgroundRequestAnswered(.away, in: id, at: incoming.now)
            return
        }
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
