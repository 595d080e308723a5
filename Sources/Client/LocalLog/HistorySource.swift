/// A memory of what was said, which is asked for a page at a time.
enum HistorySource: Hashable, Sendable {
    /// The server's. <https://ircv3.net/specs/extensions/chathistory>
    case server
    /// The log on this machine.
    case log
}
