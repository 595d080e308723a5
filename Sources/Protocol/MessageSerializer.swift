extension Message {
    /// The line with its CR LF.
    package func serialized() -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(128)
        serialize(into: &line)
        return line
    }

    /// Appends the line with its CR LF to `line`.
    ///
    /// Always one line of as many parameters, whatever the values hold: NUL, CR and LF in the last parameter become spaces (in a
    /// tag's value they are escaped). A source, and a parameter before the last, must be one word; one that is not, as it may come
    /// out of a damaged file, is written as the nearest word, with `_` for what cannot stand there and `*` for nothing.
    /// The length is the caller's to keep: see ``limited(to:)``.
    package func serialize(into line: inout [UInt8]) {
        if !tags.isEmpty {
            var lead = ASCII.at
            for tag in tags {
                line.append(lead)
                tag.serialize(into: &line)
                lead = ASCII.semicolon
            }
            line.append(ASCII.space)
        }
        if let source {
            line.append(ASCII.colon)
            line.append(source, blanksAs: UInt8(ascii: "_"))
            line.append(ASCII.space)
        }
        line.append(contentsOf: command.name.utf8)
        for (index, parameter) in parameters.enumerated() {
            line.append(ASCII.space)
            guard index == parameters.count - 1 else {
                line.appendWord(parameter)
                continue
            }
            let needsColon = parameter.isEmpty || parameter.first == ASCII.colon || parameter.contains { $0.isBlank }
            if needsColon || command.takesText(at: index) { line.append(ASCII.colon) }
            line.append(parameter, blanksAs: ASCII.space)
        }
        line.append(ASCII.carriageReturn)
        line.append(ASCII.lineFeed)
    }

    /// The first parameter before the last that is no word, and would be written as another; nil where all are.
    package var firstMalformedMiddle: Bytes? {
        parameters.dropLast().first { $0.isEmpty || $0.first == ASCII.colon || $0.contains { $0.isBlank } }
    }

    /// The message with its last parameter cut, between characters, so that the body keeps within `limits`; where that is not enough,
    /// with the one before it cut, and so on. Only a source or a command that is too long by itself stays so.
    package func limited(to limits: LineLimits) -> Message {
        var bodyCount = 2 + command.name.utf8.count
        if let source { bodyCount += source.count + 2 }
        for parameter in parameters { bodyCount += parameter.count + 1 }
        bodyCount += 1
        guard bodyCount > limits.body else { return self }
        var cut = self
        var excess = bodyCount - limits.body
        for index in parameters.indices.reversed() where excess > 0 {
            // A word before the last is never nothing, and none ends inside its first character.
            let isLast = index == parameters.count - 1
            var kept = parameters[index].prefix(ofAtMost: max(isLast ? 0 : 1, parameters[index].count - excess))
            if !kept.isValidUTF8, parameters[index].isValidUTF8 { kept = isLast ? [] : Bytes("*") }
            excess -= parameters[index].count - kept.count
            cut.parameters[index] = kept
        }
        return cut
    }
}

extension Command {
    /// True if a last parameter at this place, from 0, is text that a person wrote. It is then always spelled with its colon, as every
    /// other program does: some clients look for it.
    fileprivate func takesText(at place: Int) -> Bool {
        switch self {
        case "PRIVMSG", "NOTICE", "TOPIC", "PART": place > 0
        case "KICK": place > 1
        case "QUIT", "AWAY", "ERROR", "WALLOPS", "USER", "SETNAME": true
        default: numeric != nil
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Bytes, blanksAs blank: UInt8) {
        let start = count
        append(contentsOf: bytes)
        for index in start..<count where self[index].isBlank { self[index] = blank }
    }

    fileprivate mutating func appendWord(_ bytes: Bytes) {
        guard let first = bytes.first else { return append(UInt8(ascii: "*")) }
        let start = count
        append(bytes, blanksAs: UInt8(ascii: "_"))
        if first == ASCII.colon { self[start] = UInt8(ascii: "_") }
    }
}

extension UInt8 {
    /// A space, or what cannot stand in a line and is written as one.
    fileprivate var isBlank: Bool {
        self == ASCII.space || self == ASCII.nul || self == ASCII.carriageReturn || self == ASCII.lineFeed
    }
}
