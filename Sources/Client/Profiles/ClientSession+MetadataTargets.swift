import Protocol

/// The people and buffers that metadata is about: the marks of buffers, and what is known of people who are gone.
extension ClientSession {
    /// Takes over if a buffer is muted or pinned, and if it calls for anything.
    mutating func refreshFlags(of id: BufferID) {
        guard let buffer = buffers[id] else { return }
        var marks = BufferMarks()
        marks.callsForNothing = notificationLevel(in: id) == .none
        if buffer.kind != .server {
            let name = casemapping.fold(buffer.name)
            let profile = connection?.metadata.profiles[name]
            marks.isMuted = profile?[.muted] != nil
            marks.isPinned = profile?[.pinned] != nil || preferences.pinned.contains(name)
        }
        guard marks != buffer.marks else { return }
        buffers.update(id) { $0.marks = marks }
        markChanged(id)
    }

    mutating func refreshBufferFlags() {
        for id in buffers.map(\.id) { refreshFlags(of: id) }
    }

    // MARK: People who are gone

    /// Forgets what somebody has told of themselves if they are in no room of ours any more, since nobody tells us what changes there.
    mutating func forgetUnsharedProfile(of nick: Bytes) {
        let name = casemapping.fold(nick)
        guard isUnshared(name) else { return }
        connection?.metadata.profiles.forgetWords(of: name)
    }

    /// The same for everybody, since we have left a room. It takes time for each profile and for each member of all rooms.
    mutating func forgetUnsharedProfiles() {
        guard connection?.metadata.profiles.isEmpty == false, knowsAllMembers else { return }
        let shared = buffers.reduce(into: Set<FoldedName>()) { $0.formUnion($1.members.names) }
        let gone = connection?.metadata.profiles.names.filter { !shared.contains($0) && isToldByRooms($0) } ?? []
        for name in gone { connection?.metadata.profiles.forgetWords(of: name) }
    }

    /// True for the name of a person who is not ourselves, is in no room of ours, and is not watched. Nobody's while it is not known who is in
    /// one of the rooms: the server tells of them once.
    private func isUnshared(_ name: FoldedName) -> Bool {
        knowsAllMembers && isToldByRooms(name) && !buffers.contains { $0.members.contains(name.bytes) }
    }

    /// True for the name of a person of whom the server tells only while they are in a room of ours: not ourselves, and not watched.
    private func isToldByRooms(_ name: FoldedName) -> Bool {
        name != casemapping.fold(nick) && !isChannelName(name.description)
            && connection?.monitor.contains(name) != true
    }

    /// True if the server has told who is in each of the rooms that we are in.
    private var knowsAllMembers: Bool {
        !buffers.contains { $0.kind == .channel && $0.isJoined && !$0.membership.hasNames }
    }
}
