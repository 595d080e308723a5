import Protocol

/// What was stored of a closed room stays closed when the room is opened, or gone and made anew by somebody else: not only what was
/// said, also who came and went, with which words, and the key. What a member may read is ``Membership/floor(in:)``.
///
/// A note for each such name says up to which event: as long as the log holds one of those, and no longer; see ``ClosedRoomCounts``
/// for how many there can be. A note has up to five words: one for everybody and one for those without an account, a number, or `now` while
/// it is closed; a number for ``Room/registeredBehind``; and the two numbers of before it was closed. What is left out is 0.
extension Network {
    private static let stillClosed = "now"
    private static let noteHead = "closed "

    private func closingNote(_ name: FoldedName) -> String { Self.noteHead + name.description }

    func hasClosingNote(_ name: FoldedName) -> Bool { registry.notes[closingNote(name)] != nil }

    /// - Parameter maker: whoever a new note is counted for; nil for nobody.
    private func note(
        _ closings: Closings, _ closure: Closure, registeredBehind: EventNumber = .none, for name: FoldedName,
        madeBy maker: RoomMaker?
    ) {
        func word(_ number: EventNumber, _ isClosed: Bool) -> String {
            isClosed ? Self.stillClosed : String(number.rawValue)
        }
        var words = [
            word(closings.toAll, closure.contains(.toAll)), word(closings.toGuests, closure.contains(.toGuests)),
        ]
        if registeredBehind != .none || !closure.isEmpty && closings != Closings() {
            words.append(word(registeredBehind, false))
        }
        if !closure.isEmpty, closings != Closings() {
            words += [word(closings.toAll, false), word(closings.toGuests, false)]
        }
        let isNeeded = closings != Closings() || !closure.isEmpty || registeredBehind != .none
        let value = isNeeded ? Array(words.joined(separator: " ").utf8) : nil
        guard settings.keepsHistory, registry.notes[closingNote(name)] != value else { return }
        switch (maker, hasClosingNote(name)) {
        case (let maker?, false): closedRoomCounts.add(maker, at: steady)
        // What goes again does not count.
        case (let maker?, true) where !isNeeded: closedRoomCounts.takeBack(maker)
        case (_, true), (nil, false): break
        }
        change(.note(closingNote(name), value))
    }

    private func read(_ note: [UInt8]) -> (closings: Closings, closure: Closure, registeredBehind: EventNumber) {
        var (closings, closure) = (Closings(), Closure())
        func number(_ word: Substring) -> EventNumber { Int64(word).map(EventNumber.init(rawValue:)) ?? .none }
        let words = note.text.split(separator: " ")
        for (word, kind) in zip(words, [Closure.toAll, .toGuests]) {
            if word == Self.stillClosed { closure.insert(kind) } else { closings.close(kind, through: number(word)) }
        }
        if words.count > 4 { closings = Closings(toAll: number(words[3]), toGuests: number(words[4])) }
        return (closings, closure, words.count > 2 ? number(words[2]) : .none)
    }

    /// To whom a room was closed when that was last noted.
    func notedClosure(_ name: FoldedName) -> Closure { registry.notes[closingNote(name)].map(read)?.closure ?? [] }

    /// To be called when somebody has given a room another name.
    func noteClosing(of room: Room, leaving old: FoldedName, by session: Session) {
        note(Closings(toAll: latestNumber), [], for: old, madeBy: maker(session))
        note(of: room, madeBy: maker(session))
    }

    /// To be called when a room's modes may have changed.
    func noteClosing(of room: Room) {
        guard room.notedClosure != room.closure else { return }
        if room.hasStored { room.closings.close(room.notedClosure.subtracting(room.closure), through: latestNumber) }
        room.notedClosure = room.closure
        note(of: room)
    }

    /// To be called when a room is registered, or is not any more.
    func noteRegistration(of room: Room) { note(of: room) }

    private func note(of room: Room) { note(of: room, madeBy: room.maker) }

    private func note(of room: Room, madeBy maker: RoomMaker?) {
        note(
            room.closings, room.closure, registeredBehind: room.registeredBehind, for: room.folded, madeBy: maker)
    }

    /// To be called when a room goes.
    func noteClosing(ofGone room: Room) {
        if room.hasStored { room.closings.close(room.closure, through: latestNumber) }
        note(room.closings, [], for: room.folded, madeBy: room.maker)
    }

    /// To be called with what goes to the log, before it changes who is in a room.
    func noteStoring(_ event: Event) {
        switch event.kind {
        case .message, .notice, .tagMessage, .topic, .kick: break
        case .part where event.text.isEmpty, .mode where !event.text.contains(ASCII.space): return
        case .part, .mode, .quit: break
        case .join:
            for case .room(let name) in event.conversations where rooms[name]?.isEmpty == false {
                rooms[name]?.hasStored = true
            }
            return
        case .nick, .redaction: return
        }
        for case .room(let name) in event.conversations { rooms[name]?.hasStored = true }
    }

    /// To be called when a room is made.
    func recallClosing(of room: Room) {
        if let note = registry.notes[closingNote(room.folded)] {
            (room.closings, room.notedClosure, room.registeredBehind) = read(note)
        }
        if room.registration == nil { room.registeredBehind = .none }
        noteClosing(of: room)
    }

    /// To be called when the server has started, and the rooms that were kept are there: who was in the others is gone.
    func recallClosings() {
        for room in sortedRooms { recallClosing(of: room) }
        for (key, value) in closingNotes {
            let name = String(key.dropFirst(Self.noteHead.count))
            var (closings, closure, _) = read(value)
            guard !closure.isEmpty, room(named: name) == nil else { continue }
            closings.close(closure, through: latestNumber)
            note(closings, [], for: foldRoom(name), madeBy: nil)
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
            let (closings, closure, registeredBehind) = read(value)
            if closure.isEmpty, closings.last <= number, registeredBehind == .none { change(.note(key, nil)) }
        }
    }

    private var closingNotes: [(key: String, value: [UInt8])] {
        registry.notes.filter { $0.key.hasPrefix(Self.noteHead) }.sorted { $0.key < $1.key }
    }
}
