import Protocol

/// The events of a closed room stay closed when the room is opened, or gone and made anew by somebody else: not only what was said, also
/// the comings and goings, with their words, and the key. The first event that a member may read is ``Membership/floor(in:)``.
///
/// A note for each such name says up to which event: as long as the log holds one of those, and no longer; see ``ChannelClosingLimiter``
/// for how many there can be. A note has up to five words: one for everybody and one for those without an account, a number, or `now` while
/// it is closed; a number for ``Channel/registeredAfter``; and the two numbers of before it was closed. What is left out is 0.
extension Registry {
    /// With what the key of such a note begins, before the room's name.
    static let closingNoteHead = "closed "
}

extension Network {
    private static let stillClosed = "now"

    private func closingNote(_ name: FoldedName) -> String { Registry.closingNoteHead + name.description }

    func hasClosingNote(_ name: FoldedName) -> Bool { registry.notes[closingNote(name)] != nil }

    /// - Parameter creator: whoever a new note is counted for; nil for nobody.
    private func note(
        _ closedThrough: ClosedThrough, _ closedTo: ChannelClosure, registeredAfter: EventNumber = .none,
        for name: FoldedName,
        madeBy creator: ChannelCreator?
    ) {
        func word(_ number: EventNumber, _ isClosed: Bool) -> String {
            isClosed ? Self.stillClosed : String(number.rawValue)
        }
        var words = [
            word(closedThrough.toAll, closedTo.contains(.toAll)),
            word(closedThrough.toGuests, closedTo.contains(.toGuests)),
        ]
        if registeredAfter != .none || !closedTo.isEmpty && closedThrough != ClosedThrough() {
            words.append(word(registeredAfter, false))
        }
        if !closedTo.isEmpty, closedThrough != ClosedThrough() {
            words += [word(closedThrough.toAll, false), word(closedThrough.toGuests, false)]
        }
        let isNeeded = closedThrough != ClosedThrough() || !closedTo.isEmpty || registeredAfter != .none
        let value = isNeeded ? Array(words.joined(separator: " ").utf8) : nil
        guard settings.keepsHistory, registry.notes[closingNote(name)] != value else { return }
        switch (creator, hasClosingNote(name)) {
        case (let creator?, false): channelClosingLimiter.add(creator, at: monotonicNow)
        // A note that goes again does not count.
        case (let creator?, true) where !isNeeded: channelClosingLimiter.takeBack(creator)
        case (_, true), (nil, false): break
        }
        change(.note(closingNote(name), value))
    }

    private func read(_ note: [UInt8]) -> (
        closedThrough: ClosedThrough, closedTo: ChannelClosure, registeredAfter: EventNumber
    ) {
        var (closedThrough, closedTo) = (ClosedThrough(), ChannelClosure())
        func number(_ word: Substring) -> EventNumber { Int64(word).map(EventNumber.init(rawValue:)) ?? .none }
        let words = note.text.split(separator: " ")
        for (word, kind) in zip(words, [ChannelClosure.toAll, .toGuests]) {
            if word == Self.stillClosed {
                closedTo.insert(kind)
            } else {
                closedThrough.close(kind, through: number(word))
            }
        }
        if words.count > 4 { closedThrough = ClosedThrough(toAll: number(words[3]), toGuests: number(words[4])) }
        return (closedThrough, closedTo, words.count > 2 ? number(words[2]) : .none)
    }

    /// To whom a room was closed when that was last noted.
    func notedClosedTo(_ name: FoldedName) -> ChannelClosure {
        registry.notes[closingNote(name)].map(read)?.closedTo ?? []
    }

    /// To be called when somebody has given a room another name.
    func noteClosing(of channel: Channel, leaving old: FoldedName, by session: Session) {
        note(ClosedThrough(toAll: latestNumber), [], for: old, madeBy: creator(session))
        note(of: channel, madeBy: creator(session))
    }

    /// To be called when a room's modes may have changed.
    func noteClosing(of channel: Channel) {
        guard channel.notedClosedTo != channel.closedTo else { return }
        if channel.hasStored {
            channel.closedThrough.close(channel.notedClosedTo.subtracting(channel.closedTo), through: latestNumber)
        }
        channel.notedClosedTo = channel.closedTo
        note(of: channel)
    }

    /// To be called when a room is registered, or is not any more.
    func noteRegistration(of channel: Channel) { note(of: channel) }

    private func note(of channel: Channel) { note(of: channel, madeBy: channel.creator) }

    private func note(of channel: Channel, madeBy creator: ChannelCreator?) {
        note(
            channel.closedThrough, channel.closedTo, registeredAfter: channel.registeredAfter, for: channel.folded,
            madeBy: creator)
    }

    /// To be called when a room goes.
    func noteClosing(ofGone channel: Channel) {
        if channel.hasStored { channel.closedThrough.close(channel.closedTo, through: latestNumber) }
        note(channel.closedThrough, [], for: channel.folded, madeBy: channel.creator)
    }

    /// To be called with what goes to the log, before it changes who is in a room.
    func noteStoring(_ event: Event) {
        switch event.kind {
        case .message, .notice, .tagMessage, .topic, .kick: break
        case .part where event.text.isEmpty, .mode where !event.text.contains(ASCII.space): return
        case .part, .mode, .quit: break
        case .join:
            for case .channel(let name) in event.conversations where channels[name]?.isEmpty == false {
                channels[name]?.hasStored = true
            }
            return
        case .nick, .redaction: return
        }
        for case .channel(let name) in event.conversations { channels[name]?.hasStored = true }
    }

    /// To be called when a room is made.
    func restoreClosing(of channel: Channel) {
        if let note = registry.notes[closingNote(channel.folded)] {
            (channel.closedThrough, channel.notedClosedTo, channel.registeredAfter) = read(note)
        }
        if channel.registration == nil { channel.registeredAfter = .none }
        noteClosing(of: channel)
    }

    /// To be called when the server has started, and the rooms that were kept are there: who was in the others is gone.
    func restoreClosings() {
        for channel in channels.sorted { restoreClosing(of: channel) }
        for (key, value) in closingNotes {
            let name = String(key.dropFirst(Registry.closingNoteHead.count))
            var (closedThrough, closedTo, _) = read(value)
            guard !closedTo.isEmpty, channel(named: name) == nil else { continue }
            closedThrough.close(closedTo, through: latestNumber)
            note(closedThrough, [], for: foldChannel(name), madeBy: nil)
        }
    }

    /// The closings that a member came behind, for one whom an earlier version kept without them. They are none where the room has no
    /// note, and so was never closed; else the room counts as closed up to the event before the member's join.
    func closedThroughBefore(_ event: EventNumber, inChannel name: FoldedName) -> ClosedThrough {
        registry.notes[closingNote(name)] == nil
            ? ClosedThrough() : ClosedThrough(toAll: event.previous, toGuests: event.previous)
    }

    /// The log holds nothing any more up to this event, and not that one either.
    package func eventsPruned(through number: EventNumber, at time: Timestamp) {
        advance(to: time)
        for (key, value) in closingNotes {
            let (closedThrough, closedTo, registeredAfter) = read(value)
            if closedTo.isEmpty, closedThrough.last <= number, registeredAfter == .none { change(.note(key, nil)) }
        }
    }

    private var closingNotes: [(key: String, value: [UInt8])] {
        registry.notes.filter { $0.key.hasPrefix(Registry.closingNoteHead) }.sorted { $0.key < $1.key }
    }
}
