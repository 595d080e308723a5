import Protocol

/// What a command's cost grows with, beside its price.
enum CostGrowth {
    case none
    /// Each of the targets in the parameter at a place costs the price.
    case targets(at: Int)
    /// So many items of lists, and letters of modes, cost one more.
    case items(each: Int)
    /// Everybody in the user's rooms is told of it, and every room's lists are asked whether they may be.
    case audience
    /// Everybody who is here is looked at, unless it is about one room or one nick.
    case everybody
}

/// What commands count against the rate of commands, see ``Throttle``: a unit is what a line said to a small room takes.
extension CommandRule {
    /// People who are looked at, or told something, for one unit.
    static let peopleForOne = 1000

    /// - Parameter user: whoever gives the command; nil before registration.
    func cost(of message: Message, by user: User?, in network: Network) -> Int {
        switch growth {
        case .none: return price
        case .targets(let place):
            // JOIN 0 leaves every room.
            if command == "JOIN", message.parameters == [Bytes("0")] { return price * max(user?.rooms.count ?? 0, 1) }
            return price * Self.targets(of: message, at: place)
        case .items(let each):
            let letters = command == "MODE" && message.parameters.count > 1 ? message.parameters[1].count : 0
            return price + (Self.items(of: message) + letters) / each
        case .audience:
            return price + (user?.rooms.reduce(0) { $0 + $1.members.count } ?? 0) / Self.peopleForOne
        case .everybody:
            let mask = message.text(at: 0) ?? "*"
            let isNarrow = mask.hasPrefix("#") || network.users[network.fold(mask)] != nil
            return price + (isNarrow ? 0 : network.users.count / Self.peopleForOne)
        }
    }

    private static func targets(of message: Message, at place: Int) -> Int {
        guard message.parameters.count > place else { return 1 }
        return 1 + message.parameters[place].count { $0 == ASCII.comma }
    }

    /// Behind the first of each list.
    private static func items(of message: Message) -> Int {
        message.parameters.reduce(0) { $0 + $1.count { $0 == ASCII.comma } }
    }

    /// Whether it is asked first, in every room of the user's, if that hears the user; see ``Network/review(_:)``.
    var asksEveryRoom: Bool {
        switch growth {
        case .audience: true
        case .none, .targets, .items, .everybody: false
        }
    }

    /// What a command is paid from.
    func budget(of message: Message) -> Budget {
        // What a room is set to is asked with its name alone.
        command == "MODE" && message.parameters.count < 2 ? .questions : budget
    }

    /// Whether a command stays behind questions that wait, though it is none: it means to be behind what was asked before, or takes
    /// away what the answers are about.
    func staysBehindQuestions(_ message: Message) -> Bool {
        ["PING", "QUIT", "PART", "CAP"].contains(command) || command == "JOIN" && message.parameters == [Bytes("0")]
    }
}
