import Protocol

/// The effects that the host has not fetched yet, in order. Lines in a row for the same session become one delivery.
final class EffectBuffer {
    private var effects: [Effect] = []
    /// The lines in a row for ``recipient``, which are no effect yet.
    private var lines: [UInt8] = []
    private var recipient: SessionID?

    /// Adds an effect behind those that are there.
    func append(_ effect: Effect) {
        flushLines()
        effects.append(effect)
    }

    /// Adds a line to one session.
    func append(_ message: Message, to session: SessionID) {
        if recipient != session {
            flushLines()
            recipient = session
        }
        message.limited(to: .fromServer).serialize(into: &lines)
    }

    /// Takes all effects out.
    func take() -> [Effect] {
        flushLines()
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    private func flushLines() {
        guard let session = recipient else { return }
        recipient = nil
        effects.append(.send(.deliver(Delivery(lines, to: [session]))))
        lines = []
    }
}
