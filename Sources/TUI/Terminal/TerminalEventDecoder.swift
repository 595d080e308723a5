/// Turns the bytes that a terminal sends into keys, pastes and answers.
///
/// A pure value: bytes and times go in, events come out. It makes no difference where the bytes are cut into reads, however long the pauses
/// are that ``deadline`` allows. The sequences that a terminal may send are written down in
/// <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>, <https://sw.kovidgoyal.net/kitty/keyboard-protocol/> and `console_codes(4)`.
///
/// - A sequence that means nothing to us is swallowed to its end: it types nothing.
/// - A control character inside a sequence ends it and acts: Ctrl-C and Enter are never swallowed.
/// - The bytes that are held of a sequence without an end are bounded, and all that are held are given up when their time has passed.
package struct TerminalEventDecoder: Sendable {
    /// Milliseconds after which an Esc that nothing followed is the key of that name.
    package static let escapeDelay: Int64 = 50
    /// Milliseconds for which the rest of a sequence is waited for, and for which the rest of one whose Esc has acted is known.
    package static let sequenceTimeout: Int64 = 1000
    /// Milliseconds for which the rest of a report of the mouse is known that was given up: a connection may stall within one.
    package static let lateReportTimeout: Int64 = 10_000
    /// Milliseconds of silence after which what there is of a paste is given.
    package static let pasteFlushDelay: Int64 = 300
    /// Milliseconds of silence in a paste after which a key that comes by itself is no part of it: its end is lost.
    package static let lostPasteTimeout: Int64 = 2000
    /// Bytes of a paste that are given at once; a larger one is cut into several.
    package static let longestPaste = 1 << 18
    /// Bytes of an answer that are kept; the rest of a longer one is swallowed.
    package static let longestAnswer = 256

    /// The kind of input that the next byte belongs to.
    enum Mode: Sendable {
        case keys
        /// A control sequence too long to mean anything, up to its final byte.
        case overlong
        case answer(ControlStringParser)
        case paste(BracketedPaste)
    }

    let parser: KeyParser
    var mode = Mode.keys
    /// The beginning of a key or a sequence that is not complete yet.
    var pending: [UInt8] = []
    /// The wait for the rest of a key, short or long, in the mode ``Mode/keys``.
    var wait = KeyParser.Wait.short
    /// When a byte came last, in milliseconds.
    var lastByte: Int64 = 0
    /// The beginning of a sequence that has acted as a key by itself or was given up, and when the last byte of it came, in milliseconds.
    var late: (beginning: [UInt8], lastByte: Int64)?

    /// - Parameter named: the sequences of this terminal, as its description has them. They go before all that is known here.
    package init(named: [[UInt8]: Key] = [:]) {
        self.init(KeyParser(named: TerminfoKeys(named)))
    }

    init(_ parser: KeyParser) {
        self.parser = parser
    }

    /// Takes what was read from the terminal at once.
    ///
    /// Linear in the bytes. It does not look whether the ``deadline`` has passed: bytes may have waited while the program was busy.
    ///
    /// - Parameter now: milliseconds on a clock that never goes back.
    package mutating func feed(_ bytes: some Collection<UInt8>, at now: Int64) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        var rest = Array(bytes)[...]
        guard !rest.isEmpty else { return [] }
        endLostPaste(before: rest, at: now, events: &events)
        takeLate(&rest, at: now, events: &events)
        for byte in rest { take(byte, &events) }
        lastByte = now
        return events
    }

    mutating func take(_ byte: UInt8, _ events: inout [TerminalEvent]) {
        switch mode {
        case .keys:
            pending.append(byte)
            takePending(isWhole: false, events: &events)
        case .overlong:
            switch byte {
            case 0x20...0x3F: break
            case 0x40...0x7E: mode = .keys
            default:
                mode = .keys
                take(byte, &events)
            }
        case .answer(var answer):
            // Taken out meanwhile, so that what it holds is not copied with every byte.
            mode = .keys
            switch answer.take(byte) {
            case .continues: mode = .answer(answer)
            case .ended: if let event = answer.event { events.append(event) }
            case .broken(let bytes): for byte in bytes { take(byte, &events) }
            }
        case .paste(var paste):
            mode = .keys
            let hasEnded = paste.take(byte)
            let isLong = paste.count >= Self.longestPaste
            if let text = hasEnded ? paste.takeAll() : isLong ? paste.takeSome() : nil {
                events.append(.input(.paste(text)))
            }
            if !hasEnded { mode = .paste(paste) }
        }
    }

    /// Takes what is complete of the pending bytes.
    ///
    /// - Parameter isWhole: true where nothing is to follow any more.
    mutating func takePending(isWhole: Bool, events: inout [TerminalEvent]) {
        while !pending.isEmpty {
            switch parser.parse(pending, isWhole: isWhole) {
            case .incomplete(let wait):
                self.wait = wait
                return
            case .event(let event, let count):
                if let event { events.append(event) }
                pending.removeFirst(count)
            case .begins(let mode, let count):
                let rest = pending[count...]
                pending = []
                self.mode = mode
                for byte in rest { take(byte, &events) }
                return
            }
        }
    }
}

extension TerminalEvent {
    static func key(_ key: Key) -> TerminalEvent { .input(.key(key)) }
}
