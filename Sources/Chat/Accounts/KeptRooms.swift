import Protocol

/// Rooms that are registered, and the lobby, which belongs to the host: they keep what they are.
extension Room {
    struct Registration {
        /// A folded name; an empty one stands for the host.
        var founder: FoldedName
        let registeredAt: Timestamp
        /// What accounts become when they come in: the letters of their ranks.
        var ranks: [FoldedName: String]

        static let host = FoldedName(folded: "")

        init(founder: FoldedName, at time: Timestamp, ranks: [FoldedName: String] = [:]) {
            self.founder = founder
            registeredAt = time
            self.ranks = ranks
        }
    }

    /// What is kept of it; nil for a room that is gone with its last member.
    var kept: RegisteredRoom? { registration.map(kept) }

    /// How it is set, as it is kept.
    func kept(_ registration: Registration) -> RegisteredRoom {
        let (modeString, parameters) = modes.description(showingKey: true)
        let lists: [(Character, [MaskEntry])] = [
            ("b", modes.bans), ("e", modes.exceptions), ("I", modes.inviteExceptions),
        ]
        return RegisteredRoom(
            name: name, founder: registration.founder, registered: registration.registeredAt,
            topic: topic.map { RegisteredRoom.Topic(text: $0.text, setBy: $0.setBy, setAt: $0.setAt) },
            modes: ([modeString] + parameters).joined(separator: " "),
            lists: lists.flatMap { letter, entries in
                entries.map {
                    RegisteredRoom.ListEntry(
                        list: letter, mask: $0.ban.text, setBy: $0.setBy, setAt: $0.setAt, until: $0.until,
                        reason: $0.reason)
                }
            }, ranks: registration.ranks)
    }

    /// Becomes again what was kept.
    func restore(_ kept: RegisteredRoom) {
        registration = Registration(founder: kept.founder, at: kept.registered, ranks: kept.ranks)
        restoreSettings(kept)
    }

    /// Is set again as it was: topic, modes and lists; these also where they have more entries than may be put into them now.
    func restoreSettings(_ kept: RegisteredRoom) {
        topic = kept.topic.map { Topic(text: $0.text, setBy: $0.setBy, setAt: $0.setAt) }
        modes = RoomModes()
        modes.flags = []
        let words = kept.modes.split(separator: " ").map(String.init)
        for change in ModeChange.parse(words.first ?? "", Array(words.dropFirst()), kinds: RoomModes.kinds) {
            switch change.mode {
            case "k": modes.key = change.parameter
            case "W":
                modes.pause = change.parameter.flatMap { Int($0) }.flatMap { Network.pauses.contains($0) ? $0 : nil }
            case "l":
                modes.limit = change.parameter.flatMap { Int($0) }.flatMap { RoomModes.limits.contains($0) ? $0 : nil }
            default:
                if let entry = RoomModes.Flags.letters.first(where: { $0.letter == change.mode }) {
                    modes.flags.insert(entry.flag)
                }
            }
        }
        for entry in kept.lists.prefix(Limits.listEntryBounds.upperBound) {
            guard let ban = BanMask(entry.mask) else { continue }
            let mask = MaskEntry(
                ban: ban, setBy: entry.setBy, setAt: entry.setAt, until: entry.until, reason: entry.reason)
            switch entry.list {
            case "b": modes.bans.append(mask)
            case "e": modes.exceptions.append(mask)
            default: modes.inviteExceptions.append(mask)
            }
        }
    }
}

extension Network {
    /// To be called when something of a room has changed that is kept, and for any room when its modes have.
    func keep(_ room: Room) {
        noteClosing(of: room)
        noteSettings(ofHeld: room)
        if let kept = room.kept, registry.rooms[room.folded] != kept { change(.saveRoom(kept)) }
    }

    /// Opens the rooms that were kept, before anybody is here.
    func openKeptRooms() {
        for kept in registry.rooms.values.sorted(by: { $0.folded < $1.folded }) {
            let room =
                self.room(named: kept.name)
                ?? Room(name: kept.name, folded: foldRoom(kept.name), isPermanent: false, at: kept.registered)
            room.restore(kept)
            if self.room(named: kept.name) == nil { add(room) }
        }
    }

    /// What an account is in a room by its registration alone.
    func rank(of user: User, in room: Room) -> Ranks {
        guard let registration = room.registration else { return [] }
        guard let account = user.account.map(fold) else { return [] }
        let letters = registration.ranks[account] ?? ""
        let ranks = Ranks(Ranks.table.filter { letters.contains($0.mode) }.map(\.rank))
        return registration.founder == account ? ranks.union(.founder) : ranks
    }

    /// A room whose founder is gone belongs to the host.
    func passOn(_ kept: RegisteredRoom) {
        guard let room = room(named: kept.name) else { return }
        room.registration?.founder = Room.Registration.host
        keep(room)
    }
}
