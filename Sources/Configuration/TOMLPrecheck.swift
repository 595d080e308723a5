import Protocol

/// Finds what no configuration file needs and what would end the program, or be read as something else, in the reader of TOML.
///
/// That reader hands texts over as C does, cut at a NUL; it takes a key of `a.b.c` apart by calling itself once for each part, as
/// deep as a line is long; it makes and frees tables and lists within each other by calling itself, too; and it takes some things for
/// granted that need not be so.
enum TOMLPrecheck {
    /// The most tables and lists that may stand within each other, as they are written: a `[` or `{` is one, a `[[name]]` two, and each
    /// dot of a name another. No key needs more than three; some 80,000 dots in a name end the program.
    static let maxDepth = 64

    /// Why a text is not to be read, and the number of the line where, from 1; nil for a text that can be read.
    static func problem(in text: String) -> (line: Int, words: String)? {
        let lines = text.utf8.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.contains(ASCII.nul) || hasEscapedNUL(line) {
                return (index + 1, "there is a NUL in it: take it out")
            }
        }
        return syntaxProblem(in: text)
    }

    /// True if the words of the reader of TOML are about a value: that a text has no quotes, say, or a number has some letters in it. All
    /// others are about how the line is made.
    static func isAboutValue(_ words: String) -> Bool {
        let lead = "while parsing "
        guard let start = words.firstRange(of: lead) else { return false }
        let part = words[start.upperBound...].prefix { $0 != ":" }
        return ["value", "boolean", "integer", "floating-point", "date", "time"].contains { kind in
            part == kind || part.hasSuffix(" " + kind) || part.hasSuffix("-" + kind) && kind == "time"
        }
    }

    /// Tells whether a line holds `\u0000` or `\U00000000`, and not as a text about it, whose backslash is escaped. It looks at bytes:
    /// with an accent behind it, the last digit would be another character.
    private static func hasEscapedNUL(_ line: Substring.UTF8View) -> Bool {
        var rest = line
        while let place = rest.firstIndex(of: ASCII.backslash) {
            rest = rest[rest.index(after: place)...]
            let isNUL = rest.starts(with: "u0000".utf8) || rest.starts(with: "U00000000".utf8)
            if isNUL { return true }
            // An escaped character begins nothing.
            rest = rest.dropFirst()
        }
        return false
    }
}
