import Protocol

extension ClientSession {
    /// True if what somebody said is to call the person: it has their nick or one of their words in it, or is said to them alone. Nothing of
    /// their own calls them, and no notice of a server.
    func isMention(
        _ kind: LineKind, _ text: Bytes, of incoming: IncomingMessage, isForUs: Bool, in id: BufferID
    ) -> Bool {
        guard !incoming.isOwn, id != .server || !incoming.isFromServer else { return false }
        return ownNick.matcher.isMentioned(in: text) || preferences.calls(in: text)
            || (isForUs && kind != .notice && !incoming.isFromServer)
    }
}
