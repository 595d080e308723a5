import Protocol

/// What was said in a closed room stays closed when the room is opened, or gone and made anew by somebody else. What a member
/// may read is ``Membership/floor(in:)``.
///
/// A note for each such name says up to which event: as long as the log holds one of those, and no longer. None is left of a room in
/// which nothing was ever said; see ``ClosedRoomCount`` for how many there can be. A note has two words, one for everybody and one for
/// those without an account: a number, or `now` while it is closed. Without the second it is 0.
extension Network {
    private static let stillClosed = "now"
    private static let noteHead = "closed "

    private func closingNote(_ name: FoldedName) -> String { Self.noteHead + name.description }

    private func note(_ closings: Closings, _ closure: Closure, for name: FoldedName) {
        func word(_ number: EventNumber, _ isClosed: Bool) -> String {
            isClosed ? Self.stillClosed : String(number.rawValue)
        }
        let words = [
            word(closings.toAll, closure.contains(.toAll)), word(closings.toGuests, closure.contains(.toGuests)),
        ]
        let isNeeded = closings != Closings() || !closure.isEmpty
        let value = isNeeded ? Array(words.joined(separator: " ").utf8) : nil
        guard settings.keepsHistory, registry.notes[closingNote(name)] != value else { return }
        change(.note(closingNote(name), value))
    }

    private func read(_ note: [UInt8]) -> (closings: Closings, closure: Closure) {
        var (closings, closure) = (Closings(), Closure())
        for (word, kind) in zip(note.text.split(separator: " "), [Closure.toAll, .toGuests]) {
            if word == Self.stillClosed {
                closure.insert(kind)
            } else {
                closings.close(kind, through: Int64(word).map(EventNumber.init(rawValue:)) ?? .none)
            }
        }
        return (closings, closure)
    }

    /// To be called when somebody has given a room another name.
    func noteClosing(of room: Room, leaving old: FoldedName, by session: Session) {
        if room.hasWords {
            countClosedRoom(of: maker(session))
            note(Closings(toAll: latestNumber), [], for: old)
        } else {
            // Without words, what goes by the old name is what went by the new one before.
            let (closings, closure) = registry.notes[closingNote(room.folded)].map(read) ?? (Closings(), [])
            note(closings, closure, for: old)
        }
        note(room.closings, room.closure, for: room.folded)
    }

    /// To be called when a room's modes may have changed.
    func noteClosing(of room: Room) {
        guard room.notedClosure != room.closure else { return }
        if room.hasWords {
            room.closings.close(room.notedClosure.subtracting(room.closure), through: latestNumber)
        }
        room.notedClosure = room.closure
        note(room.closings, room.closure, for: room.folded)
    }

    /// To be called when a room goes.
    func noteClosing(ofGone room: Room) {
        if room.hasWords { room.closings.close(room.closure, through: latestNumber) }
        note(room.closings, [], for: room.folded)
        if room.closings != Closings(), room.hasWords, let maker = room.maker { countClosedRoom(of: maker) }
    }

    /// To be called when a room is made.
    func recallClosing(of room: Room) {
        if let note = registry.notes[closingNote(room.folded)] { (room.closings, room.notedClosure) = read(note) }
        noteClosing(of: room)
    }

    /// To be called when the server has started, and the rooms that were kept are there: who was in the others is gone.
    func recallClosings() {
        for room in sortedRooms { recallClosing(of: room) }
        for (key, value) in closingNotes {
            let name = String(key.dropFirst(Self.noteHead.count))
            var (closings, closure) = read(value)
            guard !closure.isEmpty, room(named: name) == nil else { continue }
            closings.close(closure, through: latestNumber)
            note(closings, [], for: foldRoom(name))
        }
    }

    /// The closings that a member came behind, for one whom an earlier version kept without them. They are none where the room has no
    /// note, and so was never closed; else the room counts as closed up to the event before the member's join.
    func closingsBefore(_ event: EventNumber, inRoom name: FoldedName) -> Closings {
        registry.notes[closingNote(name)] == nil
            ? Closings() : Closings(toAll: event.previous, toGuests: event.previous)
    }

    /// The log holds nothing any more up to this event, and not that one either.
    package func forgot(through number: EventNumber, at time: Timestamp) {
        advance(to: time)
        for (key, value) in closingNotes {
            let (closings, closure) = read(value)
            if closure.isEmpty, closings.last <= number { change(.note(key, nil)) }
        }
    }

    private var closingNotes: [(key: String, value: [UInt8])] {
        registry.notes.filter { $0.key.hasPrefix(Self.noteHead) }.sorted { $0.key < $1.key }
    }
}
