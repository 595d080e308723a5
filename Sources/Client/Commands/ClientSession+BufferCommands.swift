/// /buffer: the buffers of all networks are numbered together, so that the shell carries it out.
extension ClientSession {
    mutating func goToBuffer(_ text: String) -> SubmitOutcome {
        emit(.goToBuffer(text))
        return .done
    }

    mutating func moveBuffer(_ buffer: Buffer, toNumber number: Int) -> SubmitOutcome {
        guard buffer.kind != .server else {
            return .notSent(reason: "The server's own buffer is always the first of its network.")
        }
        emit(.moveBuffer(buffer.id, to: number))
        return .done
    }

    /// Puts a buffer at another place among those of the session, which is kept for the next start.
    ///
    /// - Parameter place: from 1 on; the server's own buffer stays at 0.
    mutating func moveBuffer(_ id: BufferID, to place: Int) {
        buffers.move(id, to: place)
        emit(.savedSessionChanged)
        markChanged(id)
    }
}
