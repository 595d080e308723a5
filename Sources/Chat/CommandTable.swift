import Protocol

/// Every command there is, with the method of ``Network`` that answers it. HELP tells what stands here.
enum CommandTable {
    static func make() -> [Command: CommandRule] {
        Dictionary(
            uniqueKeysWithValues: (connection + channels + talk + people + server + operators).map { ($0.command, $0) })
    }

    /// Commands for coming in, logging in and going.
    private static var connection: [CommandRule] {
        [
            CommandRule(
                "ACCOUNT", "<ADD, PASSWORD, LIST, REMOVE or ERASE> [<account> [<password>]]",
                "Looks after accounts, for the host alone.", minimum: 1, for: .host, Network.hostAccount),
            CommandRule(
                "AUTHENTICATE", "<mechanism or data>", "Logs in to an account.", minimum: 1, for: .everybody, cost: 2,
                Network.authenticate),
            CommandRule(
                "CAP", "<LS, LIST, REQ or END> [<capabilities>]", "Negotiates extensions of the protocol.",
                for: .everybody,
                Network.cap),
            CommandRule(
                "NICK", "<nick>", "Takes a nick, or another one.", for: .everybody, cost: 2, growing: .audience,
                Network.nick),
            CommandRule(
                "OWNER", "<word>",
                "Proves, before registration, that you are the host, with a token from grillo.sock.",
                minimum: 1, for: .everybody, cost: 4, Network.owner),
            CommandRule(
                "PASS", "<password>", "Gives the server's password, before registration.", minimum: 1, for: .everybody,
                Network.pass),
            CommandRule(
                "PING", "<token>", "Asks the server whether it is there.", for: .everybody,
                waiting: .behindAll(.nothing), Network.ping),
            CommandRule("PONG", "<token>", "Tells the server that you are there.", for: .everybody, Network.pong),
            CommandRule(
                "REGISTER", "<account or *> <email or *> <password>", "Makes an account of your own.", minimum: 3,
                for: .everybody, cost: 8, Network.register),
            CommandRule(
                "QUIT", "[<reason>]", "Leaves the network.", for: .everybody, waiting: .behindAll(.everything),
                Network.quit),
            CommandRule(
                "USER", "<user name> 0 * <real name>", "Says who you are, before registration.", minimum: 4,
                for: .everybody, Network.user),
            CommandRule(
                "VERIFY", "<account> <code>", "Verifies an account. None needs it here.", minimum: 2, for: .everybody,
                Network.verifyAccount),
        ]
    }

    /// Commands about rooms: entering and leaving them, modes, topics, invitations.
    private static var channels: [CommandRule] {
        [
            CommandRule(
                "INVITE", "[<nick> <room>]", "Invites somebody to a room; alone, lists where you are invited.", cost: 2,
                Network.invite),
            CommandRule(
                "INVITATION", "<CREATE, LIST or REVOKE> [<room, * or id> [<options>]]",
                "Makes, lists and revokes invitations: links that let people in.", minimum: 1, for: .everybody, cost: 6,
                Network.invitation),
            CommandRule(
                "JOIN", "<room>{,<room>} [<key>{,<key>}]", "Enters rooms; JOIN 0 leaves all.", minimum: 1,
                growing: .entries, from: .entries, Network.join),
            CommandRule(
                "KICK", "<room> <nick>{,<nick>} [<reason>]", "Kicks somebody out of a room.", minimum: 2, cost: 2,
                growing: .targets(at: 1), Network.kick),
            CommandRule(
                "LIST", "[<room>{,<room>}] [<condition>{,<condition>}]",
                "Lists rooms, such as LIST >3 or LIST *chess*.",
                cost: 4, growing: .items(each: 1), Network.list),
            CommandRule(
                "MODE", "<room or nick> [<modes> [<parameters>]]", "Tells or changes how a room, or you, are set.",
                minimum: 1, growing: .items(each: 10), Network.mode),
            CommandRule(
                "NAMES", "[<room>{,<room>}]", "Lists who is in a room.", cost: 2, growing: .targets(at: 0),
                from: .questions, Network.names),
            CommandRule(
                "PART", "<room>{,<room>} [<reason>]", "Leaves rooms.", minimum: 1, growing: .targets(at: 0),
                waiting: .behindItsChannels, Network.part),
            CommandRule(
                "RENAME", "<room> <new name> [<reason>]", "Gives a room another name.", minimum: 2, cost: 10,
                growing: .members(each: 10), Network.renameChannel),
            CommandRule(
                "TBAN", "<room> [<time> <mask> [<reason>]]",
                "Bans somebody from a room for a time; alone, lists such bans.",
                minimum: 1, cost: 2, Network.timedBan),
            CommandRule(
                "TOPIC", "<room> [<topic>]", "Tells or sets what a room is about.", minimum: 1, cost: 2, Network.topic),
        ]
    }

    /// Messages and history.
    private static var talk: [CommandRule] {
        [
            CommandRule(
                "CHATHISTORY", "<subcommand> <room or nick> <message> [<message>] <limit>",
                "Tells what was said before.", minimum: 1, cost: 3, from: .questions, Network.chatHistory),
            CommandRule(
                "BATCH", "<+ or -><reference> [<type> [<parameters>]]", "Begins or ends a message of several lines.",
                minimum: 1, Network.batch),
            CommandRule(
                "MARKREAD", "<room or nick> [timestamp=<time>]", "Tells or sets how far you have read.",
                from: .questions, Network.markRead),
            CommandRule(
                "NOTICE", "<target>{,<target>} <text>", "Says something that no program answers by itself.",
                growing: .targets(at: 0), Network.notice),
            CommandRule(
                "PRIVMSG", "<target>{,<target>} <text>", "Says something to a room or to somebody.",
                growing: .targets(at: 0),
                Network.privateMessage),
            CommandRule(
                "REDACT", "<room or nick> <msgid> [<reason>]", "Takes back something that was said.", minimum: 2,
                cost: 2, Network.redact),
            CommandRule(
                "RELAYMSG", "<room> <nick> <text>",
                "Lets somebody on the other side of a bridge speak in a room, by a nick with a / in it.", minimum: 3,
                growing: .targets(at: 0), Network.relayFromBridge),
            CommandRule(
                "SEARCH", "<attributes>", "Finds what was said, such as SEARCH in=#room;text=word.", minimum: 1,
                cost: 6, Network.search),
            CommandRule(
                "TAGMSG", "<target>{,<target>}", "Sends tags without a text.", growing: .targets(at: 0),
                Network.tagMessage),
        ]
    }

    /// Commands by which people tell of themselves and ask about others, and the services.
    private static var people: [CommandRule] {
        [
            CommandRule(
                "AWAY", "[<reason>]", "Says that you are away, or alone that you are back.",
                for: .people(early: .preAway), cost: 2, growing: .audience, Network.away),
            CommandRule("ISON", "<nick>{ <nick>}", "Tells which of these are here.", minimum: 1, Network.isOn),
            CommandRule(
                "METADATA",
                "<room, nick or *> <GET, LIST, SET, CLEAR, SUB, UNSUB, SUBS or SYNC> [<key>{ <key>} or <key> <value>]",
                "Tells or sets metadata of a room or a person, by key.", for: .everybody, cost: 2,
                growing: .metadata, Network.metadata),
            CommandRule(
                "MONITOR", "<+, -, C, L or S> [<nick>{,<nick>}]", "Watches who comes and goes.", minimum: 1,
                growing: .watched(each: 10), from: .questions, Network.monitor),
            CommandRule(
                "CHANSERV", "<command> [<words>]", "Says something to ChanServ; HELP lists what it knows.", cost: 2,
                Network.chanServ),
            CommandRule(
                "CS", "<command> [<words>]", "Says something to ChanServ; HELP lists what it knows.", cost: 2,
                Network.chanServ),
            CommandRule(
                "NICKSERV", "<command> [<words>]", "Says something to NickServ; HELP lists what it knows.", cost: 2,
                Network.nickServ),
            CommandRule(
                "NS", "<command> [<words>]", "Says something to NickServ; HELP lists what it knows.", cost: 2,
                Network.nickServ),
            CommandRule(
                "SETNAME", "<real name>", "Changes your real name.", minimum: 1, cost: 4, growing: .audience,
                Network.setName),
            CommandRule(
                "USERHOST", "<nick>{ <nick>}", "Tells the hosts of up to five people.", minimum: 1, Network.userHost),
            CommandRule(
                "WHO", "[<room, nick or mask> [%<fields>[,<token>]]]", "Lists people.", cost: 3, growing: .everybody,
                from: .questions, Network.who),
            CommandRule("WHOIS", "[<server>] <nick>", "Tells who somebody is.", cost: 2, Network.whois),
            CommandRule("WHOWAS", "<nick> [<count>]", "Tells who had a nick before.", cost: 2, Network.whowas),
        ]
    }

    /// Questions about the server.
    private static var server: [CommandRule] {
        [
            CommandRule("ADMIN", "[<server>]", "Tells who runs the server.", Network.admin),
            CommandRule(
                "HELP", "[<command>]", "Tells what commands there are, and what one does.", cost: 2, Network.help),
            CommandRule("HELPOP", "[<command>]", "The same as HELP.", cost: 2, Network.help),
            CommandRule("INFO", "[<server>]", "Tells about the server's software.", cost: 2, Network.info),
            CommandRule(
                "ISUPPORT", "", "Tells the server's features and limits.", for: .people(early: .extendedISupport),
                cost: 2,
                Network.iSupport),
            CommandRule("LINKS", "", "Lists the servers of the network.", Network.links),
            CommandRule("LUSERS", "", "Counts people, rooms and servers.", cost: 2, Network.lusers),
            CommandRule("MAP", "", "Shows how the servers of the network are linked.", Network.map),
            CommandRule("MOTD", "[<server>]", "Tells the message of the day.", cost: 2, Network.motd),
            CommandRule(
                "STATS", "[<letter>]", "Tells statistics, such as u for the uptime.", Network.stats),
            CommandRule(
                "STATUS", "", "Tells the server's status, for the host alone.", for: .host, Network.hostStatus),
            CommandRule("TIME", "[<server>]", "Tells the server's time.", Network.time),
            CommandRule("VERSION", "[<server>]", "Tells the server's version and features.", cost: 2, Network.version),
        ]
    }

    /// Commands of IRC operators.
    private static var operators: [CommandRule] {
        [
            CommandRule(
                "CONNECT", "<server>", "Links to a server. This one has none to link to.", minimum: 1,
                for: .operators([]), Network.connect),
            CommandRule("DIE", "[<reason>]", "Stops the server.", for: .operators(.stop), Network.die),
            CommandRule(
                "DLINE", "[<time>] <address or network> [<reason>]", "Bans addresses from the server: UBAN ADD.",
                minimum: 1, for: .operators(.ban), Network.lineBan),
            CommandRule(
                "KILL", "<nick> <reason>", "Disconnects somebody.", minimum: 2, for: .operators(.kill),
                Network.kill),
            CommandRule(
                "KLINE", "[<time>] <nick, user@host or mask> [<reason>]", "Bans a mask from the server: UBAN ADD.",
                minimum: 1, for: .operators(.ban), Network.lineBan),
            CommandRule(
                "OPER", "<name> [<password>]", "Makes you an IRC operator.", minimum: 1, cost: 8, Network.oper),
            CommandRule(
                "REHASH", "", "Reads the server's configuration again.", for: .operators(.reload), Network.rehash),
            CommandRule(
                "RESTART", "[<reason>]", "Stops the server and starts it again.", for: .operators(.stop),
                Network.restart),
            CommandRule(
                "SQUIT", "<server>", "Unlinks a server.", minimum: 1, for: .operators([]), Network.connect),
            CommandRule(
                "UBAN", "<ADD, DEL, LIST or INFO> [<target> [DURATION <time>] [MUTE] [<reason>]]",
                "Bans or mutes on the whole server: an account, an address, a network or a mask.",
                minimum: 1, for: .operators(.ban), Network.unifiedBan),
            CommandRule(
                "UNDLINE", "<address or network>", "Undoes a DLINE: UBAN DEL.", minimum: 1, for: .operators(.ban),
                Network.unlineBan),
            CommandRule(
                "UNKLINE", "<nick, user@host or mask>", "Undoes a KLINE: UBAN DEL.", minimum: 1,
                for: .operators(.ban), Network.unlineBan),
            CommandRule(
                "WALLOPS", "<text>", "Says something to everybody with the mode w.", minimum: 1,
                for: .operators(.announce), cost: 2, Network.wallops),
        ]
    }
}
