import Protocol

/// Which rooms there are: how one is found, and how it comes and goes.
extension Network {
    /// A room's name as it is looked up: of all spellings of one name the composed one, in lower case as CASEMAPPING has it.
    func foldRoom(_ name: String) -> FoldedName { fold(RoomNameRules.composed(name)) }

    func room(named name: String) -> Room? { rooms[foldRoom(name)] }

    /// The room of that name, unless the user must not know of it.
    func room(named name: String, seenBy user: User) -> Room? {
        room(named: name).flatMap { canSee($0, user) ? $0 : nil }
    }

    /// Whether a user may know that a room is there.
    func canSee(_ room: Room, _ user: User) -> Bool {
        !isHidden(room) || room.membership(of: user) != nil || user.rights.contains(.rooms)
    }

    /// True if only its members, and operators, may know of a room.
    private func isHidden(_ room: Room) -> Bool {
        room.modes.flags.contains(.secret) || !settings.listsLobby && room.folded == foldRoom(settings.lobby)
    }

    /// All rooms, in the order of their names.
    var sortedRooms: [Room] { rooms.values.sorted { $0.folded < $1.folded } }

    func openLobby() {
        let name = RoomNameRules.composed(settings.lobby)
        let lobby = Room(name: name, folded: fold(name), isPermanent: true, at: now)
        lobby.registration = Room.Registration(founder: Room.Registration.host, at: now)
        add(lobby)
    }

    func add(_ room: Room) {
        rooms[room.folded] = room
        roomNames.insert(room.folded)
        roomsByLikeness[RoomNameRules.likeness(of: room.name)] = room
    }

    func drop(_ room: Room) {
        rooms[room.folded] = nil
        roomNames.remove(room.folded)
        roomsByLikeness[RoomNameRules.likeness(of: room.name)] = nil
    }

    /// Takes a user out of a room, and the room away if it was the last.
    func leave(_ room: Room, _ user: User) {
        room.remove(user)
        notePresence(of: user)
        endIfEmpty(room)
    }

    /// Lets a room go that nobody is in, and that nobody keeps.
    func endIfEmpty(_ room: Room) {
        guard room.isEmpty, !room.isPermanent else { return }
        drop(room)
        noteClosing(ofGone: room)
        forgetSettings(ofHeld: room.folded)
        invitationsLose(room)
    }

    /// Why a room cannot be called that, in words for whoever wants it; nil if it can.
    ///
    /// - Parameter holder: the room that wants the name, if it is there already.
    func problem(withRoomName name: String, for holder: Room? = nil) -> String? {
        if let problem = roomNameRules.problem(with: name, limit: settings.limits.room) { return problem }
        if let other = roomsByLikeness[RoomNameRules.likeness(of: name)], other !== holder {
            return "That name differs from another room's in the case of its letters only"
        }
        return nil
    }
}
