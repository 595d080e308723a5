import Protocol

/// The metadata of people and rooms that this program does something with.
/// <https://ircv3.net/specs/extensions/metadata>, <https://ircv3.net/registry#user-metadata>
package enum MetadataKey: String, Hashable, Sendable, CaseIterable {
    case displayName = "display-name"
    case status
    case pronouns
    case homepage
    case avatar
    /// `1` for a buffer that the person wants to find at once; told to their own devices alone.
    /// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/metadata.md>
    case pinned = "soju.im/pinned"
    /// `1` for a buffer that is not to call the person.
    case muted = "soju.im/muted"

    /// In the order in which they matter: a server may let one subscribe to some of them only.
    static let subscribed: [MetadataKey] = [.displayName, .muted, .pinned, .status, .pronouns, .homepage, .avatar]
    /// True for the marks that a person gives rooms and talks for their own devices.
    var isMark: Bool { self == .pinned || self == .muted }

    /// Those that make up a person's profile.
    static let profile: [MetadataKey] = [.displayName, .pronouns, .status, .homepage, .avatar]

    /// So many bytes of a value are looked at, and so many characters of words kept; of a name, fewer.
    private static let longestValue = 400
    private static let longestWords = 200
    private static let longestName = 40

    /// A value as it is kept and shown; nil for one that is none. Others made it up: a text is kept to one short row that nobody can misread,
    /// and an address is one of the web.
    func cleaned(_ value: String) -> String? {
        let value = Bytes(value).prefix(ofAtMost: Self.longestValue).text
        switch self {
        case .pinned, .muted: return value == "1" ? value : nil
        case .homepage, .avatar: return Self.isAddress(value) ? value : nil
        case .displayName: return Self.words(value, longest: Self.longestName)
        case .status, .pronouns: return Self.words(value, longest: Self.longestWords)
        }
    }

    /// True if a text is the address of a page or a picture, in characters that hide nothing.
    static func isAddress(_ text: String) -> Bool {
        let begin = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        return begin.map { text.utf8.count > $0.utf8.count } == true
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// The words without what nobody sees, with single blanks between them, and no more than two marks on a letter.
    private static func words(_ text: String, longest: Int) -> String? {
        var result = String.UnicodeScalarView()
        var (isApart, marks) = (false, 0)
        for scalar in DrawableText.plain(text).unicodeScalars {
            if scalar.properties.isWhitespace {
                isApart = !result.isEmpty
            } else if scalar.isNonspacingMark, !scalar.properties.isDefaultIgnorableCodePoint {
                marks += 1
                if !result.isEmpty, !isApart, marks <= 2 { result.append(scalar) }
            } else if !InvisibleText.isUnseen(scalar) {
                if isApart { result.append(" ") }
                (isApart, marks) = (false, 0)
                result.append(scalar)
            }
        }
        return result.isEmpty ? nil : String(String(result).prefix(longest))
    }
}
