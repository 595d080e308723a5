import Client

/// The text that is typed into the input, and the state that belongs to it alone. The rows that show it are drawn with each frame, whatever
/// has changed.
struct InputState: Sendable {
    /// The text that is typed into each buffer that has been looked at.
    var drafts: [BufferAddress: InputLine] = [:]
    /// Drafts of buffers that are not open yet, by their names.
    var pendingDrafts: [NetworkID: [String: String]] = [:]
    var history = InputHistory()
    /// The names under which the lines that were sent in rooms are kept.
    private var channelNames: [BufferAddress: String] = [:]
    var kills = KillRing()
    var completion: CompletionCycle?
    var keyRepeat = KeyRepeat()
    /// Nil where nothing is checked.
    var spelling: Spelling?
    /// The keys that the footer has taught.
    var keyHints = KeyHints()
    /// True where the person may be in the middle of something: they have typed anything but answers, and no password since.
    var hasTyped = false
    /// The network whose server found something that has not been shown, as something was being typed; nil where there
    /// is none.
    var unshownResults: NetworkID?
    /// The time of the last key, in milliseconds of a clock that never goes back; nil where none is known.
    var lastKeyAt: Int64?
    /// True where the next letter says how what is typed behind it is to look.
    var isFormatting = false
    /// True where one more Ctrl-C ends the program.
    var isQuitPending = false

    /// The text that is typed into a buffer. A buffer that is looked at for the first time gets the draft that was laid aside for it.
    mutating func draft(of buffer: Buffer) -> InputLine {
        if let draft = drafts[buffer.address] { return draft }
        let draft =
            pendingDrafts[buffer.address.network]?.removeValue(forKey: buffer.name).map { InputLine($0) } ?? InputLine()
        drafts[buffer.address] = draft
        return draft
    }

    /// To be told when buffers were opened, closed or renamed.
    mutating func buffersChanged(_ chat: ChatModel) {
        drafts = drafts.filter { chat[$0.key] != nil }
        channelNames = channelNames.filter { chat[$0.key] != nil }
        for buffer in chat.buffers where buffer.kind == .channel {
            let old = channelNames.updateValue(buffer.name, forKey: buffer.address)
            guard let old, old != buffer.name else { continue }
            let network = buffer.address.network
            history.rename(InputHistory.Place(network, old), to: InputHistory.Place(network, buffer.name))
        }
    }

    /// Milliseconds without a key behind which nobody is in the middle of typing.
    private static let rest: Int64 = 1000

    /// True where nothing was typed for a second, as far as the times are known.
    func isAtRest(at milliseconds: Int64?) -> Bool {
        guard let lastKeyAt, let milliseconds else { return true }
        return milliseconds - lastKeyAt >= Self.rest
    }

    /// True where nothing is typed into a buffer; nil for all of them.
    func isNothingTyped(in id: BufferAddress?) -> Bool { id.map(isDraftEmpty) ?? drafts.values.allSatisfy(\.isEmpty) }

    func isDraftEmpty(_ id: BufferAddress) -> Bool { drafts[id]?.isEmpty ?? true }

    /// Changes what is typed where it lies: a copy would be made of all of it, with every key.
    mutating func edit(_ id: BufferAddress, _ change: (inout InputLine) -> Void) {
        kills = drafts[id, default: InputLine()].edit(with: kills, change)
    }
}

extension InputLine {
    /// Changes it, with what was cut anywhere; gives back what has been cut by then.
    fileprivate mutating func edit(with kills: KillRing, _ change: (inout InputLine) -> Void) -> KillRing {
        self.kills = kills
        change(&self)
        return self.kills
    }
}
