import Chat
import Foundation

/// The forms in which a history can leave. The raw value is the word of the command line.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// All of it in one text, from which it can be built anew.
    case json
    /// A file for each conversation, as WeeChat's logger writes it.
    case text
    /// A page for each conversation.
    case html

    /// True where one text tells of several conversations.
    package var holdsSeveral: Bool {
        switch self {
        case .json: true
        case .text, .html: false
        }
    }

    /// The writer of one conversation in this form.
    ///
    /// - Parameter timeZone: of the times that people read.
    func writer(_ filter: ExportFilter, timeZone: TimeZone) -> any ExportWriter {
        switch self {
        case .json: HistoryJSONWriter(filter)
        case .text: HistoryText(timeZone: timeZone)
        case .html: HistoryHTML(timeZone: timeZone)
        }
    }

    /// The name of a conversation's file: WeeChat's own for its form, so that programs that read its logs know the room by it.
    ///
    /// - Parameter name: the room's, or the nick of the other.
    func fileName(of name: String) -> String {
        switch self {
        case .json: "\(name).jsonl"
        case .text: "irc.grillo.\(name).weechatlog"
        case .html: "\(name).html"
        }
    }
}
