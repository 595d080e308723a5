import Protocol

/// The count of what has not been read.
extension Buffer {
    /// Counts what is unread anew: after history has come, or what was read has changed.
    mutating func recountUnread() {
        let (id, scrollback) = (id, scrollback)
        readPosition.recount(in: scrollback) { index in
            Self.countsAsUnread(
                scrollback.kind(at: index), scrollback.flags(at: index), sender: scrollback.sender(at: index), in: id)
        }
    }

    /// True if a line is counted as unread: it is talk of others. In the server's own buffer only the words of people count.
    func countsAsUnread(_ kind: LineKind, _ flags: LineFlags, sender: Bytes) -> Bool {
        Self.countsAsUnread(kind, flags, sender: sender, in: id)
    }

    private static func countsAsUnread(_ kind: LineKind, _ flags: LineFlags, sender: Bytes, in id: BufferID) -> Bool {
        guard kind.isTalk, !flags.contains(.own) else { return false }
        return id != .server || !sender.contains(UInt8(ascii: "."))
    }
}
