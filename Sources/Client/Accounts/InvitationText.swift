import Protocol

/// Invitations in what people type and paste: in quotes, in brackets, behind a stray mark, with blanks in them, or from the keyboards of
/// East Asia.
enum InvitationText {
    /// True if an invitation stands anywhere in a text, whole or not.
    static func containsInvitation(_ text: some StringProtocol) -> Bool { !places(in: Array(plain(text).utf8)).isEmpty }

    /// True if exactly one invitation stands in a text.
    static func containsExactlyOne(_ text: String) -> Bool { places(in: Array(plain(text).utf8)).count == 1 }

    /// The only invitation in a text; nil where there is none that is whole, or more than one: what opens one server is not told to another.
    static func link(in text: String) -> InvitationLink? {
        let bytes = Array(plain(text).utf8)
        let places = places(in: bytes)
        guard places.count == 1, let start = places.first else { return nil }
        var link = String(decoding: bytes[start...], as: UTF8.self).prefix { !closingMarks.contains($0) }
        while let last = link.last, ",;]".contains(last) { link.removeLast() }
        return InvitationLink(String(link))
    }

    /// True if the person who enters an input line wants to go to the place of an invitation: the line holds nothing but invitations (one
    /// that was copied from several rows of text may fill several rows), or a command that does something with them. If anything is said
    /// beside an invitation, it is meant for the people who read the line.
    ///
    /// - Parameter channelTypes: the characters with which the names of rooms begin on this server.
    static func isOnlyInvitations(of input: String, channelTypes: String) -> Bool {
        guard containsInvitation(input) else { return false }
        let words = pieces(of: input)
        guard let first = words.first else { return false }
        if begins(first) {
            return isOneOrSeveral(words[...])
                || input.split(whereSeparator: \.isNewline).allSatisfy { pieces(of: $0).count < 2 }
        }
        guard first.first == "/" else { return false }
        let name = SlashCommandTable.standard.entry(named: String(first.drop { $0 == "/" }))?.name ?? ""
        let arguments = words.dropFirst().drop { word in
            !begins(word) && word.first.map { channelTypes.contains($0) } == true
        }
        if arguments.isEmpty || name == "search" || name == "connect" { return false }
        if name == "join" { return arguments.contains { begins($0) } }
        if isOneOrSeveral(arguments) { return true }
        return !textCommands.contains(name) && begins(arguments[arguments.startIndex])
    }

    /// Those behind whose name, or that of a room, a text begins, and no name.
    private static let textCommands: Set<String> = ["me", "topic", "away", "part", "quit", "disconnect"]

    /// Marks that end an invitation, as none of them is ever part of one. See ``Protocol/InvitationLink/description``.
    private static let closingMarks: Set<Character> = [
        "'", "\"", "`", "<", ">", "(", ")", "{", "}", "‘", "’", "“", "”", "„", "‚", "«", "»", "‹", "›", "「", "」", "。",
    ]

    /// The pieces between blanks and commas, those without a letter or a number left out.
    private static func pieces(of text: some StringProtocol) -> [String] {
        text.split { $0.isWhitespace || $0 == "," }.map { plain($0) }
            .filter { $0.contains { $0.isLetter || $0.isNumber } }
    }

    /// True if words are nothing but invitations, or the pieces of one that was copied from several rows, each of which may begin with
    /// blanks.
    private static func isOneOrSeveral(_ words: ArraySlice<String>) -> Bool {
        guard let first = words.first, begins(first) else { return false }
        let others = words.dropFirst()
        if others.allSatisfy({ begins($0) }) || others.contains(where: { $0.contains("invite=") }) { return true }
        guard let whole = link(in: words.joined()) else { return false }
        let begun = link(in: first)
        return begun == nil || begun?.secret == nil && whole.secret != nil
    }

    /// True if a word is an invitation, whatever marks stand before it.
    private static func begins(_ word: String) -> Bool {
        word.drop { !$0.isLetter && !$0.isNumber }.lowercased().hasPrefix(InvitationLink.scheme)
    }

    /// A text without blanks and what nobody sees, and with the plain forms of the wide letters and marks.
    private static func plain(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                if scalar.value > 0x20, scalar.value != 0x7F { result.append(scalar) }
            } else if (0xFF01...0xFF5E).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
                result.append(narrow)
            } else if !InvisibleText.isUnseen(scalar) {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The byte offsets at which links begin.
    private static func places(in bytes: [UInt8]) -> [Int] {
        let scheme = Array(InvitationLink.scheme.utf8)
        guard bytes.count >= scheme.count else { return [] }
        return (0...(bytes.count - scheme.count)).filter { start in
            scheme.indices.allSatisfy { bytes[start + $0] | (scheme[$0] >= 0x41 ? 0x20 : 0) == scheme[$0] }
        }
    }
}
