import Chat
import Configuration

extension ServerConfiguration {
    /// The keys of `[limits]`.
    static let limitKeys: [Key] = [
        .flag("limits.loopback", "Whether limits count for this machine, too.", .atOnce, \.settings.limits.loopback),
        .number("limits.nick", "Bytes of a nick.", .atOnce, 1...128, \.settings.limits.nick),
        .number("limits.room", "Bytes of a room's name.", .atOnce, 2...200, \.settings.limits.channel),
        .number("limits.topic", "Bytes of a topic.", .atOnce, 1...390, \.settings.limits.topic),
        .number(
            "limits.connections-per-address", "Connections from one address (an IPv6 /64 counts as one).", .atOnce,
            1...100_000, \.settings.limits.sessionsPerAddress),
        .number(
            "limits.unregistered-per-address", "How many of them may be unregistered.", .atOnce, 1...100_000,
            \.settings.limits.unregisteredPerAddress),
        .number("limits.rooms", "Rooms one user can be in.", .atOnce, 1...10_000, \.settings.limits.channels),
        .number(
            "limits.list-entries", "Entries in all the lists of a room, such as bans.", .atOnce, Limits.listEntryBounds,
            \.settings.limits.listEntries),
        .number(
            "limits.monitored", "Nicks one session can watch with MONITOR.", .atOnce, 1...10_000,
            \.settings.limits.monitored),
        .number(
            "limits.command-burst", "Commands that may come at once.", .atOnce, 1...10_000,
            \.settings.limits.commandBurst),
        .number(
            "limits.commands-per-second", "Commands that may come each second after that.", .atOnce, 1...1000,
            \.settings.limits.commandsPerSecond),
        .number(
            "limits.question-burst",
            "The same for what clients ask by themselves, such as the history of rooms that they enter.", .atOnce,
            1...10_000, \.settings.limits.questionBurst),
        .number(
            "limits.questions-per-second", "Such questions that may come each second after that.", .atOnce, 1...1000,
            \.settings.limits.questionsPerSecond),
        .number(
            "limits.registration-seconds", "Seconds a new session has to register.", .atOnce, 1...3600,
            \.settings.limits.registrationSeconds),
        .number(
            "limits.ping-seconds", "Seconds of silence after which a session is sent a PING.", .atOnce,
            1...86_400, \.settings.limits.pingSeconds),
        .number(
            "limits.pong-seconds", "Seconds it then has to answer.", .atOnce, 1...86_400,
            \.settings.limits.pongSeconds),
    ]
}
