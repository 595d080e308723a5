import Protocol

/// Entering the rooms that are wanted, and sending messages into them.
extension ClientSession {
    /// Joins what the configuration names, or the server's lobby, and every room that a lost connection took away. Once a connection.
    mutating func enterRooms(at now: Timestamp) {
        guard let link, !link.hasEnteredRooms else { return }
        self.link?.hasEnteredRooms = true
        var rooms: [SessionConfiguration.Room] = []
        if !hasBeenOnline {
            rooms = configuration.rooms
            if rooms.isEmpty, let lobby = isupport["LOBBY"], isRoomName(lobby) { rooms = [.init(name: lobby)] }
            if let first = rooms.first { showOnEntering(first.name) }
        }
        hasBeenOnline = true
        var wanted = Dictionary(rooms.map { (casemapping.fold($0.name), $0) }, uniquingKeysWith: { first, _ in first })
        let lost = buffers.filter(\.isWanted).map { SessionConfiguration.Room(name: $0.name, key: $0.key) }
        // What the person asked for last comes first: it may have another key than the room had.
        for room in roomsAsked.sorted(by: { $0.key < $1.key }).map(\.value) + lost
        where wanted.updateValue(room, forKey: casemapping.fold(room.name)) == nil {
            rooms.append(room)
        }
        join(rooms, at: now)
        askTargets(at: now)
    }

    /// Shows a room when it has been entered; at once where a bouncer is in it already, since it does not enter again.
    mutating func showOnEntering(_ room: String) {
        if let id = buffers.id(named: room), buffers[id]?.isJoined == true {
            emit(.show(id))
        } else {
            roomsToShow.insert(casemapping.fold(room))
        }
    }

    /// Asks to enter rooms, with as few lines as they fit in: those with a key first, as keys go by position.
    ///
    /// No server answers where we are already: those are left out, since nothing would ever be heard of them. Of those that cannot be asked
    /// for in one line, a line of ours tells.
    mutating func join(_ rooms: [SessionConfiguration.Room], at now: Timestamp) {
        let rooms = rooms.filter { !isInRoom($0.name) }
        let sorted = rooms.filter { $0.key != nil } + rooms.filter { $0.key == nil }
        var names = ""
        var keys = ""
        for room in sorted {
            guard canBeAskedFor(room) else {
                let name = DrawableText.plain(room.name)
                say(
                    "“\(name)” was not entered: its name and key are too long for a line of IRC. /join \(name) key tries another.",
                    .error, in: .server, at: now)
                forgetRoom(Bytes(room.name))
                continue
            }
            roomsAsked[casemapping.fold(room.name)] = room
            let key = room.key ?? ""
            if !names.isEmpty, names.utf8.count + keys.utf8.count + room.name.utf8.count + key.utf8.count > 440 {
                sendJoin(names, keys)
                names = ""
                keys = ""
            }
            names += (names.isEmpty ? "" : ",") + room.name
            if !key.isEmpty { keys += (keys.isEmpty ? "" : ",") + key }
        }
        if !names.isEmpty { sendJoin(names, keys) }
    }

    /// Whether a room and its key can be said whole in one line of IRC.
    func canBeAskedFor(_ room: SessionConfiguration.Room) -> Bool {
        fits(Message("JOIN", [Bytes(room.name)] + (room.key.map { [Bytes($0)] } ?? [])))
    }

    /// Whether we are in a room.
    func isInRoom(_ name: String) -> Bool {
        guard let id = buffers.id(named: name), let buffer = buffers[id] else { return false }
        return buffer.kind == .room && buffer.isJoined
    }

    private mutating func sendJoin(_ names: String, _ keys: String) {
        if keys.isEmpty { send("JOIN", names) } else { send("JOIN", names, keys) }
    }

    /// A room that was asked for is not to be had, or not wanted any more.
    mutating func forgetRoom(_ name: Bytes) {
        roomsAsked[casemapping.fold(name)] = nil
        guard roomsToShow.remove(casemapping.fold(name)) != nil, roomsToShow.isEmpty, !hasShownAny,
            let other = buffers.first(where: { $0.kind == .room && $0.isJoined })
        else { return }
        // A bouncer, or the server, is in another: that is where one can talk.
        hasShownAny = true
        emit(.show(other.id))
    }

    /// The server lets in to another room in place of the one that was asked for.
    mutating func followForward(from name: Bytes, to other: String) {
        let isAsked = roomsAsked[casemapping.fold(name)] != nil
        let isToBeShown = roomsToShow.remove(casemapping.fold(name)) != nil
        forgetRoom(name)
        if isAsked { roomsAsked[casemapping.fold(other)] = .init(name: other) }
        if isToBeShown { roomsToShow.insert(casemapping.fold(other)) }
    }

    /// Whether a name is a room's, by its first character.
    func isRoomName(_ name: String) -> Bool {
        name.first.map { isupport.channelTypes.contains($0) } ?? false
    }

    /// The room that a target names, without the `@` of a message to its operators only.
    func roomTarget(_ target: Bytes) -> Bytes { target.dropFirst(audience(target).count) }

    /// The marks before a room's name in a target: `@` of `@#room`. A server that does not name its marks has those of the ranks.
    /// <https://modern.ircdocs.horse/#statusmsg-parameter>
    func audience(_ target: Bytes) -> Bytes {
        guard let first = target.first, first != UInt8(ascii: "#") else { return [] }
        let isupport = isupport
        let named = isupport["STATUSMSG"].map { Array($0.utf8) }
        let marks = named ?? isupport.channelModeKinds.prefixes.compactMap { $0.symbol.asciiValue }
        let audience = target.prefix { marks.contains($0) }
        let room = target.dropFirst(audience.count)
        return room.first.map { isupport.channelTypes.utf8.contains($0) } == true ? audience : []
    }

    /// What answers a line: its buffer's name, with the marks of those that the line was said to.
    func target(of line: Line, in buffer: Buffer) -> String { line.audience + buffer.name }

    /// The query with somebody, opened where there is none.
    mutating func openQuery(_ nick: String, at now: Timestamp? = nil) -> BufferID {
        if let id = buffers.id(named: nick) { return id }
        let id = buffers.open(.query, named: nick)
        emit(.buffersChanged)
        if let now = now ?? link?.present {
            learnHistory(of: id, at: now)
            if capabilities.contains("draft/read-marker") { wonder(.readMarker, in: id, at: now) }
        }
        return id
    }
}
