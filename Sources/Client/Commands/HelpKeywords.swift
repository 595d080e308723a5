/// The words by which the help finds a command or a setting beside its name and its text: those of other programs, and those that come to
/// people's minds.
enum HelpKeywords {
    private static let ofCommands = [
        "search": "find", "goto": "history scrollback", "split": "panes", "set": "config options",
        "notify": "highlight", "events": "joins parts quits hide",
        "close": "window", "me": "action", "ctcp": "ping", "clear": "log", "connect": "add network",
        "ignore": "block", "mute": "block", "friend": "watch monitor",
    ]

    private static let ofSettings = [
        "mentions": "highlight hilight words", "events": "joins parts quits filter smart_filter hide",
        "theme": "colour color", "log": "logger logging history", "log-keep": "logger", "log-size": "logger",
        "user-columns": "nicklist bar width", "buffer-columns": "buflist bar width",
        "nick-columns": "prefix align width",
        "arrows": "history recall", "time-format": "timestamp clock date", "notifications": "desktop highlight",
        "bell": "beep sound highlight", "footer": "bar hints", "mouse": "click", "spelling": "spell aspell",
        "server.events": "joins parts quits filter", "server.events-rooms": "joins parts quits filter",
        "server.autoconnect": "start network", "server.log": "logger logging",
    ]

    /// - Parameter name: without its slash.
    static func words(forCommand name: String) -> [String] {
        ForeignCommand.names(for: name) + split(ofCommands[name])
    }

    static func words(forSetting name: String) -> [String] { split(ofSettings[name]) }

    private static func split(_ words: String?) -> [String] { words?.split(separator: " ").map(String.init) ?? [] }
}

extension SlashCommandTable.Entry {
    /// See ``HelpKeywords``.
    package var keywords: [String] { HelpKeywords.words(forCommand: name) }
}

extension KnownSetting {
    /// See ``HelpKeywords``.
    package var keywords: [String] { HelpKeywords.words(forSetting: name) }
}

extension ClientSession {
    /// The settings that `/set` knows, but for the keys of the keyboard, which the help shows anyway.
    package var knownSettings: [KnownSetting] { configuration.settings.filter { !$0.summary.isEmpty } }
}
