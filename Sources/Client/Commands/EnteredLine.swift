/// A line that an input stands for: that input itself, or one that an alias puts in its place.
package struct EnteredLine: Hashable, Sendable {
    /// The part that others than the person may have in a line: a name that they chose, or a word that the person completed with one.
    package enum Kind: Hashable, Sendable {
        /// None: it is as the person wrote it.
        case typed
        /// Such values stand in its text, behind the beginning. It runs nothing on this machine.
        case filled
        /// A value begins it. It is said, whatever it begins with.
        case speech
        /// A command for the shell of the system, which is as the person wrote it, and the words that the shell has as `$1` and so on.
        case shell(words: [String])
    }

    package let text: String
    package let kind: Kind

    package init(_ text: String, _ kind: Kind = .typed) {
        self.text = text
        self.kind = kind
    }
}
