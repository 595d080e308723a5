/// Commands that other programs begin with a verb: `add`, `del`, `list`.
extension ForeignCommand {
    /// Our line that hides joins, parts and quits.
    static let hidingEvents = "/events none"

    static let tables = [
        ForeignCommand(["alias"], for: []) { alias($0) },
        ForeignCommand(["server"], for: []) { server($0) },
        ForeignCommand(["network", "networks"], for: []) { network($0) },
        ForeignCommand(["ignore"], for: []) { ignore($0) },
        ForeignCommand(["mute"], for: []) { arguments in
            guard !arguments.text.isEmpty else { return nil }
            return .answer(
                "/mute alone silences this buffer. To hide joins and parts: \(hidingEvents).")
        },
    ]

    private static func alias(_ arguments: Arguments) -> Meaning? {
        let count = arguments.words.count
        switch arguments.first {
        case "add", "addreplace":
            return count < 3
                ? .answer("Something is missing. Usage: /alias name text")
                : .command("alias", arguments: arguments.rest)
        case "del", "remove": return .command("unalias", arguments: arguments.rest)
        case "list": return .command("alias", arguments: count == 2 ? arguments.rest : "")
        case "addcompletion": return .answer("Words are completed by themselves here: /alias add name text.")
        default: return nil
        }
    }

    private static func ignore(_ arguments: Arguments) -> Meaning? {
        let words = arguments.words
        let levels = ["joins", "parts", "quits", "nicks", "modes", "crap"]
        guard words.first.map(arguments.isChannel) != true,
            !words.dropFirst().contains(where: { levels.contains($0.lowercased()) })
        else { return .answer("/ignore is for people. For joins, parts and quits: \(hidingEvents).") }
        return switch arguments.first {
        case "add" where words.count == 2: .command("ignore", arguments: arguments.rest)
        case "del" where words.count == 2: .command("unignore", arguments: arguments.rest)
        case "list" where words.count == 1: .command("ignore", arguments: "")
        default: nil
        }
    }

    private static func server(_ arguments: Arguments) -> Meaning? {
        switch arguments.first {
        case "list", "listfull": return .command("networks", arguments: "")
        case "connect" where arguments.words.count > 1: return .command("connect", arguments: arguments.rest)
        case "add":
            guard let text = networkToAdd(arguments.words.dropFirst()) else {
                return .answer("Something is missing. Usage: /server add name host[/port] [-autoconnect]")
            }
            return .command("connect", arguments: text)
        case "del", "remove", "purge", "rename":
            return .answer("/close in its buffer puts a network away; one that was kept stands in tui.toml.")
        case "disconnect", "reconnect":
            return arguments.words.count == 1
                ? .command(arguments.first, arguments: "")
                : forShownNetwork(arguments.first)
        default: return nil
        }
    }

    private static func network(_ arguments: Arguments) -> Meaning? {
        switch arguments.first {
        case "": nil
        case "list": .command("networks", arguments: "")
        case "connect" where arguments.words.count > 1: .command("connect", arguments: arguments.rest)
        default: .answer("/networks only lists them. To add one: /server add name host[/port] [-autoconnect]")
        }
    }

    /// `NAME HOST[/PORT] [-autoconnect]` of WeeChat, or `[-auto] [-network NAME] HOST [PORT]` of irssi, as ``ConnectTarget`` has it.
    ///
    /// - Returns: nil where no host is named.
    private static func networkToAdd(_ words: ArraySlice<String>) -> String? {
        var (options, places): ([String], [String]) = ([], [])
        var rest = words
        while let word = rest.popFirst() {
            guard word.first == "-" else {
                places.append(word)
                continue
            }
            options.append(word)
            if word.lowercased() == ConnectTarget.nameOption, let name = rest.popFirst() { options.append(name) }
        }
        let isNamed = options.contains { $0.lowercased() == ConnectTarget.nameOption }
        if !isNamed, places.count > 1, UInt16(places[1]) == nil {
            options += [ConnectTarget.nameOption, places.removeFirst()]
        }
        return places.isEmpty ? nil : (places + options).joined(separator: " ")
    }
}
