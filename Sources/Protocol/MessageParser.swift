/// Why a line is no message. Each costs that line only, never the session.
package enum MessageError: Error, Hashable, Sendable {
    /// Nothing but spaces, tags or a source.
    case noCommand
    /// The command is neither letters nor three digits; its first 256 bytes as they stood.
    case malformedCommand(String)
    /// A NUL, or a CR that does not end the line. <https://modern.ircdocs.horse/#message-format>
    case forbiddenByte
    /// More than ``LineLimits/tags`` bytes of tags. Answered with 417.
    case tagsTooLong
    /// More than ``LineLimits/body`` bytes behind the tags. Answered with 417.
    case bodyTooLong
}

extension Message {
    /// Reads one line, without its CR LF, as the specification has it, forgiving what it says to forgive
    /// (runs of spaces, spaces at the end).
    ///
    /// Time is linear in the length of the line. The parameters share its storage. Ill-formed UTF-8 passes: who must
    /// refuse it asks ``Swift/ArraySlice/isValidUTF8``.
    package init(parsing line: Bytes, limits: LineLimits) throws(MessageError) {
        for byte in line where byte == ASCII.nul || byte == ASCII.carriageReturn || byte == ASCII.lineFeed {
            throw .forbiddenByte
        }
        var rest = line
        var tags: [Tag] = []
        if rest.first == ASCII.at {
            let section = rest.takeWord()
            guard section.count + 1 <= limits.tags else { throw .tagsTooLong }
            tags = Tag.parse(section.dropFirst())
        }
        guard rest.count + 2 <= limits.body else { throw .bodyTooLong }
        rest.skipSpaces()
        var source: Bytes?
        if rest.first == ASCII.colon {
            source = rest.takeWord().dropFirst()
        }
        let verb = rest.takeWord()
        guard !verb.isEmpty else { throw .noCommand }
        guard let command = Command(parsing: verb) else { throw .malformedCommand(verb.prefix(ofAtMost: 256).text) }
        self.init(tags: tags, source: source, command, rest.takeParameters())
    }
}

extension ArraySlice<UInt8> {
    mutating func skipSpaces() {
        while first == ASCII.space { removeFirst() }
    }

    /// Takes everything up to the next space, and the spaces behind it.
    mutating func takeWord() -> Bytes {
        let end = firstIndex(of: ASCII.space) ?? endIndex
        let word = self[startIndex..<end]
        self = self[end...]
        skipSpaces()
        return word
    }

    fileprivate mutating func takeParameters() -> [Bytes] {
        var parameters: [Bytes] = []
        while let byte = first {
            if byte == ASCII.colon {
                parameters.append(dropFirst())
                break
            }
            parameters.append(takeWord())
        }
        return parameters
    }
}
