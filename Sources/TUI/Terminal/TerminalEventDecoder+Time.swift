/// The handling of bytes whose rest does not come, or comes late.
extension TerminalEventDecoder {
    /// When ``timePassed(at:)`` is to be called, in milliseconds; nil where nothing is waited for.
    package var deadline: Int64? {
        switch mode {
        case .keys: pending.isEmpty ? nil : lastByte + (wait == .short ? Self.escapeDelay : Self.sequenceTimeout)
        case .overlong, .answer: lastByte + Self.sequenceTimeout
        case .paste(let paste): paste.isGiven ? nil : lastByte + Self.pasteFlushDelay
        }
    }

    /// Takes what there is for what it is, once the ``deadline`` has passed. Bytes that can be read are to be fed first.
    package mutating func timePassed(at now: Int64) -> [TerminalEvent] {
        guard let deadline, now >= deadline else { return [] }
        var events: [TerminalEvent] = []
        switch mode {
        case .keys:
            if let escape = pending.lastIndex(of: 0x1B) { late = (Array(pending[escape...]), lastByte) }
            takePending(isWhole: true, events: &events)
        case .overlong, .answer: mode = .keys
        case .paste(var paste):
            mode = .keys
            if let text = paste.takeSome() { events.append(.input(.paste(text))) }
            mode = .paste(paste)
        }
        return events
    }

    /// Ends a paste whose end seems to be lost: nothing came for long, and then one key by itself. However long a connection stalls,
    /// no line of a paste acts as if it had been typed; nor does Enter end one.
    mutating func endLostPaste(before bytes: ArraySlice<UInt8>, at now: Int64, events: inout [TerminalEvent]) {
        guard case .paste(var paste) = mode, paste.isGiven, now - lastByte >= Self.lostPasteTimeout else { return }
        var decoder = TerminalEventDecoder(parser)
        var found: [TerminalEvent] = []
        for byte in bytes { decoder.take(byte, &found) }
        guard bytes.elementsEqual([0x1B]) || (decoder.isAtRest && found.count == 1 && found[0].endsLostPaste) else {
            return
        }
        mode = .keys
        if let text = paste.takeAll() { events.append(.input(.paste(text))) }
    }

    /// Takes the rest of a sequence whose Esc has acted already, or that was given up.
    ///
    /// Swallowed is what comes in one read and is that rest, up to the end of the read or to the next Esc: nobody types so fast. A
    /// paste that begins so is a paste, and an answer is an answer. A report of the mouse is known for longer, and whatever stands
    /// behind it, where so much of it is known that hardly anything that is typed looks like its rest.
    mutating func takeLate(_ bytes: inout ArraySlice<UInt8>, at now: Int64, events: inout [TerminalEvent]) {
        guard let late else { return }
        self.late = nil
        guard now - late.lastByte <= Self.lateReportTimeout, pending.isEmpty, case .keys = mode else { return }
        let isRecent = now - late.lastByte <= Self.sequenceTimeout
        var decoder = TerminalEventDecoder(parser)
        decoder.pending = late.beginning
        var found: [TerminalEvent] = []
        for place in bytes.indices {
            decoder.take(bytes[place], &found)
            let isPaste = if case .paste = decoder.mode { true } else { false }
            guard isPaste || decoder.isAtRest else { continue }
            let rest = bytes[(place + 1)...]
            let sequence = late.beginning + bytes[...place]
            let isAlone = rest.isEmpty || rest.first == 0x1B
            let isReport = Self.isReport(sequence, behind: late.beginning.count, isAlone: isAlone)
            guard isReport || (isRecent && (isPaste || (isAlone && Self.isSequence(sequence, found)))) else { return }
            events += found.filter { !$0.isInput }
            mode = decoder.mode
            bytes = rest
            return
        }
    }

    private var isAtRest: Bool { if case .keys = mode { pending.isEmpty } else { false } }

    /// Tells a report of the mouse, in any of its forms, from what may have been typed behind its first bytes.
    ///
    /// Behind an Esc by itself it is of the form that begins with `[<`. The old form, whose bytes are letters, is known by its `M`; where that
    /// has come late, nothing may stand behind the report, as it would behind the beginning of a word.
    ///
    /// - Parameters:
    ///   - count: the number of those first bytes.
    ///   - isAlone: true where it ends what was read, or another sequence stands behind it.
    private static func isReport(_ bytes: [UInt8], behind count: Int, isAlone: Bool) -> Bool {
        guard bytes.count > 3, let last = bytes.last, bytes[1] == UInt8(ascii: "[") else { return false }
        if bytes[2] == UInt8(ascii: "M") {
            let isKnown = count > 2 || (count == 2 && isAlone)
            return isKnown && bytes.count == 6 && bytes[3...].allSatisfy { $0 >= 0x20 || $0 == 0 }
        }
        let hasMark = bytes[2] == UInt8(ascii: "<")
        let parameters = bytes[2..<(bytes.count - 1)]
        return (hasMark || count > 1) && (last == UInt8(ascii: "M") || (last == UInt8(ascii: "m") && hasMark))
            && parameters.count { $0 == UInt8(ascii: ";") } == 2 && parameters.allSatisfy { (0x30...0x3F).contains($0) }
    }

    /// Tells a sequence that is complete from letters that happen to look like its beginning.
    private static func isSequence(_ bytes: [UInt8], _ found: [TerminalEvent]) -> Bool {
        guard bytes.count > 2, let last = bytes.last else { return false }
        switch bytes[1] {
        case UInt8(ascii: "["):
            guard bytes.count > 3 else { return found.count == 1 }
            return found.count <= 1 && ((0x20...0x7E).contains(last) || bytes[2] == UInt8(ascii: "M"))
        // Not the keypad, which no terminal tells so unless it is asked to: `Ok` and `On` are words.
        case UInt8(ascii: "O"):
            return found.count == 1 && (bytes.count > 3 || ("A"..."Z").contains(Unicode.Scalar(last)))
        default: return KeyParser.beginsString(bytes[1]) && !found.contains(where: \.isInput)
        }
    }
}

extension TerminalEvent {
    fileprivate var isInput: Bool { if case .input = self { true } else { false } }

    fileprivate var endsLostPaste: Bool {
        switch self {
        case .input(.key(let key)): key.code != .enter
        case .input(.mouse): true
        case .input(.paste), .background, .focus: false
        }
    }
}
