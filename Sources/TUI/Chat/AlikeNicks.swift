import Client

/// The nicks that look the same once they are cut to the columns of nicks: each of them stands whole.
///
/// They are found among the lines that have been in sight since the reader came to the newest line, so that rows change seldom.
package struct AlikeNicks: Hashable, Sendable {
    /// So many nicks that are too long are compared at most; beyond them it begins anew.
    private static let limit = 512

    /// The columns that the nicks are cut to.
    private var columns = 0
    /// The nick that was met first for each way in which nicks look when they are cut.
    private var nicks: [String: String] = [:]
    /// The nicks that look as another does.
    package private(set) var whole: Set<String> = []

    package init() {}

    /// Takes note of the nick of a line that is in sight.
    mutating func met(_ line: Line, by formatter: LineFormatter) {
        guard !formatter.isStacked, line.hasNick, formatter.isTooLong(line) else { return }
        if columns != formatter.nickColumns || nicks.count >= Self.limit {
            self = AlikeNicks()
            columns = formatter.nickColumns
        }
        let look = formatter.nick(of: line).map(\.glyph.text).joined()
        let other = nicks[look, default: line.sender]
        nicks[look] = other
        if other != line.sender { whole.formUnion([other, line.sender]) }
    }
}
