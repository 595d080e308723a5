import Protocol

/// The person's own commands: each has a name, and stands for a text that is entered in its place. See ``lines(for:nick:room:)``.
package struct AliasTable: Hashable, Sendable {
    /// So many aliases there are at most.
    package static let maxCount = 500
    /// Characters of a name.
    package static let maxNameLength = 32
    /// Bytes of a text.
    package static let maxTextBytes = 4096

    /// By their names, in lower case.
    private var texts: [String: String] = [:]

    package init() {}

    package var isEmpty: Bool { texts.isEmpty }

    /// The names without their slash, in their order.
    package var names: [String] { texts.keys.sorted() }

    /// The text that a name stands for, in whatever case; nil where it is no alias.
    package subscript(name: String) -> String? { texts[name.lowercased()] }

    /// Gives a name a text.
    ///
    /// - Parameter name: with or without its slash.
    /// - Throws: the mistake, as a clause with its remedy.
    package mutating func set(_ name: String, to text: String) throws(SlashCommandError) {
        let name = Self.bare(name)
        let shown = DrawableText.plain(String(name.prefix(Self.maxNameLength)))
        let isWord = name.unicodeScalars.allSatisfy { scalar in
            scalar != "/" && !scalar.properties.isWhitespace
                && DrawableText.treatment(of: scalar) == .draw
        }
        guard !name.isEmpty, isWord, name.count <= Self.maxNameLength, name.first != "-" else {
            throw SlashCommandError(
                reason: "an alias is one word without a slash, of at most \(Self.maxNameLength) characters")
        }
        if let entry = SlashCommandTable.standard.entries.first(where: { $0.name == name || $0.aliases.contains(name) })
        {
            let stands = entry.name == name ? "" : ", short for /\(entry.name)"
            throw SlashCommandError(reason: "/\(shown) is a command already\(stands); take another name")
        }
        let text = String(Substring(text).trimmed)
        guard !text.isEmpty else { throw SlashCommandError(reason: "the text for which /\(shown) stands is missing") }
        guard text.utf8.count <= Self.maxTextBytes else {
            throw SlashCommandError(reason: "the text of /\(shown) is longer than \(Self.maxTextBytes) bytes")
        }
        guard texts[name] != nil || texts.count < Self.maxCount else {
            throw SlashCommandError(reason: "there are \(Self.maxCount) aliases already; remove one")
        }
        texts[name] = text
    }

    /// Takes an alias away.
    ///
    /// - Parameter name: with or without its slash.
    /// - Returns: false where there is none of that name.
    package mutating func remove(_ name: String) -> Bool { texts.removeValue(forKey: Self.bare(name)) != nil }

    /// A name as it is kept: in lower case, without a slash.
    package static func bare(_ name: String) -> String {
        (name.first == "/" ? String(name.dropFirst()) : name).lowercased()
    }
}
