import Protocol

/// Cuts what a person wrote into messages that fit in a line of IRC.
enum TextSplitting {
    /// The bytes that are left for the text of a message once the server has put `:nick!user@host ` before it.
    ///
    /// Never below 64, whatever the target's name: then the server cuts, not we.
    static func textLimit(
        for command: Command, to target: String, nick: String, user: String?, host: String?, wrapped: Int,
        lineLength: Int
    ) -> Int {
        // A user name or host that is not known is taken to be as long as servers let it be: USERLEN 10 with its tilde, HOSTLEN 63.
        let source = 1 + nick.utf8.count + 1 + (user?.utf8.count ?? 11) + 1 + (host?.utf8.count ?? 63) + 1
        let frame = command.name.utf8.count + 1 + target.utf8.count + 2 + 2
        return max(64, lineLength - source - frame - wrapped)
    }

    /// The pieces of a text, each of at most `limit` bytes, cut behind a space where there is one in the second half, and never inside a
    /// character. The space at a cut is dropped. An empty text has no pieces.
    static func pieces(_ text: Bytes, limit: Int) -> [Bytes] { pieces(text, limit: limit, keepsSpace: false) }

    /// The same, with the space at a cut left at the end of its piece: joined, they are the text.
    static func wholePieces(_ text: Bytes, limit: Int) -> [Bytes] { pieces(text, limit: limit, keepsSpace: true) }

    private static func pieces(_ text: Bytes, limit: Int, keepsSpace: Bool) -> [Bytes] {
        var pieces: [Bytes] = []
        var rest = text
        while !rest.isEmpty {
            guard rest.count > limit else {
                pieces.append(rest)
                break
            }
            var piece = rest.prefix(ofAtMost: limit)
            if piece.isEmpty { piece = rest.prefix(limit) }
            let next = rest[piece.endIndex]
            if next != ASCII.space, let space = piece.lastIndex(of: ASCII.space), space - piece.startIndex > limit / 2 {
                piece = keepsSpace ? piece[...space] : piece[..<space]
            }
            pieces.append(piece)
            rest = rest[piece.endIndex...]
            if !keepsSpace, rest.first == ASCII.space { rest = rest.dropFirst() }
        }
        return pieces
    }
}
