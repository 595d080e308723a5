import Protocol

/// The actions that are possible with one line.
package struct LineActions: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let reply = LineActions(rawValue: 1)
    package static let react = LineActions(rawValue: 2)
    package static let redact = LineActions(rawValue: 4)
    package static let resend = LineActions(rawValue: 8)
}

extension ClientSession {
    /// The actions that are possible now with a line of a buffer, as far as the server has told of itself and of our rank.
    package func actions(on line: Line, in buffer: Buffer) -> LineActions {
        guard line.redaction == nil, line.kind.isTalk, whyNotSend(in: buffer) == nil else { return [] }
        if line.isPerhapsNotSent { return line.canBeResent ? .resend : [] }
        var actions: LineActions = .reply
        if whyNotReact(to: line, in: buffer) == nil { actions.insert(.react) }
        if whyNotRedact(line, in: buffer) == nil { actions.insert(.redact) }
        return actions
    }

    /// Why no reaction can be put under what somebody said; nil where one can.
    package func whyNotReact(to line: Line, in buffer: Buffer) -> String? {
        if let reason = whyNotSend(in: buffer) { return reason }
        guard carriesReactions else { return "This server does not support reactions." }
        return whyUnnamed(line)
    }

    /// Why what somebody said cannot be taken back; nil where it can.
    package func whyNotRedact(_ line: Line, in buffer: Buffer) -> String? {
        guard phase == .online else { return offlineReason }
        guard capabilities.contains("draft/message-redaction") else { return "This server cannot delete messages." }
        if let reason = whyNotSend(in: buffer) ?? whyUnnamed(line) { return reason }
        guard !line.isOwn, !mayRedactOthers(in: buffer) else { return nil }
        return buffer.kind == .channel
            ? "Only an operator of \(buffer.name) can delete what others said."
            : "Only what you said yourself can be deleted."
    }

    /// Why nothing can be put under a private line, nor the line be taken back: that is told to a buffer, and it is no line of the room.
    static let isPrivateHere = "That was said in private: you can reply here, and do nothing else with it."

    /// Why a line cannot be named to the server; nil where it can.
    private func whyUnnamed(_ line: Line) -> String? {
        if line.isPrivate { return Self.isPrivateHere }
        guard line.messageID == nil else { return nil }
        if line.isPending { return "This message is still under way: try again in a moment." }
        return "This message has no id of the server: nobody can react to it or delete it."
    }

    /// Operators of the room, those above them, and operators of the server take back what others said.
    private func mayRedactOthers(in buffer: Buffer) -> Bool {
        if connection?.identity.userModes.contains("o") == true { return true }
        let ranks = isupport.channelModeKinds.prefixes
        let mayLead = ranks.prefix { $0.mode != "o" } + ranks.filter { $0.mode == "o" }
        let held = buffer.members[nick]?.prefixes ?? ""
        return mayLead.contains { held.contains($0.symbol) }
    }
}
