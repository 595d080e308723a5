import Protocol

/// Slow mode (`+W seconds`): between two messages of one member lies that much time. Who has a voice or runs the room is exempt.
extension Network {
    /// Seconds: an hour is as slow as a room can be.
    static let slowModeRange = 1...3600

    /// Seconds that somebody has to wait before speaking in a room; nil for none. It does not ask who is exempt.
    func slowModeWait(of user: User, in channel: Channel) -> Int64? {
        guard let slowModeSeconds = channel.modes.slowModeSeconds,
            let last = user.activity.lastSpoke(inSlow: channel.folded)
        else {
            return nil
        }
        let rest = last.advanced(bySeconds: Int64(slowModeSeconds)).milliseconds(since: monotonicNow)
        return rest > 0 ? (rest + 999) / 1000 : nil
    }

    /// To be called when somebody has spoken in a room.
    func noteSpeech(of user: User, in channel: Channel) {
        guard channel.modes.slowModeSeconds != nil else { return }
        user.activity.spoke(inSlow: channel.folded, at: monotonicNow, capacity: settings.limits.channels * 2)
    }
}
