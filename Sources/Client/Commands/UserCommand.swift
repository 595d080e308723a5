/// What the person asks for, apart from where they were when they asked.
package enum UserCommand: Hashable, Sendable {
    /// Plain speech into the buffer.
    case say(String)
    case join([SessionConfiguration.Room])
    /// nil: the room on the screen.
    case part(room: String?, reason: String?)
    case me(String)
    case nick(String)
    case message(target: String, text: String)
    case notice(target: String, text: String)
    case query(nick: String, text: String?)
    /// Without a text: asks what the topic is. An empty text takes it away.
    case topic(room: String?, text: String?)
    case names(room: String?)
    case whois(nick: String?)
    case list(pattern: String?)
    /// nil: back again.
    case away(String?)
    case raw(String)
    case close
    case reconnect
    case help(String?)
    case quit(String?)
}
