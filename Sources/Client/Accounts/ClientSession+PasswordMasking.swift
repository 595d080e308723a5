import Protocol

/// Passwords that are said where they would be seen: who is in a room says what a line in it is.
extension ClientSession {
    /// The text that is shown of a line of ours that holds a password: see ``PasswordMasking/masked(_:to:hasBot:)``.
    func masked(_ text: String, to target: String) -> String? {
        PasswordMasking.masked(text, to: target, hasBot: mayHaveBitlBeeBot(target))
    }

    /// True if an input line holds a password: such a line is not kept for recall.
    package func containsPassword(_ input: String, in id: BufferID) -> Bool {
        let name = buffers[id]?.name ?? ""
        let hasBot = mayHaveBitlBeeBot(name)
        // The person's own commands may hold one, and the words behind them may be one.
        let lines = (try? lines(for: input, in: id).map(\.text)) ?? []
        return ([input] + lines).contains { PasswordMasking.containsPassword($0, to: name, hasBot: hasBot) }
    }

    /// True if BitlBee's bot may be in a room of that name, or in one of several rooms: false only if the members of each are known, and
    /// none is the bot.
    private func mayHaveBitlBeeBot(_ target: String) -> Bool {
        guard target.utf8.contains(UInt8(ascii: "&")) else { return true }
        return target.split(separator: ",").prefix(8).contains { name in
            guard let buffer = buffers.id(named: channelTarget(Bytes(String(name)))).flatMap({ buffers[$0] }) else {
                return name.contains("&")
            }
            return buffer.kind == .channel
                && (!buffer.membership.hasNames || buffer.members.count < 2
                    || buffer.members[ServiceBot.bitlBeeNick] != nil)
        }
    }
}
