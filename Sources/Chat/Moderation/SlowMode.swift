import Protocol

/// Slow mode (`+W seconds`): between two messages of one member lies that much time. Who has a voice or runs the room is exempt.
extension Network {
    static let slowModeLetter: Character = "W"
    /// Seconds: an hour is as slow as a room can be.
    static let pauses = 1...3600

    /// Seconds that somebody has to wait before he may speak in a room; nil if he may now. It does not ask who is exempt.
    func pause(of user: User, in room: Room) -> Int64? {
        guard let pause = room.modes.pause, let last = user.spokeAt[room.folded] else { return nil }
        let rest = last.advanced(bySeconds: Int64(pause)).milliseconds(since: steady)
        return rest > 0 ? (rest + 999) / 1000 : nil
    }

    /// To be called when somebody has spoken in a room.
    func noteSpeech(of user: User, in room: Room) {
        guard room.modes.pause != nil else { return }
        if user.spokeAt.count >= settings.limits.rooms * 2 {
            user.spokeAt = user.spokeAt.filter { steady.seconds(since: $0.value) < Int64(Self.pauses.upperBound) }
        }
        user.spokeAt[room.folded] = steady
    }

    func changePause(_ change: ModeChange, of room: Room, _ session: Session) -> ModeChange? {
        guard change.isSet else {
            guard room.modes.pause != nil else { return nil }
            room.modes.pause = nil
            return change
        }
        guard let parameter = change.parameter else { return nil }
        guard let pause = Int(parameter), Self.pauses.contains(pause) else {
            reply(
                session, .invalidModeParameter, room.name, String(Self.slowModeLetter), shown(parameter),
                "Slow mode takes seconds, from \(Self.pauses.lowerBound) to \(Self.pauses.upperBound)")
            return nil
        }
        guard room.modes.pause != pause else { return nil }
        room.modes.pause = pause
        return ModeChange(isSet: true, mode: Self.slowModeLetter, parameter: String(pause))
    }
}
