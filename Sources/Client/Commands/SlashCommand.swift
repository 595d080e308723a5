/// A command or speech of the person, apart from the buffer in which it was entered. A room that is nil is the one on the screen.
package enum SlashCommand: Hashable, Sendable {
    /// Plain speech into the buffer.
    case say(String)
    case join([SessionConfiguration.Channel])
    case part(channel: String?, reason: String?)
    /// Leaves a room and enters it again.
    case cycle(channel: String?, reason: String?)
    /// Gives a room another name.
    case rename(channel: String?, name: String, reason: String?)
    /// Asks those in a room to be let in.
    case knock(channel: String, text: String?)
    case me(String)
    case nick(String)
    case message(target: String, text: String)
    case notice(target: String, text: String)
    case query(nick: String, text: String?)
    /// Without a text: asks what the topic is. An empty text takes it away.
    case topic(channel: String?, text: String?)
    case names(channel: String?)
    case whois(nick: String?)
    /// Of somebody who has left, or has another nick now.
    case whowas(nick: String)
    /// Without a mask: of the buffer.
    case who(mask: String?)
    case messageOfTheDay
    /// A CTCP, its command in capital letters. <https://modern.ircdocs.horse/ctcp>
    case ctcp(target: String, command: String, text: String)
    case list(pattern: String?)
    /// nil: back again.
    case away(String?)
    /// Without a key: tells the person's own. Without a value: takes the key away.
    case profile(key: String?, value: String?)
    /// Mutes or pins the buffer on all of the person's devices, or undoes it.
    case mark(MetadataKey, isSet: Bool)
    /// Without a mask: lists them. Not `isAdded`: hears them again.
    case ignore(mask: String?, isAdded: Bool)
    /// Without a nick: tells who of the friends is here. Not `isAdded`: hears no longer when they come and go.
    case friend(nick: String?, isAdded: Bool)
    case kick(channel: String?, nick: String, reason: String?)
    /// Bans somebody and removes them from the room.
    case kickBan(channel: String?, nick: String, reason: String?)
    /// Without a mask: lists who is banned.
    case ban(channel: String?, mask: String?)
    case unban(channel: String?, mask: String)
    /// Without changes: asks. The target is a room or our own nick.
    case mode(target: String?, changes: [String])
    /// Gives a rank to these nicks, or takes it.
    case rank(Character, isGiven: Bool, nicks: [String])
    /// Without a nick: makes an invitation that can be handed to anybody.
    case invite(nick: String?, channel: String?)
    /// Without a level: tells it.
    case notify(NotificationLevel?)
    /// The people who come and go that the room shows; nil tells that, and where it is chosen.
    case events(EventDisplay?)
    case search(String)
    /// Shows what could be kept in the file of preferences; writes it where that is `confirmed`.
    case save(confirmed: Bool)
    /// Tells or changes the person's settings.
    case set(SettingRequest)
    case goto(String)
    case raw(String)
    case clear
    /// Empties the buffer and deletes what is kept of it on this machine; says first what that does.
    case forget(isConfirmed: Bool)
    /// Shows another buffer beside the one on the screen; without a name, one with news.
    case split(String?)
    case unsplit
    case close
    /// Shows the buffer with this number or name.
    case buffer(String)
    /// Gives the buffer another number.
    case moveBuffer(Int)
    case reconnect
    case disconnect(String?)
    /// Opens a network by its name, its host or a link: see ``ConnectTarget``. Empty: the last link in the buffer.
    case connect(String)
    /// Lists the networks that are open, and those that are known.
    case networks
    case register(account: String?, email: String?)
    case login(account: String?)
    /// Become an IRC operator; without a password it is asked for.
    case oper(name: String, password: String?)
    /// Without a name: lists the person's own commands. Without a text: tells the one.
    case alias(name: String?, text: String?)
    case unalias(name: String)
    /// Runs a command of the system; shows its output, or says it to those in the buffer.
    case exec(String, words: [String], isSaid: Bool)
    case help(String?)
    case quit(String?)
}

extension SlashCommand {
    /// True if the command says something to others: an error may then be about the notice of typing that the server was told before.
    var isSpeech: Bool {
        switch self {
        case .say, .me, .message, .notice, .query: true
        case .join, .part, .cycle, .rename, .knock, .nick, .topic, .names, .whois, .whowas, .who, .messageOfTheDay,
            .ctcp, .list, .away, .profile, .mark, .ignore, .friend, .kick, .kickBan, .ban, .unban, .mode, .rank,
            .invite, .notify, .events, .search, .save, .set, .goto, .raw, .clear, .forget, .split, .unsplit, .close,
            .buffer,
            .moveBuffer, .reconnect, .disconnect, .connect, .networks, .register, .login, .oper, .alias, .unalias,
            .exec, .help, .quit:
            false
        }
    }

    /// True if the command goes to the server as one line that an error without a name may be about, even if this program sends lines of
    /// the same kind by itself now and then.
    var isQuestion: Bool {
        switch self {
        case .nick, .whois, .whowas, .knock, .list, .away, .who, .messageOfTheDay, .ctcp, .raw: true
        case .say, .me, .message, .notice, .query, .join, .part, .cycle, .rename, .topic, .names, .profile, .mark,
            .ignore, .friend, .kick, .kickBan, .ban, .unban, .mode, .rank, .invite, .notify, .events, .search, .save,
            .set,
            .goto, .clear, .forget, .split, .unsplit, .close, .buffer, .moveBuffer, .reconnect, .disconnect, .connect,
            .networks, .register, .login, .oper, .alias, .unalias, .exec, .help, .quit:
            false
        }
    }

    /// True if nothing can be done about the command before the server has let us in.
    var needsConnection: Bool {
        switch self {
        case .say, .me, .message, .notice, .query, .join, .part, .cycle, .rename, .knock, .topic, .names, .oper, .kick,
            .kickBan, .ban, .unban, .mode, .rank, .invite, .nick, .whois, .whowas, .list, .away, .profile, .mark, .who,
            .messageOfTheDay, .ctcp, .raw:
            true
        case .ignore, .friend, .notify, .events, .search, .save, .set, .goto, .clear, .forget, .split, .unsplit, .close,
            .buffer,
            .moveBuffer, .reconnect, .disconnect, .connect, .networks, .register, .login, .alias, .unalias, .exec,
            .help, .quit:
            false
        }
    }
}
