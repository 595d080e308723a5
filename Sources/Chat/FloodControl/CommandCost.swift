import Protocol

/// The count with which a command's cost grows, beside its price.
enum CostGrowth {
    case none
    /// Each of the targets in the parameter at a place costs the price.
    case targets(at: Int)
    /// Each of the rooms that are entered costs the price; each session of the user's is told who is in them, and who is in them is told each
    /// entry of the user's metadata.
    case entries
    /// So many members of the room cost one more: each of those whose client does not know the command is told who is in it.
    case members(each: Int)
    /// So many items of lists, and letters of modes, cost one more.
    case items(each: Int)
    /// The same, and so many of the nicks that are watched where all of them are asked about.
    case watched(each: Int)
    /// Everybody in the user's rooms, and whoever watches the user or the nick that is taken, is told of it, the latter with the user's
    /// metadata, and every room's lists are asked whether they may be.
    case audience
    /// Everybody who may want to know of a change, or whose metadata is asked for, counts: the members of the room that it is about, or of
    /// all the user's rooms, and whoever watches the user. The keys that are named, or that CLEAR takes away, count, too.
    case metadata
    /// Everybody who is here is looked at, unless it is about one room or one nick.
    case everybody
}

/// The units that commands count against the rate of commands, see ``Throttle``: a unit is the cost of a line said to a small room.
extension CommandRule {
    /// People who are looked at, or told something, for one unit.
    static let peoplePerUnit = 1000
    /// Rooms that JOIN 0 leaves for one unit. Each has been paid for when it was entered, and is not left more often.
    static let channelsPerUnit = 10
    /// Keys of metadata that are named for one unit.
    static let keysPerUnit = 10

    /// - Parameter user: whoever gives the command; nil before registration.
    func cost(of message: Message, by user: User?, in network: Network) -> Int {
        switch growth {
        case .none: return price
        case .targets(let place): return price * Self.targets(of: message, at: place)
        case .entries:
            if leavesAllChannels(message) { return price + (user?.channels.count ?? 0) / Self.channelsPerUnit }
            let entries = user.map { network.profile(of: $0).count } ?? 0
            let told = members(ofChannelsIn: message, of: network) * ((user?.sessions.count ?? 1) + entries)
            return price * Self.targets(of: message, at: 0) + told / Self.peoplePerUnit
        case .members(let each): return price + members(ofChannelsIn: message, of: network) / each
        case .items(let each):
            let letters = command == "MODE" && message.parameters.count > 1 ? message.parameters[1].count : 0
            return price + (Self.items(of: message) + letters) / each
        case .watched(let each):
            let asksAboutAll = message.text(at: 0)?.uppercased() == "S"
            let watched = asksAboutAll ? user?.sessions.map(\.monitored.count).max() ?? 0 : 0
            return price + (Self.items(of: message) + watched) / each
        case .audience:
            let newNick = command == "NICK" ? message.text(at: 0).map(network.fold) : nil
            guard let user else { return price }
            let awaiting = newNick.map { network.watchers[$0].count } ?? 0
            // Those are told of the user's metadata, too.
            let told = awaiting * (1 + (awaiting > 0 ? network.profile(of: user).count : 0))
            return price + (Self.audience(of: user, in: network) + told) / Self.peoplePerUnit
        case .metadata:
            let named = price + Self.namedKeys(of: message) / Self.keysPerUnit
            guard Self.reachesMany(message) else { return named }
            let isOfChannel = message.text(at: 0)?.hasPrefix("#") == true
            let told =
                isOfChannel
                ? members(ofChannelsIn: message, of: network) : Self.audience(of: user, in: network)
            let changes = clearedKeys(of: message, by: user, in: network)
            return named + changes / Self.keysPerUnit + told * max(changes, 1) / Self.peoplePerUnit
        case .everybody:
            let mask = message.text(at: 0) ?? "*"
            let isNarrow = mask.hasPrefix("#") || network.users[network.fold(mask)] != nil
            return price + (isNarrow ? 0 : network.users.count / Self.peoplePerUnit)
        }
    }

    /// The members of a user's rooms, and the sessions that watch the user.
    static func audience(of user: User?, in network: Network) -> Int {
        guard let user else { return 0 }
        return user.channels.reduce(network.watchers[user.folded].count) { $0 + $1.members.count }
    }

    /// True for what METADATA tells many, or of many.
    private static func reachesMany(_ message: Message) -> Bool {
        switch message.text(at: 1)?.uppercased() {
        case "SET", "CLEAR", "SUB", "SYNC": true
        default: false
        }
    }

    /// The keys that METADATA names, where it may name several.
    private static func namedKeys(of message: Message) -> Int {
        switch message.text(at: 1)?.uppercased() {
        case "GET", "SUB", "UNSUB": message.parameters.count - 2
        default: 0
        }
    }

    /// The keys that METADATA CLEAR takes away: others are told of each.
    private func clearedKeys(of message: Message, by user: User?, in network: Network) -> Int {
        guard message.text(at: 1)?.uppercased() == "CLEAR", let name = message.text(at: 0) else { return 0 }
        if name.hasPrefix("#") { return network.channel(named: name)?.metadata.count ?? 0 }
        return user.map { network.profile(of: $0).count } ?? 0
    }

    private func members(ofChannelsIn message: Message, of network: Network) -> Int {
        channels(in: message, of: network).reduce(0) { $0 + (network.channels[$1]?.members.count ?? 0) }
    }

    private static func targets(of message: Message, at place: Int) -> Int {
        guard message.parameters.count > place else { return 1 }
        return 1 + message.parameters[place].count { $0 == ASCII.comma }
    }

    /// Behind the first of each list.
    private static func items(of message: Message) -> Int {
        message.parameters.reduce(0) { $0 + $1.count { $0 == ASCII.comma } }
    }

    /// True if every room of the user's is asked first whether it hears the user; see ``Network/checkLists(_:)``.
    func asksEveryChannel(_ message: Message) -> Bool {
        switch growth {
        case .audience: true
        case .metadata: message.text(at: 1)?.uppercased() == "SET"
        case .none, .targets, .entries, .members, .items, .watched, .everybody: false
        }
    }

    /// The budget that a command is paid from.
    func budget(of message: Message) -> Budget {
        if asksHowChannelIsSet(message) || asksForMetadata(message) { return .questions }
        return leavesAllChannels(message) ? .commands : budget
    }

    /// True for a command that changes nothing, and is sent for its answer alone.
    func onlyAsks(_ message: Message) -> Bool {
        switch budget(of: message) {
        case .questions: command != "MARKREAD"
        case .commands, .entries: Self.questions.contains(command)
        }
    }

    private static let questions: Set<Command> = ["LIST", "PING", "SEARCH", "WHOIS", "WHOWAS"]

    /// True if a message asks for the settings of a room: its modes, its topic and the bans of it that end are asked with its name alone,
    /// its lists with their letters.
    private func asksHowChannelIsSet(_ message: Message) -> Bool {
        switch command {
        case "TOPIC", "TBAN": message.parameters.count == 1
        case "MODE":
            message.parameters.count < 2
                || message.parameters.count == 2 && message.parameters[1].allSatisfy(Self.listLetters.contains)
        default: false
        }
    }

    private func asksForMetadata(_ message: Message) -> Bool {
        guard command == "METADATA" else { return false }
        return switch message.text(at: 1)?.uppercased() {
        case "GET", "LIST", "SUBS", "SYNC": true
        default: false
        }
    }

    private static let listLetters = Set(("+" + String(ChannelListMode.allCases.map(\.rawValue))).utf8)

    /// JOIN 0.
    private func leavesAllChannels(_ message: Message) -> Bool {
        command == "JOIN" && message.parameters.count == 1 && message.parameters[0] == Bytes("0")
    }

    /// The order of a command among questions that wait.
    func place(of message: Message) -> QuestionOrdering {
        leavesAllChannels(message) ? .behindAll(.everyChannel) : place
    }

    /// The rooms that a command is about: those among its targets, or else among its first parameters.
    func channels(in message: Message, of network: Network) -> [FoldedName] {
        let parameters: ArraySlice<Bytes>
        switch growth {
        case .targets(at: 0), .entries: parameters = message.parameters.prefix(1)
        case .metadata: parameters = message.parameters.prefix(1)
        case .none, .targets, .members, .items, .watched, .audience, .everybody:
            parameters = message.parameters.prefix(3)
        }
        var channels: [FoldedName] = []
        for parameter in parameters where parameter.contains(UInt8(ascii: "#")) {
            for item in parameter.split(separator: ASCII.comma) {
                // A target for operators alone has their symbol before the name.
                let name = item.drop { $0 != UInt8(ascii: "#") }
                guard item.count - name.count <= 1, !name.isEmpty else { continue }
                channels.append(network.foldChannel(name.text))
            }
        }
        return channels
    }
}

/// The order of a command that is no question among questions that wait.
enum QuestionOrdering {
    /// It goes on.
    case free
    /// It stays behind those about the rooms that it leaves: they could not be answered any more.
    case behindItsChannels
    /// It stays behind all of them, and holds back what comes then.
    case behindAll(Reach)

    enum Reach {
        /// It only means to be answered last.
        case nothing
        /// The questions about a room.
        case everyChannel
        case everything
    }
}
