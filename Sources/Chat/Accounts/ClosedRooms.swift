import Protocol

extension Room {
    /// Whether not everybody may come in who would. What is said then is for those who are there.
    var isClosed: Bool { modes.flags.contains(.inviteOnly) || modes.key != nil }
}

/// What was said in a closed room stays closed when the room is opened, or gone and made anew by somebody else.
///
/// A note for each such name says up to which event: as long as the log holds one of those, and no longer. None is left of a room in
/// which nothing was ever said; see ``ClosedRoomCount`` for how many there can be.
extension Network {
    private static let stillClosed = Array("now".utf8)
    private static let noteHead = "closed "

    private func closingNote(_ name: FoldedName) -> String { Self.noteHead + name.description }

    private func note(_ value: [UInt8]?, for name: FoldedName) {
        guard settings.keepsHistory, registry.notes[closingNote(name)] != value else { return }
        change(.note(closingNote(name), value))
    }

    private func bytes(_ number: EventNumber) -> [UInt8] { Array(String(number.rawValue).utf8) }

    /// To be called when somebody has given a room another name.
    func noteClosing(of room: Room, leaving old: FoldedName, by session: Session) {
        if room.hasWords { countClosedRoom(of: maker(session)) }
        // Without words, what goes by the old name is what went by the new one before.
        note(room.hasWords ? bytes(latestNumber) : registry.notes[closingNote(room.folded)], for: old)
        note(room.isClosed ? Self.stillClosed : former(room), for: room.folded)
    }

    /// To be called when a room's modes have changed.
    func noteClosing(of room: Room, wasClosed: Bool) {
        guard wasClosed != room.isClosed else { return }
        if room.isClosed { return note(Self.stillClosed, for: room.folded) }
        if room.hasWords { room.closedThrough = latestNumber }
        note(former(room), for: room.folded)
    }

    /// What is noted of a room beside that it is closed.
    private func former(_ room: Room) -> [UInt8]? {
        room.closedThrough == .none ? nil : bytes(room.closedThrough)
    }

    /// To be called when a room goes.
    func noteClosing(ofGone room: Room) {
        if room.isClosed {
            if room.hasWords { room.closedThrough = latestNumber }
            note(former(room), for: room.folded)
        }
        if room.closedThrough != .none, room.hasWords, let maker = room.maker { countClosedRoom(of: maker) }
    }

    /// To be called when a room is made.
    func recallClosing(of room: Room) {
        guard let note = registry.notes[closingNote(room.folded)] else { return }
        if note != Self.stillClosed {
            room.closedThrough = Int64(note.text).map(EventNumber.init(rawValue:)) ?? .none
        } else if !room.isClosed {
            noteClosing(of: room, wasClosed: true)
        }
    }

    /// To be called when the server has started, and the rooms that were kept are there: who was in the others is gone.
    func recallClosings() {
        for room in sortedRooms { recallClosing(of: room) }
        for (key, value) in closingNotes where value == Self.stillClosed {
            let name = String(key.dropFirst(Self.noteHead.count))
            if room(named: name) == nil { note(bytes(latestNumber), for: foldRoom(name)) }
        }
    }

    /// The log holds nothing any more up to this event, and not that one either.
    package func forgot(through number: EventNumber, at time: Timestamp) {
        advance(to: time)
        for (key, value) in closingNotes where Int64(value.text).map({ $0 <= number.rawValue }) == true {
            change(.note(key, nil))
        }
    }

    private var closingNotes: [(key: String, value: [UInt8])] {
        registry.notes.filter { $0.key.hasPrefix(Self.noteHead) }.sorted { $0.key < $1.key }
    }
}
