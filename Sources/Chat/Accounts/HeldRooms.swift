import Protocol

/// Rooms that are not registered, and that somebody holds who stays while not connected: after a restart they are set as they were.
///
/// Of each such room there are up to four notes, from when such a member came until the room is gone: one of its modes and topic, and one
/// of each of its lists that has entries. Of these only those are written anew that have become different.
extension Registry {
    /// With what the key of such a note begins, before the room's name.
    package static let roomNoteHead = "room "
}

extension Network {
    private func settingsKey(_ name: FoldedName, of part: RoomNote.Part = .settings) -> String {
        Registry.roomNoteHead + name.description + part.rawValue
    }

    /// To be called when somebody who stays over a restart is in a room.
    func beginNote(ofHeld room: Room) {
        guard room.registration == nil, !hasNoteOfSettings(room.folded) else { return }
        writeSettings(ofHeld: room)
    }

    /// To be called when what a room is set to has changed.
    func noteSettings(ofHeld room: Room) {
        guard hasNoteOfSettings(room.folded) else { return }
        if room.registration != nil { return forgetSettings(ofHeld: room.folded) }
        writeSettings(ofHeld: room)
    }

    private func writeSettings(ofHeld room: Room) {
        for (part, value) in RoomNote.write(room) { note(value, of: part, ofHeld: room.folded) }
    }

    /// To be called when a room is gone, or has another name.
    func forgetSettings(ofHeld name: FoldedName) {
        for part in RoomNote.Part.allCases { note(nil, of: part, ofHeld: name) }
    }

    private func note(_ value: [UInt8]?, of part: RoomNote.Part, ofHeld name: FoldedName) {
        let key = settingsKey(name, of: part)
        if registry.notes[key] != value { change(.note(key, value)) }
    }

    /// The room that somebody held before a restart, as it was then.
    ///
    /// One that has no such note, because an earlier version kept none, is closed if it was so, and then secret, too.
    func makeHeldRoom(_ name: String) -> Room {
        let folded = foldRoom(name)
        let parts = RoomNote.Part.allCases.compactMap { registry.notes[settingsKey(folded, of: $0)] }
        let note = RoomNote.read(parts, name)
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
        let held = heldRooms
        for name in notesOfSettings where rooms[name].map({ $0.registration != nil }) ?? !held.contains(name) {
            forgetSettings(ofHeld: name)
        }
    }

    /// The rooms of all who stay over a restart, also of those who may not come this time, as for a ban: they may come the next time.
    var heldRooms: Set<FoldedName> {
        Set(
            registry.accounts.values.filter(\.isAlwaysOn).flatMap { account in
                (account.settings["rooms"] ?? "").split(separator: " ").compactMap { entry in
                    entry.split(separator: ",", maxSplits: 2).last.map { foldRoom(String($0)) }
                }
            })
    }

    /// The rooms that have such a note.
    var notesOfSettings: [FoldedName] {
        let names = registry.notes.keys.filter { $0.hasPrefix(Registry.roomNoteHead) }.compactMap {
            $0.dropFirst(Registry.roomNoteHead.count).split(separator: " ").first.map { foldRoom(String($0)) }
        }
        return Set(names).sorted()
    }

    func hasNoteOfSettings(_ name: FoldedName) -> Bool { registry.notes[settingsKey(name)] != nil }
}

/// How a room is set, as the bytes of notes: a line for the modes, one for the topic, one for each entry of a list. Fields have a NUL
/// between them. What is no such line is left out when it is read.
private enum RoomNote {
    /// The parts of a room's settings that have a note each; the raw value stands behind the room's name in the note's key.
    enum Part: String, CaseIterable {
        case settings = ""
        case bans = " b"
        case exceptions = " e"
        case inviteExceptions = " I"
    }

    /// - Returns: what is to be noted of each part; nil for a list without entries.
    static func write(_ room: Room) -> [(Part, [UInt8]?)] {
        let kept = room.kept(Room.Registration(founder: Room.Registration.host, at: room.createdAt))
        var settings = [["modes", time(kept.registered), kept.modes]]
        if let topic = kept.topic { settings.append(["topic", time(topic.setAt), topic.setBy, topic.text]) }
        func entries(_ list: Character) -> [UInt8]? {
            let entries = kept.lists.filter { $0.list == list }
            guard !entries.isEmpty else { return nil }
            return lines(
                entries.map { entry in
                    [
                        String(entry.list), time(entry.setAt), entry.setBy, entry.mask, entry.until.map(time) ?? "",
                        entry.reason ?? "",
                    ]
                })
        }
        return Part.allCases.map { part in
            switch part {
            case .settings: (part, lines(settings))
            case .bans: (part, entries("b"))
            case .exceptions: (part, entries("e"))
            case .inviteExceptions: (part, entries("I"))
            }
        }
    }

    private static func lines(_ lines: [[String]]) -> [UInt8] {
        let texts = lines.map { $0.map { Array($0.utf8).filter { $0 != ASCII.nul && $0 != ASCII.lineFeed } } }
        return Array(texts.map { Array($0.joined(separator: [ASCII.nul])) }.joined(separator: [ASCII.lineFeed]))
    }

    /// - Returns: the settings, with the time at which the room was made as that of a registration; nil for what has no modes.
    ///
    /// - Parameter notes: that of the modes comes first. Earlier versions kept all in that one.
    static func read(_ notes: [[UInt8]], _ name: String) -> RegisteredRoom? {
        var room: RegisteredRoom?
        for line in notes.joined(separator: [ASCII.lineFeed]).split(separator: ASCII.lineFeed) {
            let fields = line.split(separator: ASCII.nul, omittingEmptySubsequences: false).map { Array($0).text }
            guard fields.count > 2, let time = time(fields[1]) else { continue }
            switch fields[0] {
            case "modes":
                room = RegisteredRoom(
                    name: name, founder: Room.Registration.host, registered: time, modes: fields[2])
            case "topic" where fields.count == 4:
                room?.topic = RegisteredRoom.Topic(text: fields[3], setBy: fields[2], setAt: time)
            case "b", "e", "I":
                guard fields.count == 6 else { continue }
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
