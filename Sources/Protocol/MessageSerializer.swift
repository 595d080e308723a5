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
    /// Always one line, whatever the values hold: NUL, CR and LF in a parameter or a source become spaces (in a tag's
    /// value they are escaped). A parameter that is empty, begins with `:` or holds a space must be the last; before the last,
    /// such a value could not be told from two, so it is the caller's mistake and stops a debug build.
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
            line.appendLineSafe(source)
            line.append(ASCII.space)
        }
        line.append(contentsOf: command.name.utf8)
        for (index, parameter) in parameters.enumerated() {
            line.append(ASCII.space)
            let needsColon = parameter.isEmpty || parameter.first == ASCII.colon || parameter.contains(ASCII.space)
            if index == parameters.count - 1 {
                if needsColon || command.takesText(at: index) { line.append(ASCII.colon) }
            } else {
                assert(!needsColon, "only the last parameter of \(command) can hold a space")
            }
            line.appendLineSafe(parameter)
        }
        line.append(ASCII.carriageReturn)
        line.append(ASCII.lineFeed)
    }

    /// The message with its last parameter cut, between characters, so that the body keeps within `limits`.
    package func limited(to limits: LineLimits) -> Message {
        var bodyCount = 2 + command.name.utf8.count
        if let source { bodyCount += source.count + 2 }
        for parameter in parameters { bodyCount += parameter.count + 1 }
        bodyCount += 1
        guard bodyCount > limits.body, let last = parameters.last else { return self }
        var cut = self
        cut.parameters[parameters.count - 1] = last.prefix(ofAtMost: max(0, last.count - (bodyCount - limits.body)))
        return cut
    }
}

extension Command {
    /// Whether a last parameter at this place is something a person wrote. It is then always spelled with its colon, as every
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
    fileprivate mutating func appendLineSafe(_ bytes: Bytes) {
        let start = count
        append(contentsOf: bytes)
        for index in start..<count
        where self[index] == ASCII.nul || self[index] == ASCII.carriageReturn || self[index] == ASCII.lineFeed {
            self[index] = ASCII.space
        }
    }
}
