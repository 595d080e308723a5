import Client
import Configuration
import Protocol
import Storage
import TUI

extension Preferences {
    typealias Key = ConfigurationKey<Preferences>

    /// Every key of `tui.toml`, which is read when the program starts and not again. A key that counts at once does so where it is changed
    /// with `/set`.
    package static let schema = ConfigurationSchema<Preferences>(
        general + appearance + calling + network + [bindings] + tables, isReadAgain: false)

    /// Who goes to a server, and where to there: a network that is open goes on as it was opened. /nick, /login and /join change it meanwhile.
    private static let general: [ConfigurationKey<Preferences>] = [
        .init("nick", "Your nick. Without it, your account's name, or your login name.", example: "ana", place: \.nick),
        .text(
            "account", "The account to log in to, wherever no [[server]] says otherwise.", .nextStart, example: "ana",
            place: \.account),
        .init("rooms", "The rooms to enter, such as [\"#lobby\", \"#den\"].", \.channels),
    ]

    private static let appearance: [ConfigurationKey<Preferences>] = [
        .init(
            "theme",
            "The colours: \(ThemeChoice.builtInNames), or NAME of a file themes/NAME.toml beside this one; auto goes by the terminal's background.",
            .atOnce, .standard { TOML.text($0.theme.name) }, \.theme,
            words: ThemeDefinition.Base.allCases.map(\.rawValue)
        ) { value throws(ValueProblem) in
            guard let choice = value.filledText.flatMap({ ThemeChoice(name: $0) }) else {
                throw .rule("it must be \(ThemeChoice.builtInNames), or the name of a file in the folder themes")
            }
            return choice
        },
        .init(
            "time-format",
            "The time before a line of the screen, with the fields %H %I %M %S %p %d %m %y %Y %a %b. Without it, %H:%M.",
            .atOnce, .example(TOML.text("%H:%M:%S")), \.screen.timeFormat, written: { $0.map(TOML.text) }
        ) { value throws(ValueProblem) in
            guard let format = value.filledText else { throw ValueProblem(.notText) }
            if let problem = TimeFormat.problem(in: format) { throw .rule(problem) }
            return format
        },
        .number(
            "nick-columns", "Columns of the nicks. Without it, 10, or 8 on a small screen.", .atOnce,
            ScreenSettings.nickColumnBounds, example: 12, place: \.screen.nickColumns),
        .number(
            "user-columns", "Columns of the users. Without it, 16 to 22, by the width of the screen.", .atOnce,
            PaneLayout.listColumns, example: 20, place: \.screen.memberColumns),
        .number(
            "buffer-columns", "Columns of the list of buffers. Without it, \(PaneLayout.bufferColumns).", .atOnce,
            PaneLayout.listColumns, example: 24, place: \.screen.bufferColumns),
        .choice(
            "arrows", "What Up and Down do: they scroll, or bring back what you sent.", .atOnce,
            [("scroll", .scroll), ("recall", .inputHistory)], place: \.screen.arrows),
        .choice(
            "sort", "The order of the buffers: as you put them (/buffer move), or those with news first.", .atOnce,
            [("hand", false), ("news", true)], place: \.screen.sortsByNews),
        .flag(
            "mouse", "True: clicks and the wheel are for grillo-tui; the terminal's own selection needs Shift.",
            .atOnce, \.screen.usesMouse),
        .choice(
            "events",
            "Joins, parts and quits: smart tells those of people who spoke lately, and folds all others; all, or none.",
            .atOnce, \.screen.events),
        .flag("footer", "The hints below the input.", .atOnce, \.screen.showsFooter),
        .flag("tail", "Keeps the newest lines in sight while you scroll.", .atOnce, \.screen.keepsTail),
    ]

    private static let calling: [ConfigurationKey<Preferences>] = [
        .texts("mentions", "Words that count as mentions, besides your nick.", .atOnce, \.mentions),
        .texts("ignore", "Masks of people whom you ignore, such as \"*!*@spam.example\".", .atOnce, \.ignore),
        .flag("bell", "Rings when something notifies you.", .atOnce, \.bell),
        .flag("notifications", "Notifies you on the desktop, too.", .atOnce, \.notifications),
        .flag("typing", "False: others are not told that you are typing, nor you of them.", .atOnce, \.typing),
        .texts(
            "spelling",
            "Languages in which what you type is checked, such as [\"en_GB\", \"de_DE\"]; this needs enchant-2.",
            .atOnce, \.spelling),
    ]

    /// The proxy is the way of connections that are there: to change it under them would let a reconnection go another way than the person was
    /// told when the network was opened.
    private static let network: [ConfigurationKey<Preferences>] = [
        .proxy(
            "proxy",
            "A SOCKS5 proxy to reach all servers through that are not on this machine; it looks up their names, too.",
            .example(TOML.text("socks5://127.0.0.1:9050")), \.proxy),
        .choice(
            "log", "The lines that are kept on this machine: those of servers that keep none, all, or none.",
            .atOnce, \.log),
        // By these two lines are deleted, which cannot be taken back: they count only once they stand in the file.
        .init(
            "log-keep", "How long they are kept. Without it, for ever.", .nextStart, .example(TOML.text("90d")),
            \.logRetention.age, written: { $0.map { TOML.text("\(TimeSpan(seconds: $0))") } }
        ) { value throws(ValueProblem) in
            guard let age = value.text.flatMap({ TimeSpan($0) }) else {
                throw .rule("it must be a time: a number with s, m, h, d, w or y after it, such as \"90d\"")
            }
            return age.seconds
        },
        .init(
            "log-size", "How large a network's log may grow before the oldest lines go.", .nextStart,
            .standard { TOML.text($0.logRetention.size.map(ByteSize.text) ?? "") }, \.logRetention.size
        ) { value throws(ValueProblem) in
            guard let size = value.text.flatMap(ByteSize.bytes) else {
                throw .rule("it must be a size: a number with M, G or T after it, such as \"1 GB\"")
            }
            return size
        },
    ]

    private static let bindings = ConfigurationKey<Preferences>(
        "keys", "A key, and the name of what it does; \"none\" takes its meaning away.", .atOnce,
        .table(KeyMap.standard.exampleLines), \.screen.keyMap, parse: parseKeys)

    /// These have no values that `/set` could change: they are read once. `/alias` changes the person's own commands at once; the programs of hooks
    /// are named in the file alone; `/set server.KEY` changes a table, see ``ServerPreferences/schema``.
    private static let tables: [ConfigurationKey<Preferences>] = [
        .aliases(
            "aliases",
            "Commands of your own, each with the text that is entered in its place. /alias changes them at once.",
            .nextStart, \.aliases),
        .tables(
            "hook", "A program that is run for lines that mention you, or for those with some words in them.",
            .nextStart, HookPreferences.schema, \.hooks, from: HookPreferences()
        ) { hook throws(ValueProblem) in try hook.finish() },
        .tables(
            "server",
            "A server, by its host, and by its port where one is named: the first that fits is used, before the settings above.",
            .nextStart, ServerPreferences.schema, \.servers, from: ServerPreferences()
        ) { server throws(ValueProblem) in try server.finish() },
    ]

    /// `[keys]`: the names of keys, each with the action that it is to do.
    @Sendable private static func parseKeys(_ value: ConfigurationValue) throws(ValueProblem) -> KeyMap {
        guard let entries = value.entries else { throw ValueProblem(.notTable) }
        var keyMap = KeyMap.standard
        for entry in entries {
            guard let key = TUI.Key(named: entry.key) else {
                throw ValueProblem(
                    .rule("“\(entry.key)” is not a key; they are written like \"Ctrl-F\", \"Alt-Enter\" or \"F5\""),
                    at: entry.key)
            }
            guard let name = entry.value.filledText else { throw ValueProblem(.notText, at: entry.key) }
            guard name == "none" || Action(rawValue: name) != nil else {
                let nearest = NearestName.of(name, among: Action.allCases.map(\.rawValue))
                let hint = nearest.map { "; did you mean “\($0)”?" } ?? ""
                throw ValueProblem(.rule("nothing is called “\(name)”\(hint)"), at: entry.key)
            }
            keyMap.bind(key, to: Action(rawValue: name))
        }
        return keyMap
    }
}

extension ServerPreferences {
    /// The name by which a person sets the joins, parts and quits of single rooms.
    static let eventRoomsKey = LivePreferences.serverPrefix + "events-rooms"

    /// Rooms and people, each with the choice for them, as a table of TOML; nil for none.
    @Sendable static func roomsText<Choice: RawRepresentable>(_ rooms: [String: Choice]) -> String?
    where Choice.RawValue == String {
        guard !rooms.isEmpty else { return nil }
        let entries = rooms.sorted { $0.key < $1.key }.map { "\(TOML.text($0.key)) = \(TOML.text($0.value.rawValue))" }
        return "{ \(entries.joined(separator: ", ")) }"
    }

    /// Rooms and people, each with the choice for them.
    @Sendable static func parseRooms<Choice: RawRepresentable & CaseIterable>(
        _ value: ConfigurationValue
    ) throws(ValueProblem) -> [String: Choice] where Choice.RawValue == String {
        guard let entries = value.entries else {
            let choices = Choice.allCases.map(\.rawValue)
            throw .rule(
                "it must name rooms, each with \(choices.joined(separator: " or ")): { \"#den\" = \(TOML.text(choices.last ?? "")) }"
            )
        }
        var rooms: [String: Choice] = [:]
        for entry in entries {
            guard let choice = entry.value.text.flatMap(Choice.init) else {
                throw ValueProblem(.notOne(of: Choice.allCases.map(\.rawValue)), at: entry.key)
            }
            rooms[entry.key] = choice
        }
        return rooms
    }
}

extension ConfigurationKey {
    /// A nick, or none.
    init(_ path: String, _ summary: String, example: String, place: Place<String?>) {
        self.init(
            path, summary, .nextStart, .example(TOML.text(example)), place, written: { $0.map(TOML.text) }
        ) { value throws(ValueProblem) in
            guard let nick = value.filledText else { throw ValueProblem(.notText) }
            guard TypedName.isNick(nick) else { throw .rule("“\(nick)” cannot be a nick") }
            return nick
        }
    }

    /// Names of rooms, whose `#` may be left out.
    init(_ path: String, _ summary: String, _ place: Place<[String]>) {
        self.init(path, summary, .nextStart, .standard { TOML.list($0[keyPath: place]) }, place) {
            value throws(ValueProblem) in try Self.parseTexts(value).map { TypedName.channel($0) }
        }
    }
}
