import Protocol

/// An action that a session wants done. The shell carries these out in order.
package enum SessionAction: Hashable, Sendable {
    /// Write these bytes to the connection.
    case send([UInt8])
    /// Open a connection after this while, then tell ``ClientSession/connected(isPrivate:isSecure:mayUpgrade:ownerToken:at:)`` or
    /// ``ClientSession/connectionFailed(cause:isFinal:at:)``. It replaces an earlier one that is still being waited for.
    case connect(afterMilliseconds: Int)
    /// Open a connection to the same host over TLS, on this port, and from now on no other: the server asked for it. Only one
    /// that an authority vouches for, or that is pinned, will do.
    case upgrade(port: UInt16)
    /// The server wants nothing but TLS for so many seconds from now on, and again from the end of the connection on; 0 lifts that.
    /// Counts where an authority vouches for it.
    case requireTLS(seconds: Int)
    /// Close the connection, once what was to be sent has been sent. No need to report it back.
    case close
    /// These buffers, or what the status line says of them, look different now. Each is named once.
    case changed([BufferID])
    /// Buffers were opened, closed or renamed.
    case buffersChanged
    /// The person asked to be here: make this buffer the one on the screen. A session of which no buffer is visible
    /// asks for it only where the person has just asked for it themselves.
    case show(BufferID)
    /// Show this line: it was gone to. Its buffer is on the screen, or is to be put there; where another network has
    /// the screen by now, nothing is to be done.
    case reveal(BufferID, LineID)
    /// The person wants to read another buffer of any network beside the one on the screen: that of a name or a number, or else one with news.
    case split(with: String?)
    /// The person wants one buffer alone on the screen again.
    case unsplit
    /// Ask the person for a password, unseen, and tell ``ClientSession/submitPassword(_:for:at:)``.
    case askPassword(PasswordPrompt)
    /// Ask the person whether to keep the account that they have just made or logged in to, where it is not kept yet, and do so.
    case offerSavingAccount(SaveAccountQuestion)
    /// Show the rooms, nick, account and ignored people that could be kept in the person's file of preferences, in
    /// ``ClientSession/replyBuffer``; if that is confirmed, write them there.
    case saveSettings(confirmed: Bool)
    /// Tell or change what the person asks for of their settings, in ``ClientSession/replyBuffer``.
    case changeSetting(SettingRequest)
    /// From now on connect to the server of this invitation; the connecting itself is asked for behind it. If it is the server that the
    /// session is for already (`isHere`), all else that is known of the way there stays, such as the person's certificate.
    case enter(InvitationLink, isHere: Bool)
    /// Make this key, away from the screen's own thread, and tell ``ClientSession/keyDerived(_:for:at:)``.
    case deriveKey(KeyDerivation)
    /// The person wants to search for this.
    case search(String)
    /// ``ClientSession/serverSearch`` is complete, or has failed.
    case searched
    /// The person has asked for a list: show it as it comes.
    case showList(AskedList)
    /// Keep these lines in the log on this machine, each once: one that is there has the same msgid, or else the same sender, words and time.
    case record([LogRecord])
    /// Read the log, away from the screen's own thread, and tell ``ClientSession/logAnswered(_:to:at:)``. A log that cannot be read
    /// has nothing.
    case readLog(LogQuery)
    /// Forget the words of a line: the server took it back.
    case redactLog(messageID: Bytes, room: Bytes)
    /// Forget all lines of a room or a talk.
    case forgetLog(room: Bytes)
    /// A room has another name: its lines are those of that name from now on. Where some are kept of that name already, both stay,
    /// and what is taken back by the new name is taken back among those of the old one, too.
    case renameLog(room: Bytes, to: Bytes)
    /// Note that the person has read a room up to a time: ``LogAnswer/readUntil`` tells it.
    case markLogRead(room: Bytes, Timestamp)
    /// ``ClientSession/savedSession(at:)`` is worth writing down, when there is time.
    case savedSessionChanged
    /// The networks of the bouncer have changed, or are known now: see ``ClientSession/bouncerNetworks``.
    case bouncerNetworksChanged
    /// The bouncer calls this network so. No two networks have the same name on the screen: ``ClientSession/setName(_:)`` takes the one that
    /// this network gets for it, perhaps the one that it has.
    case renameNetwork(String)
    /// The person is called: named, or written to alone, or as ``ClientSession/setNotificationLevel(_:in:)`` has it.
    case mention(BufferID, LineID)
    /// A line was said for which there are hooks: see ``SessionConfiguration/hooks``.
    case hook(HookedLine)
    /// The person wants a network to be opened: a text that ``ConnectTarget`` reads. It may hold a secret.
    case openNetwork(String)
    /// Ask the person whether to follow a link of a message.
    case askToFollow(LinkQuestion)
    /// The person wants to see the commands there are: ``ClientSession/availableCommands``.
    case showCommands
    /// Run this command by the shell of the system, away from the screen's own thread, and tell ``ClientSession/executed(_:_:at:)``. To be
    /// done for a person alone: not for lines that come from a pipe.
    case execute(CommandExecution)
    /// ``ClientSession/aliases`` are others: those of all other sessions are to be the same.
    case aliasesChanged
    /// The person wants to be told which networks there are.
    case listNetworks
    /// The person wants the buffer to be shown that ``ChatModel/buffer(called:)`` finds.
    case goToBuffer(String)
    /// The person wants this buffer to have another number: see ``ChatModel/move(_:to:)``.
    case moveBuffer(BufferID, to: Int)
    /// The person wants this network to be put away, which is not connected: the session and all its buffers.
    case closeNetwork
    /// The person wants to leave with this reason: have every session say it with ``ClientSession/sayGoodbye(_:at:)``, and end the program.
    case quit(reason: String?)
}
