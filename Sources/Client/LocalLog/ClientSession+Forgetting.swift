import Protocol

/// `/clear --forget`.
extension ClientSession {
    /// Empties a buffer and forgets what the log has of it. The first time only says what that does.
    mutating func forget(isConfirmed: Bool, in buffer: Buffer, at now: Timestamp) -> SubmitOutcome {
        let name = DrawableText.plain(buffer.name)
        guard let room = logName(of: buffer.id), buffer.kind != .server else {
            return .notSent(reason: "Nothing is kept of the server's own buffer. /clear empties it.")
        }
        guard isConfirmed else {
            note(
                "This empties \(name) here and deletes all that is kept of it on this machine, for good. The server keeps what it keeps. To do it: /clear --forget yes",
                in: buffer.id, at: now)
            return .done
        }
        log.forget(buffer.id)
        _ = clear(buffer.id)
        emit(.forgetLog(room: room))
        return .done
    }
}
