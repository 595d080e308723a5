/// The format of the lines that the program says of itself on standard error.
package enum LogFormat: String, Sendable, CaseIterable {
    /// Words for people; see ``LogText``.
    case text
    /// One JSON object a line, for programs; see ``LogLine/json``. <https://jsonlines.org>
    case json
}
