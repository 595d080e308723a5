extension SlashCommandTable {
    /// All commands there are, in the order in which help lists them.
    package static let standard = SlashCommandTable(sections: [
        Section("Rooms", channels), Section("Talking", talk), Section("People", people),
        Section("Operators", operators), Section("Session", sessions),
    ])

    private static let channels: [Entry] = [
        Entry("join", ["j"], "room[,room] [key]", "enter a room, or make one", names: [.channel, .none]) {
            $0.channels().map { .join($0) }
        },
        Entry(
            "part", ["leave", "p"], "[room] [reason]", "leave a room; its lines stay until /close",
            names: [.channel, .none]
        ) {
            .part(channel: $0.channel(), reason: $0.rest())
        },
        Entry(
            "cycle", ["hop"], "[room] [reason]", "leave a room and enter it again", names: [.channel, .none]
        ) {
            .cycle(channel: $0.channel(), reason: $0.rest())
        },
        Entry(
            "knock", [], "room [text]", "ask to be let into a room for those invited", names: [.channel, .none]
        ) { reader in
            reader.word().map { .knock(channel: $0, text: reader.rest()) }
        },
        Entry("list", [], "[pattern]", "list the rooms of this server") { .list(pattern: $0.word()) },
        Entry("names", [], "[room]", "list who is in a room", names: [.channel, .none]) { .names(channel: $0.word()) },
        Entry(
            "topic", ["t"], "[room] [text]", "show or set the topic; - removes it",
            names: [.channel, .none]
        ) {
            let channel = $0.channel()
            let text = $0.rest()
            return .topic(channel: channel, text: text == "-" ? "" : text)
        },
        Entry(
            "invite", [], "[nick] [room]", "invite somebody; without a nick, make a link for anybody",
            names: [.nick, .channel, .none]
        ) {
            if let channel = $0.channel() { return .invite(nick: nil, channel: channel) }
            return .invite(nick: $0.word(), channel: $0.word())
        },
        Entry("close", ["wc"], "", "leave and close this buffer; in a server's own, the network") { _ in .close
        },
        Entry("buffer", [], "number or name | move number", "go to a buffer, or give this one another number") {
            guard let first = $0.word() else { return nil }
            let rest = $0.rest()
            guard first.lowercased() == "move" else { return rest == nil ? .buffer(first) : nil }
            return rest.flatMap { Int($0) }.map { .moveBuffer($0) }
        },
        Entry("clear", [], "[--forget]", "empty the buffer; --forget deletes its log on this machine, too") {
            switch $0.rest() {
            case nil: .clear
            case "--forget": .forget(isConfirmed: false)
            case "--forget yes": .forget(isConfirmed: true)
            default: nil
            }
        },
    ]

    private static let talk: [Entry] = [
        Entry("msg", ["m"], "target text", "write to somebody, or into a room", names: [.target, .nick]) { reader in
            guard let target = reader.word(), let text = reader.rest() else { return nil }
            return .message(target: target, text: text)
        },
        Entry("query", ["q"], "nick [text]", "talk with one person", names: [.nick]) { reader in
            reader.word().map { .query(nick: $0, text: reader.rest()) }
        },
        Entry("me", [], "text", "say what you do: /me waves", names: [.nick]) { $0.rest().map { .me($0) } },
        Entry("notice", [], "target text", "send a notice", names: [.target, .nick]) { reader in
            guard let target = reader.word(), let text = reader.rest() else { return nil }
            return .notice(target: target, text: text)
        },
        Entry("search", [], "text", "search what was said, here and on the server") { $0.rest().map { .search($0) } },
        Entry("goto", [], "time", "go to a time: 14:30, yesterday, 3 oct, 2h ago") { $0.rest().map { .goto($0) } },
    ]

    private static let people: [Entry] = [
        Entry("nick", [], "name", "change your nick") { $0.word().map { .nick($0) } },
        Entry("whois", ["w"], "[nick]", "who somebody is", names: [.nick, .none]) {
            let nick = $0.word()
            // Other programs ask so for the time that somebody has been idle, which is told anyway.
            if let nick, $0.next?.lowercased() == nick.lowercased() { _ = $0.word() }
            return .whois(nick: nick)
        },
        Entry("whowas", [], "nick", "who somebody was who has left", names: [.nick, .none]) { reader in
            reader.word().map { .whowas(nick: $0) }
        },
        Entry("who", [], "[room or mask]", "who is where, a line each", names: [.target, .none]) {
            .who(mask: $0.word())
        },
        Entry(
            "ctcp", [], "target question [text]", "ask somebody's program: /ctcp anna VERSION", names: [.target, .none]
        ) { reader in
            guard let target = reader.word(), let question = reader.word() else { return nil }
            return .ctcp(target: target, command: question.uppercased(), text: reader.rest() ?? "")
        },
        Entry("away", [], "[text]", "say that you are away; without a text, that you are back") { .away($0.rest()) },
        Entry("back", [], "", "say that you are back") { _ in .away(nil) },
        Entry(
            "profile", [], "[key] [text]", "show or set what others see of you; a key alone removes it",
            names: [.profileKey, .none], capabilities: ClientSession.metadataCapabilities
        ) {
            .profile(key: $0.word(), value: $0.rest())
        },
        Entry(
            "ignore", [], "[[-]nick or mask]", "hide what somebody says; - undoes it; alone, list them",
            names: [.nick, .none]
        ) {
            guard let mask = $0.word() else { return .ignore(mask: nil, isAdded: true) }
            guard mask.first == "-" else { return .ignore(mask: mask, isAdded: true) }
            return mask.count > 1 ? .ignore(mask: String(mask.dropFirst()), isAdded: false) : nil
        },
        Entry("unignore", [], "nick or mask", "undo /ignore", names: [.nick, .none]) { reader in
            reader.word().map { .ignore(mask: $0, isAdded: false) }
        },
        Entry(
            "friend", ["friends"], "[[-]nick]", "hear when somebody comes and goes; - undoes it, alone who is here",
            names: [.nick, .none]
        ) {
            guard let nick = $0.word() else { return .friend(nick: nil, isAdded: true) }
            guard nick.first == "-", nick.count > 1 else { return .friend(nick: nick, isAdded: true) }
            return .friend(nick: String(nick.dropFirst()), isAdded: false)
        },
    ]

    private static func mark(_ name: String, _ key: MetadataKey, isSet: Bool, _ help: String) -> Entry {
        Entry(name, [], "", help, capabilities: ClientSession.metadataCapabilities) { _ in .mark(key, isSet: isSet) }
    }

    private static let sessions: [Entry] = [
        Entry("register", [], "[account] [email]", "make an account; the password is asked for by itself") { reader in
            guard let first = reader.word() else { return .register(account: nil, email: nil) }
            let second = reader.word()
            guard reader.rest() == nil else { return nil }
            if second == nil, first.contains("@") { return .register(account: nil, email: first) }
            return .register(account: first, email: second)
        },
        Entry("login", [], "[account]", "log in to your account; the password is asked for by itself") { reader in
            let account = reader.word()
            return reader.rest() == nil ? .login(account: account) : nil
        },
        Entry("oper", [], "name [password]", "become an operator of the server; the password is asked for by itself") {
            reader in
            reader.word().map { .oper(name: $0, password: reader.rest()) }
        },
        Entry("motd", [], "", "the server's message of the day") { _ in .messageOfTheDay },
        Entry("notify", [], "[all|mentions|none]", "what notifies you here; alone, show it") { reader in
            guard let word = reader.word() else { return .notify(nil) }
            return NotificationLevel(rawValue: word.lowercased()).map { .notify($0) }
        },
        Entry("events", [], "[smart|all|none]", "the joins, parts and quits that this room shows; alone, tell it") {
            reader in
            guard let word = reader.word() else { return .events(nil) }
            return EventDisplay(rawValue: word.lowercased()).map { .events($0) }
        },
        mark("mute", .muted, isSet: true, "let nothing here notify you, on all your devices"),
        mark("unmute", .muted, isSet: false, "undo /mute"),
        Entry("pin", [], "", "keep this buffer above the others, on all your devices where the server can") { _ in
            .mark(.pinned, isSet: true)
        },
        Entry("unpin", [], "", "undo /pin") { _ in .mark(.pinned, isSet: false) },
        Entry("save", [], "[yes]", "what tui.toml could keep of rooms, nick, account, ignored; yes writes it") {
            reader in
            guard let word = reader.word() else { return .save(confirmed: false) }
            return word.lowercased() == "yes" && reader.rest() == nil ? .save(confirmed: true) : nil
        },
        Entry(
            "set", [], "[key] [value]", "list, explain or change your settings; /save yes keeps them",
            names: [.setting, .settingValue]
        ) { reader in
            guard let key = reader.word() else { return .set(.tell(nil)) }
            guard let rest = reader.rest() else { return .set(.tell(key)) }
            // Some write it as the file does.
            return .set(.set(key, to: rest.hasPrefix("= ") ? String(rest.dropFirst(2).trimmed) : rest))
        },
        Entry("unset", [], "key", "give a setting the value that holds without it", names: [.setting, .none]) {
            reader in
            guard let key = reader.word(), reader.rest() == nil else { return nil }
            return .set(.unset(key))
        },
        Entry(
            "split", [], "[buffer]", "read another buffer beside this one, on a wide screen", names: [.target, .none]
        ) {
            .split($0.rest())
        },
        Entry("unsplit", [], "", "undo /split") { _ in .unsplit },
        Entry("reconnect", [], "", "connect again, now") { _ in .reconnect },
        Entry("disconnect", [], "[reason]", "leave this network and stay; /reconnect comes back") {
            .disconnect($0.rest())
        },
        Entry(
            "connect", ["server"], "[\(ConnectTarget.usage)]",
            "open a network beside this one; alone, that of the last link said here",
            names: [.network, .none]
        ) { .connect($0.rest() ?? "") },
        Entry("networks", [], "", "list the networks that are open or known") { _ in .networks },
        Entry("raw", ["quote"], "line", "send a line of IRC as it is") { $0.rest().map { .raw($0) } },
        Entry(
            "alias", [], "[[-]name] [text]",
            "a command of your own: /alias hi /me waves at $1; - removes it, alone it lists",
            names: [.alias, .command, .nick]
        ) { reader in
            guard let name = reader.word() else { return .alias(name: nil, text: nil) }
            guard name.first == "-" else { return .alias(name: name, text: reader.rest()) }
            return name.count > 1 && reader.rest() == nil ? .unalias(name: String(name.dropFirst())) : nil
        },
        Entry("unalias", [], "name", "remove a command of your own", names: [.alias, .none]) { reader in
            reader.word().map { .unalias(name: $0) }
        },
        Entry("exec", [], "[-o] command", "run a command of your system and show what it prints; -o says it here") {
            reader in
            guard let text = reader.rest(), text != "-o" else { return nil }
            guard text.hasPrefix("-o ") else { return .exec(text, words: [], isSaid: false) }
            return .exec(String(text.dropFirst(3).drop { $0 == " " }), words: [], isSaid: true)
        },
        Entry("help", ["commands", "h"], "[command]", "this list, or one command of it", names: [.command, .none]) {
            .help($0.word())
        },
        Entry("quit", ["exit"], "[reason]", "leave") { .quit($0.rest()) },
    ]
}
