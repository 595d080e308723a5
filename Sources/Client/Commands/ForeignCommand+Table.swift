extension ForeignCommand {
    /// All that are known. A name that is also one of ours stands here for the arguments that only other programs take.
    static let all: [ForeignCommand] = renamed + answered + screen + tables + elsewhere + choices

    /// Those that differ in their names alone.
    private static let renamed = [
        ForeignCommand(["lastlog", "grep"], for: ["search"]) { arguments in
            arguments.text.first == "-"
                ? .answer("Searching has no options here: /search WORD, and Enter asks the server, too.")
                : .command("search", arguments: arguments.text)
        },
        ForeignCommand(["wi", "wii"], "whois"),
        ForeignCommand(["fset"], "set"),
        ForeignCommand(["splitv", "splith"], for: ["split"]) { _ in .command("split", arguments: "") },
    ]

    private static let answered = [
        ForeignCommand(
            ["highlight", "hilight", "dehilight", "unhilight"], for: ["set"],
            answer: "Words that count as mentions are a setting here: /set mentions WORD, WORD names all of them."),
        ForeignCommand(
            ["filter"], for: ["events"],
            answer: "Joins, parts and quits are hidden by \(hidingEvents) here; smart or all shows them."),
        ForeignCommand(
            ["log", "logger"], for: ["search", "goto"],
            answer:
                "The log keeps itself (/set log): scroll back, /search WORD or /goto yesterday reads it, grillo-tui --export-log writes it out."
        ),
        ForeignCommand(
            ["reopen"], for: ["join", "query"],
            answer: "What was closed comes back with its lines: /join #room, or /query nick."),
        ForeignCommand(["unquery"], for: ["close"], answer: "/close puts this buffer away."),
        ForeignCommand(
            ["url"],
            answer: "Choose the message (Shift-Up, or Tab in an empty input): o opens its address, y copies it."),
        ForeignCommand(
            ["key", "bind"], for: ["set"],
            answer: "Keys are settings here: /set keys lists them, /set keys.F5 search changes one."),
        ForeignCommand(
            ["layout"], for: ["buffer"],
            answer: "The order of the buffers is kept by itself; /buffer move NUMBER changes it."),
        ForeignCommand(
            ["script", "plugin", "load", "unload", "perl", "python", "lua", "trigger", "run", "ruby"],
            for: ["alias", "exec"],
            answer:
                "There are no scripts here: /alias makes a command, and [[hook]] in tui.toml runs a program for a message."
        ),
        ForeignCommand(
            ["print", "echo"], for: ["exec"], answer: "Nothing is printed here but output: /exec echo TEXT."),
        ForeignCommand(
            ["say"], answer: "What begins with no slash is said; // says a line that begins with one."),
        ForeignCommand(
            ["version", "ver"], for: ["ctcp"],
            answer: "grillo-tui --version tells it; /ctcp nick VERSION asks somebody's program."),
        ForeignCommand(
            ["color", "colour"], for: ["set"], answer: "The colours are a setting here: /set theme lists them."),
        ForeignCommand(["mouse"], for: ["set"], answer: "The mouse is a setting here: /set mouse true."),
        ForeignCommand(
            ["reload", "rehash"], for: ["set"],
            answer: "tui.toml is read at the start; /set changes a setting now, and /save yes keeps it."),
        ForeignCommand(
            ["upgrade"], for: ["quit"], answer: "/quit, and start the new program: rooms and drafts are kept."),
        ForeignCommand(
            ["ame", "amsg", "allchan", "allserv"], answer: "Nothing is said in all rooms at once here: say it in each."),
        ForeignCommand(["rmreconn"], for: ["disconnect"], answer: "/disconnect stops trying, /reconnect tries again."),
        ForeignCommand(
            ["halfop", "dehalfop"], for: ["mode"],
            answer: "There is no command for it: /mode +h nick, or /mode -h nick."),
    ]

    private static let screen = [
        ForeignCommand(["window", "win"], for: ["buffer", "split", "unsplit"]) { arguments in
            switch arguments.first {
            case "splitv", "splith", "split": .command("split", arguments: "")
            case "close", "merge", "hide": .command("unsplit", arguments: "")
            case "goto" where arguments.words.count == 2: .command("buffer", arguments: arguments.rest)
            case let word where arguments.words.count == 1 && Int(word) ?? 0 > 0: .command("buffer", arguments: word)
            default: .answer("/buffer NUMBER goes to a buffer, /split shows two side by side, /unsplit one again.")
            }
        },
        ForeignCommand(["buffer"], for: []) { arguments in
            guard arguments.words.count == 1 else { return nil }
            return switch arguments.first {
            case "close": .command("close", arguments: "")
            case "clear": .command("clear", arguments: "")
            case "list": .answer("The buffers stand in their list: Alt-K finds one, /buffer NUMBER or NAME goes there.")
            default: nil
            }
        },
        ForeignCommand(["scrollback", "sb"], for: ["goto", "clear"]) { arguments in
            switch arguments.first {
            case "clear": .command("clear", arguments: "")
            case "goto": .command("goto", arguments: arguments.rest)
            default: .answer("PageUp scrolls back, /goto TIME goes to a time, /clear empties the buffer.")
            }
        },
        ForeignCommand(
            ["nicklist", "bar"], for: ["names"],
            answer:
                "Keys do that here: F8 shows or hides the users, F7 the buffers, F9 goes to the users. /names lists them."
        ),
    ]
}
