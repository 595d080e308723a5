import Protocol

/// The members who were there before we came in: `away-notify` and `account-notify` tell only of changes, so WHO is asked once a room.
/// <https://modern.ircdocs.horse/#who-message>, <https://ircv3.net/specs/extensions/whox>
extension ClientSession {
    /// In rooms with more members than this it costs the server too much for what it gives.
    private static let maxMembers = 250
    /// The fields that a server is asked for which lets one choose, and the number by which their lines are known again.
    private static let whoToken = "617"
    private static let whoFields = "%tcuhnfa," + whoToken

    mutating func requestAwayMembers(in channel: Bytes, at now: Timestamp) {
        guard capabilities.contains("away-notify") || hasWhoFields, let id = buffers.id(named: channel),
            let buffer = buffers[id]
        else { return }
        guard buffer.members.count <= Self.maxMembers, buffers.update(id, { $0.membership.mayAskWho() }) == true else {
            return
        }
        requestInBackground(.away, in: id, at: now)
    }

    /// True if the server lets one choose what WHO tells.
    private var hasWhoFields: Bool { isupport["WHOX"] != nil }

    mutating func sendWho(of channel: String) -> Bool {
        hasWhoFields ? send("WHO", channel, Self.whoFields) : send("WHO", channel)
    }

    /// 352, 354 and 315.
    mutating func receiveWho(_ numeric: UInt16, _ incoming: IncomingMessage) {
        let isChosen = numeric == 354
        guard !isChosen || incoming.text(1) == Self.whoToken,
            let id = buffers.id(named: incoming.bytes(isChosen ? 2 : 1)),
            connection?.backgroundRequests.isAsked(BackgroundRequest(subject: .away, buffer: id)) == true
        else {
            receiveList(numeric, incoming)
            return
        }
        if numeric == 315 {
            backgroundRequestAnswered(.away, in: id, at: incoming.now)
            return
        }
        let nick = incoming.text(5)
        // `H` is here, `G` is gone; ranks and other marks follow.
        let flags = incoming.text(6)
        let knowsAway = capabilities.contains("away-notify")
        let botMark = isupport["BOT"].flatMap { $0.first }
        buffers.update(id) { buffer in
            _ = buffer.members.update(nick) { member in
                if knowsAway { member.isAway = flags.first == "G" }
                member.user = incoming.text(isChosen ? 3 : 2)
                member.host = incoming.text(isChosen ? 4 : 3)
                if let botMark { member.isBot = flags.dropFirst().contains(botMark) }
                guard isChosen else { return }
                let account = incoming.text(7)
                member.account = account.isEmpty || account == "0" ? nil : account
            }
        }
        markChanged(id)
    }
}
