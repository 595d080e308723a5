/// What no configuration file needs and the reader of TOML does not bear.
///
/// It hands texts over as C does, cut at a NUL, and takes a key of `a.b.c` apart by calling itself once for each part, as deep as a
/// line is long.
package enum ConfigurationText {
    /// The most dots that a line may have; a few thousand may end the program.
    package static let mostDots = 1000

    /// Why a text is not to be read, and the number of the line where, from 1; nil for a text that can be read.
    package static func problem(in text: String) -> (line: Int, words: String)? {
        let lines = text.utf8.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.contains(ASCII.nul) || hasEscapedNUL(Substring(line)) {
                return (index + 1, "there is a NUL in it: take it out")
            }
            if line.count > mostDots, line.count(where: { $0 == UInt8(ascii: ".") }) > mostDots {
                return (index + 1, "it has more than \(mostDots) dots: make it shorter")
            }
        }
        return nil
    }

    private static func hasEscapedNUL(_ line: Substring) -> Bool {
        line.utf8.contains(ASCII.backslash) && (line.contains("\\u0000") || line.contains("\\U00000000"))
    }
}
