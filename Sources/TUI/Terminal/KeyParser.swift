/// Finds where the first key, sequence or answer in what a terminal sent ends, and what it is.
struct KeyParser: Sendable {
    /// How long the rest of what has begun is waited for.
    enum Wait: Sendable {
        /// The bytes that have come are a key by themselves, such as Esc.
        case short
        case long
    }

    enum Result {
        case incomplete(Wait)
        /// The first bytes, so many, are an event, or mean nothing where it is nil.
        case event(TerminalEvent?, Int)
        /// Behind so many bytes something else than a key goes on.
        case begins(TerminalEventDecoder.Mode, Int)
    }

    /// Bytes between `ESC [` and the final byte; in a longer one nothing is looked for.
    static let longestParameters = 64

    let named: TerminfoKeys

    /// - Parameters:
    ///   - bytes: at least one.
    ///   - isWhole: true where nothing is to follow any more; then the result is never ``Result/incomplete(_:)``.
    func parse(_ bytes: [UInt8], isWhole: Bool) -> Result {
        if let (key, count) = named.match(bytes), isWhole || !named.goesOn(behind: bytes) {
            return .event(.key(key), count)
        }
        let result = Self.parse(bytes[...], isWhole: isWhole)
        if !isWhole, named.goesOn(behind: bytes) {
            if case .incomplete = result { return result }
            return .incomplete(.short)
        }
        return result
    }

    static func beginsString(_ byte: UInt8) -> Bool { "]P_^X".utf8.contains(byte) }

    private static func parse(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> Result {
        switch bytes[bytes.startIndex] {
        case 0x1B: escape(bytes, isWhole)
        case let byte: key(bytes, byte, isWhole)
        }
    }

    // MARK: Keys of one scalar

    private static func key(_ bytes: ArraySlice<UInt8>, _ first: UInt8, _ isWhole: Bool) -> Result {
        if first < 0x80 { return .event(Key(typed: Unicode.Scalar(first)).map { .key($0) }, 1) }
        let length = first.lengthOfScalar
        var rest = bytes.prefix(length).makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        switch parser.parseScalar(from: &rest) {
        case .valid(let encoded): return .event(Key(typed: Unicode.UTF8.decode(encoded)).map { .key($0) }, length)
        case .error(let bad):
            if !isWhole, bad == bytes.count, bad < length { return .incomplete(.long) }
            return .event(.key(.character("\u{FFFD}")), bad)
        case .emptyInput: return .event(nil, bytes.count)
        }
    }

    // MARK: Keys that begin with ESC

    private static func escape(_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) -> Result {
        let rest = bytes.dropFirst()
        guard let second = rest.first else { return isWhole ? .event(.key(.escape), 1) : .incomplete(.short) }
        switch second {
        case 0x1B:
            // Alt with a key that has a sequence; else Esc was pressed, and something else.
            guard rest.count > 1 || isWhole else { return .incomplete(.short) }
            let third = rest.dropFirst().first
            guard third == UInt8(ascii: "[") || third == UInt8(ascii: "O") else { return .event(.key(.escape), 1) }
            return withAlt(parse(rest, isWhole: isWhole))
        case UInt8(ascii: "["): return controlSequence(bytes, isWhole)
        case UInt8(ascii: "O"): return singleShift(bytes, isWhole)
        case let letter where beginsString(letter):
            guard rest.count > 1 else { return isWhole ? .event(.alt(letter), 2) : .incomplete(.short) }
            return .begins(.answer(ControlStringParser(isCommand: letter == UInt8(ascii: "]"))), 2)
        default: return withAlt(key(rest, second, isWhole))
        }
    }

    /// The same behind one more ESC: a key with Alt. In front of what is no key, Esc was pressed by itself.
    private static func withAlt(_ result: Result) -> Result {
        switch result {
        case .event(.input(.key(let key)), let count):
            .event(.key(Key(key.code, key.modifiers.union(.alt))), count + 1)
        case .event, .begins: .event(.key(.escape), 1)
        case .incomplete: result
        }
    }

    /// `ESC [ parameters final`, and the two kinds that go on behind the final byte: the old mouse reports and the console's F1 to F5.
    private static func controlSequence(_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) -> Result {
        let body = bytes.dropFirst(2)
        guard let first = body.first else { return isWhole ? .event(.alt(UInt8(ascii: "[")), 2) : .incomplete(.long) }
        if first == UInt8(ascii: "[") {
            guard let letter = body.dropFirst().first else { return isWhole ? .event(nil, 3) : .incomplete(.long) }
            guard (0x20...0x7E).contains(letter) else { return .event(nil, 3) }
            let number = Int(letter) - 0x40
            return .event((1...5).contains(number) ? .key(.function(number)) : nil, 4)
        }
        var sequence = ControlSequence()
        for (place, byte) in body.enumerated() {
            switch sequence.take(byte) {
            case .continues: if place >= longestParameters { return .begins(.overlong, place + 3) }
            case .broken: return .event(place == 0 ? .alt(UInt8(ascii: "[")) : nil, place + 2)
            case .ended where sequence.isOldMouse: return oldMouse(bytes, isWhole)
            case .ended where sequence.beginsPaste: return .begins(.paste(BracketedPaste()), place + 3)
            case .ended: return .event(sequence.event, place + 3)
            }
        }
        return isWhole ? .event(nil, bytes.count) : .incomplete(.long)
    }

    /// `ESC [ M` and three bytes: the button, the column and the row, 32 added to each; 0 for a place that is too far away to be told.
    private static func oldMouse(_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) -> Result {
        let report = bytes.dropFirst(3).prefix(3)
        if let bad = report.firstIndex(where: { $0 < 0x20 && $0 != 0 }) { return .event(nil, bad - bytes.startIndex) }
        guard report.count == 3 else { return isWhole ? .event(nil, bytes.count) : .incomplete(.long) }
        let numbers = report.map { Int($0) - 32 }
        let event = MouseEvent(report: numbers[0], column: numbers[1], row: numbers[2], isRelease: false)
        return .event(event.map { .input(.mouse($0)) }, 6)
    }

    /// `ESC O final`: the keys of a VT100, perhaps with a modifier before the final byte.
    private static func singleShift(_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) -> Result {
        let digits = bytes.dropFirst(2).prefix(4).prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ";") }
        let count = 2 + digits.count
        let broken = Result.event(digits.isEmpty ? .alt(UInt8(ascii: "O")) : nil, count)
        guard let final = bytes.dropFirst(count).first else { return isWhole ? broken : .incomplete(.long) }
        guard (0x20...0x7E).contains(final) else { return broken }
        return .event(Key(singleShift: final, modifiers: digits).map { .key($0) }, count + 1)
    }
}

extension TerminalEvent {
    fileprivate static func alt(_ letter: UInt8) -> TerminalEvent { .key(.alt(Unicode.Scalar(letter))) }
}
