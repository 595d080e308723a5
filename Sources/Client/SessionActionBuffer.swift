import Protocol

/// The actions that a session has asked for and the shell has not fetched, in their order.
///
/// Lines to the server are gathered, so that those of one turn leave in one write, and so are lines for the log. A buffer that has changed is named once, behind all else.
struct SessionActionBuffer: Sendable {
    private var actions: [SessionAction] = []
    /// Lines to the server that stand behind ``actions``.
    private var bytes: [UInt8] = []
    /// Lines for the log that stand behind ``actions``.
    private var records: [LogRecord] = []
    private var changed: [BufferID] = []
    /// Grows with each action and each buffer that has changed: a screen shows no change but these. See
    /// ``ClientSession/revision``.
    private(set) var revision = 0

    /// Adds a line to the server.
    ///
    /// - Parameter isSeen: false where nothing on a screen changes by it.
    mutating func send(_ message: Message, isSeen: Bool) {
        if isSeen { revision &+= 1 }
        message.serialize(into: &bytes)
    }

    /// Adds an action behind the lines that were sent before it.
    mutating func emit(_ action: SessionAction) {
        revision &+= 1
        gatherLines()
        actions.append(action)
    }

    /// Adds a line for the log. Nothing on a screen changes by it.
    mutating func record(_ record: LogRecord) { records.append(record) }

    /// Notes that a buffer looks different now.
    mutating func markChanged(_ id: BufferID) {
        revision &+= 1
        if changed.last != id, !changed.contains(id) { changed.append(id) }
    }

    /// Forgets which buffers have changed, since they are closed.
    mutating func forgetChanged() { changed = [] }

    /// Takes everything out.
    mutating func drain() -> [SessionAction] {
        gatherLines()
        if !changed.isEmpty {
            actions.append(.changed(changed))
            changed.removeAll(keepingCapacity: true)
        }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    private mutating func gatherLines() {
        if !records.isEmpty {
            actions.append(.record(records))
            records.removeAll(keepingCapacity: true)
        }
        guard !bytes.isEmpty else { return }
        actions.append(.send(bytes))
        bytes.removeAll(keepingCapacity: true)
    }
}
