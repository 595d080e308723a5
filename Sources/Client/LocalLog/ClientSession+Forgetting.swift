import Protocol

/// `/clear --forget`.
extension ClientSession {
    /// Empties a buffer and forgets what the log has of it, also under the names of before that are known, unless another buffer has one of them
    /// now. The first time only says what that does.
    mutating func forget(isConfirmed: Bool, in buffer: Buffer, at now: Timestamp) -> SubmitOutcome {
        let name = DrawableText.plain(buffer.name)
        guard let room = logName(of: buffer.id), buffer.kind != .server else {
            return .notSent(reason: "Nothing is kept of the server's own buffer. /clear empties it.")
        }
        guard isConfirmed else {
            note(
                "This empties \(name) here and deletes what is kept under this name on this machine, for good. What was said under an earlier "
                    + "name can stay, and the server keeps what it keeps. To do it: /clear --forget yes",
                in: buffer.id, at: now)
            return .done
        }
        log.forget(buffer.id)
        let former = buffers.update(buffer.id) { $0.readPosition.formerLogNames.takeAll() } ?? []
        let taken = Set(buffers.map { logName(Bytes($0.name)) })
        _ = clear(buffer.id)
        for name in [room] + former.filter({ !taken.contains($0) }) { emit(.forgetLog(room: name)) }
        return .done
    }
}
