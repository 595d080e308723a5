import Protocol

/// Rooms that are not registered, and that somebody holds who stays while not connected: after a restart they are set as they were.
///
/// Of each such room there are up to six notes, from when such a member came until the room is gone: one of its modes and topic, one of its
/// metadata where it has some, and one of each of its lists that has entries. Of these only those are written anew that have become
/// different.
extension Registry {
    /// With what the key of such a note begins, before the room's name.
    package static let channelNoteHead = "room "
}

extension Network {
    private func settingsKey(_ name: FoldedName, of part: ChannelNote.Part = .settings) -> String {
        Registry.channelNoteHead + name.description + part.keyEnd
    }

    /// To be called when somebody who stays over a restart is in a room.
    func beginNote(ofUnregistered channel: Channel) {
        guard channel.registration == nil, !hasSettingsNote(channel.folded) else { return }
        writeSettings(ofUnregistered: channel)
    }

    /// To be called when what a room is set to has changed.
    func noteSettings(ofUnregistered channel: Channel) {
        guard hasSettingsNote(channel.folded) else { return }
        if channel.registration != nil { return forgetSettings(ofUnregistered: channel.folded) }
        writeSettings(ofUnregistered: channel)
    }

    private func writeSettings(ofUnregistered channel: Channel) {
        for (part, value) in ChannelNote.write(channel) { note(value, of: part, ofUnregistered: channel.folded) }
    }

    /// To be called when a room is gone, or has another name.
    func forgetSettings(ofUnregistered name: FoldedName) {
        for part in ChannelNote.Part.allCases { note(nil, of: part, ofUnregistered: name) }
    }

    private func note(_ value: [UInt8]?, of part: ChannelNote.Part, ofUnregistered name: FoldedName) {
        let key = settingsKey(name, of: part)
        if registry.notes[key] != value { change(.note(key, value)) }
    }

    /// The room that somebody held before a restart, as it was then.
    ///
    /// One that has no such note, because an earlier version kept none, is closed if it was so, and then secret, too.
    func restoreUnregisteredChannel(_ name: String) -> Channel {
        let folded = foldChannel(name)
        let parts = ChannelNote.Part.allCases.compactMap { registry.notes[settingsKey(folded, of: $0)] }
        let note = ChannelNote.read(parts, name, limits: settings.limits)
        let channel = Channel(name: name, folded: folded, isPermanent: false, at: note?.registered ?? now)
        if let note {
            channel.restoreSettings(note)
            return channel
        }
        channel.modes.flags.insert(.protectedTopic)
        let closedTo = notedClosedTo(folded)
        if closedTo.contains(.toAll) { channel.modes.flags.formUnion([.inviteOnly, .secret]) }
        if closedTo.contains(.toGuests) { channel.modes.flags.insert(.registeredOnly) }
        return channel
    }

    /// To be called when the server has started, and everybody who stays over that is here.
    func reviewSettingsNotes() {
        for user in users.accountOwners {
            for channel in user.channels { beginNote(ofUnregistered: channel) }
        }
        let held = alwaysOnChannels
        for name in channelsWithSettingsNote
        where channels[name].map({ $0.registration != nil }) ?? !held.contains(name) {
            forgetSettings(ofUnregistered: name)
        }
    }

    /// The rooms of all who stay over a restart, also of those who may not come this time, as for a ban: they may come the next time.
    var alwaysOnChannels: Set<FoldedName> {
        Set(
            registry.accounts.values.filter(\.isAlwaysOn).flatMap { account in
                (registry.presences[account.folded]?.channels ?? []).map { foldChannel($0.name) }
            })
    }

    /// The rooms that have such a note.
    var channelsWithSettingsNote: [FoldedName] {
        let names = registry.notes.keys.filter { $0.hasPrefix(Registry.channelNoteHead) }.compactMap {
            $0.dropFirst(Registry.channelNoteHead.count).split(separator: " ").first.map { foldChannel(String($0)) }
        }
        return Set(names).sorted()
    }

    func hasSettingsNote(_ name: FoldedName) -> Bool { registry.notes[settingsKey(name)] != nil }
}

/// The settings of a room as the bytes of notes: a line for the modes, one for the topic, one for each entry of its metadata and of a list.
/// Fields have a NUL between them. What is no such line is left out when it is read.
private enum ChannelNote {
    /// The parts of a room's settings that have a note each.
    enum Part: CaseIterable {
        case settings
        case metadata
        case list(ChannelListMode)

        static let allCases = [settings, metadata] + ChannelListMode.allCases.map(list)

        /// The end of the note's key, behind the room's name.
        var keyEnd: String {
            switch self {
            case .settings: ""
            case .metadata: " metadata"
            case .list(let list): " \(list.rawValue)"
            }
        }
    }

    /// - Returns: the bytes to be noted of each part; nil for metadata and lists without entries.
    static func write(_ channel: Channel) -> [(Part, [UInt8]?)] {
        let snapshot = channel.snapshot(Channel.Registration(founder: Channel.Registration.host, at: channel.createdAt))
        var settings = [["modes", time(snapshot.registered), snapshot.modes]]
        if let topic = snapshot.topic { settings.append(["topic", time(topic.setAt), topic.setBy, topic.text]) }
        func entries(_ list: ChannelListMode) -> [UInt8]? {
            let entries = snapshot.lists.filter { $0.list == list.rawValue }
            guard !entries.isEmpty else { return nil }
            return lines(
                entries.map { entry in
                    [
                        String(entry.list), time(entry.setAt), entry.setBy, entry.mask, entry.until.map(time) ?? "",
                        entry.reason ?? "",
                    ]
                })
        }
        let metadata = snapshot.metadata.sorted { $0.key < $1.key }.map { ["metadata", $0.key, $0.value] }
        return Part.allCases.map { part in
            switch part {
            case .settings: (part, lines(settings))
            case .metadata: (part, metadata.isEmpty ? nil : lines(metadata))
            case .list(let list): (part, entries(list))
            }
        }
    }

    private static func lines(_ lines: [[String]]) -> [UInt8] {
        let texts = lines.map { $0.map { Array($0.utf8).filter { $0 != ASCII.nul && $0 != ASCII.lineFeed } } }
        return Array(texts.map { Array($0.joined(separator: [ASCII.nul])) }.joined(separator: [ASCII.lineFeed]))
    }

    /// - Returns: the settings, with the time at which the room was made as that of a registration; nil for what has no modes.
    ///
    /// - Parameters:
    ///   - notes: that of the modes comes first. Earlier versions kept all in that one.
    ///   - limits: how many entries of metadata there may be, and how long they may be; what is beyond that is left out.
    static func read(_ notes: [[UInt8]], _ name: String, limits: Limits) -> RegisteredChannel? {
        var channel: RegisteredChannel?
        for line in notes.joined(separator: [ASCII.lineFeed]).split(separator: ASCII.lineFeed) {
            let fields = line.split(separator: ASCII.nul, omittingEmptySubsequences: false).map { Array($0).text }
            if fields.count == 3, fields[0] == "metadata" {
                guard let key = MetadataKey(fields[1], in: .three, limit: limits.metadataKeyBytes)?.name,
                    !fields[2].isEmpty, fields[2].utf8.count <= limits.metadataValueBytes,
                    let count = channel?.metadata.count, count < limits.metadataKeys
                else { continue }
                channel?.metadata[key] = fields[2]
                continue
            }
            guard fields.count > 2, let time = time(fields[1]) else { continue }
            switch fields[0] {
            case "modes":
                channel = RegisteredChannel(
                    name: name, founder: Channel.Registration.host, registered: time, modes: fields[2])
            case "topic" where fields.count == 4:
                channel?.topic = RegisteredChannel.Topic(text: fields[3], setBy: fields[2], setAt: time)
            default:
                guard fields.count == 6, fields[0].count == 1,
                    let list = fields[0].first.flatMap(ChannelListMode.init(rawValue:))
                else { continue }
                channel?.lists.append(
                    RegisteredChannel.ListEntry(
                        list: list.rawValue, mask: fields[3], setBy: fields[2], setAt: time,
                        until: Self.time(fields[4]), reason: fields[5].isEmpty ? nil : fields[5]))
            }
        }
        return channel
    }

    private static func time(_ time: Timestamp) -> String { String(time.milliseconds) }

    private static func time(_ text: String) -> Timestamp? { Int64(text).flatMap(Timestamp.init(exactly:)) }
}
