import Protocol

/// What can be done with one line.
package struct LineActions: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let reply = LineActions(rawValue: 1)
    package static let react = LineActions(rawValue: 2)
    package static let redact = LineActions(rawValue: 4)
    package static let resend = LineActions(rawValue: 8)
}

extension ClientSession {
    /// What can be done now with a line of a buffer, as far as the server has told of itself and of our rank.
    package func actions(on line: Line, in buffer: Buffer) -> LineActions {
        guard line.redaction == nil, line.kind.isTalk, canSpeak(in: buffer) == nil else { return [] }
        if line.isPerhapsNotSent { return line.canBeResent ? .resend : [] }
        var actions: LineActions = .reply
        guard line.messageID != nil else { return actions }
        if capabilities.contains("message-tags"), allowsClientTag("draft/react") { actions.insert(.react) }
        if capabilities.contains("draft/message-redaction"), line.isOwn || mayRedactOthers(in: buffer) {
            actions.insert(.redact)
        }
        return actions
    }

    /// Operators of the room, those above them, and operators of the server take back what others said.
    private func mayRedactOthers(in buffer: Buffer) -> Bool {
        if link?.userModes.contains("o") == true { return true }
        let ranks = isupport.channelModeKinds.prefixes
        let mayLead = ranks.prefix { $0.mode != "o" } + ranks.filter { $0.mode == "o" }
        let held = buffer.members[nick]?.prefixes ?? ""
        return mayLead.contains { held.contains($0.symbol) }
    }
}
