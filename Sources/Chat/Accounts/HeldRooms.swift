import Protocol

/// Rooms that are not registered, and that somebody holds who stays while not connected: after a restart they are set as they were.
///
/// A note for each such room has its modes, lists and topic: from when such a member came until the room is gone.
extension Registry {
    /// With what the key of such a note begins, before the room's name.
    package static let roomNoteHead = "room "
}

extension Network {
    private func settingsKey(_ name: FoldedName) -> String { Registry.roomNoteHead + name.description }

    /// To be called when somebody who stays over a restart is in a room.
    func beginNote(ofHeld room: Room) {
        guard room.registration == nil, registry.notes[settingsKey(room.folded)] == nil else { return }
        change(.note(settingsKey(room.folded), RoomNote.write(room)))
    }

    /// To be called when what a room is set to has changed.
    func noteSettings(ofHeld room: Room) {
        guard let before = registry.notes[settingsKey(room.folded)] else { return }
        if room.registration != nil { return forgetSettings(ofHeld: room.folded) }
        let value = RoomNote.write(room)
        if before != value { change(.note(settingsKey(room.folded), value)) }
    }

    /// To be called when a room is gone, or has another name.
    func forgetSettings(ofHeld name: FoldedName) {
        if registry.notes[settingsKey(name)] != nil { change(.note(settingsKey(name), nil)) }
    }

    /// The room that somebody held before a restart, as it was then.
    ///
    /// One that has no such note, because an earlier version kept none, is closed if it was so, and then secret, too.
    func makeHeldRoom(_ name: String) -> Room {
        let folded = foldRoom(name)
        let note = registry.notes[settingsKey(folded)].flatMap { RoomNote.read($0, name, settings.limits) }
        let room = Room(name: name, folded: folded, isPermanent: false, at: note?.registered ?? now)
        if let note {
            room.restoreSettings(note)
            return room
        }
        room.modes.flags.insert(.protectedTopic)
        let closure = notedClosure(folded)
        if closure.contains(.toAll) { room.modes.flags.formUnion([.inviteOnly, .secret]) }
        if closure.contains(.toGuests) { room.modes.flags.insert(.registeredOnly) }
        return room
    }

    /// To be called when the server has started, and everybody who stays over that is here.
    func reviewNotesOfSettings() {
        for user in presentUsers.values.sorted(by: { $0.folded < $1.folded }) {
            for room in user.rooms { beginNote(ofHeld: room) }
        }
        // Who may not come this time, as for a ban, may come the next time.
        let held = Set(
            registry.accounts.values.filter(\.isAlwaysOn).flatMap { account in
                (account.settings["rooms"] ?? "").split(separator: " ").compactMap { entry in
                    entry.split(separator: ",", maxSplits: 2).last.map { foldRoom(String($0)) }
                }
            })
        for name in notesOfSettings where rooms[name].map({ $0.registration != nil }) ?? !held.contains(name) {
            forgetSettings(ofHeld: name)
        }
    }

    /// The rooms that have such a note.
    var notesOfSettings: [FoldedName] {
        registry.notes.keys.filter { $0.hasPrefix(Registry.roomNoteHead) }.sorted()
            .map { foldRoom(String($0.dropFirst(Registry.roomNoteHead.count))) }
    }

    func hasNoteOfSettings(_ name: FoldedName) -> Bool { registry.notes[settingsKey(name)] != nil }
}

/// How a room is set, as the bytes of a note: a line for the modes, one for the topic, one for each entry of a list. Fields have a NUL
/// between them. What is no such line is left out when it is read.
private enum RoomNote {
    static func write(_ room: Room) -> [UInt8] {
        let kept = room.kept(Room.Registration(founder: Room.Registration.host, at: room.createdAt))
        var lines = [["modes", time(kept.registered), kept.modes]]
        if let topic = kept.topic { lines.append(["topic", time(topic.setAt), topic.setBy, topic.text]) }
        for entry in kept.lists {
            lines.append([
                String(entry.list), time(entry.setAt), entry.setBy, entry.mask, entry.until.map(time) ?? "",
                entry.reason ?? "",
            ])
        }
        let texts = lines.map { $0.map { Array($0.utf8).filter { $0 != ASCII.nul && $0 != ASCII.lineFeed } } }
        return Array(texts.map { Array($0.joined(separator: [ASCII.nul])) }.joined(separator: [ASCII.lineFeed]))
    }

    /// - Returns: the settings, with the time at which the room was made as that of a registration; nil for what has no modes.
    static func read(_ note: [UInt8], _ name: String, _ limits: Limits) -> RegisteredRoom? {
        var room: RegisteredRoom?
        for line in note.split(separator: ASCII.lineFeed) {
            let fields = line.split(separator: ASCII.nul, omittingEmptySubsequences: false).map { Array($0).text }
            guard fields.count > 2, let time = time(fields[1]) else { continue }
            switch fields[0] {
            case "modes":
                room = RegisteredRoom(
                    name: name, founder: Room.Registration.host, registered: time, modes: fields[2])
            case "topic" where fields.count == 4:
                room?.topic = RegisteredRoom.Topic(text: fields[3], setBy: fields[2], setAt: time)
            case "b", "e", "I":
                guard fields.count == 6, room.map({ $0.lists.count < limits.listEntries }) == true else { continue }
                room?.lists.append(
                    RegisteredRoom.ListEntry(
                        list: Character(fields[0]), mask: fields[3], setBy: fields[2], setAt: time,
                        until: Self.time(fields[4]), reason: fields[5].isEmpty ? nil : fields[5]))
            default: continue
            }
        }
        return room
    }

    private static func time(_ time: Timestamp) -> String { String(time.milliseconds) }

    private static func time(_ text: String) -> Timestamp? { Int64(text).flatMap(Timestamp.init(exactly:)) }
}
