import Protocol

/// The wishes of the person that hold on every connection: whom they do not hear, at what they are called, and the rooms that they are in.
struct PersonalPreferences: Sendable {
    /// Masks of those whom the person does not want to hear, such as `eve!*@*`, in the order in which they were given.
    private(set) var ignored: [String] = []
    /// By the buffer's name, also while it is not open; that of the server's own is empty.
    private var notificationLevels: [FoldedName: NotificationLevel] = [:]
    /// The names of the buffers that the person has pinned here, also while they are not open.
    private(set) var pinned: Set<FoldedName> = []
    /// The people of whom the person wants to hear when they come and go.
    var friends = FriendList()
    /// The rooms to be in, and the talks to open again.
    var remembered = RememberedChannels()
    /// Find the words at which the person is called as at their nick.
    private(set) var highlightWords: [NameMatcher] = []
    /// The person's own commands.
    var aliases: AliasTable

    init(highlightWords: [String], aliases: AliasTable = AliasTable()) {
        self.aliases = aliases
        setHighlightWords(highlightWords)
    }

    // MARK: Ignoring

    /// Adds a mask, unless it is there in whatever case.
    mutating func ignore(_ mask: String, casemapping: Casemapping) {
        let folded = casemapping.fold(mask)
        guard !ignored.contains(where: { casemapping.fold($0) == folded }) else { return }
        ignored.append(mask)
    }

    /// Takes a mask away.
    ///
    /// - Returns: false where it is not there.
    mutating func stopIgnoring(_ mask: String, casemapping: Casemapping) -> Bool {
        let folded = casemapping.fold(mask)
        let count = ignored.count
        ignored.removeAll { casemapping.fold($0) == folded }
        return ignored.count != count
    }

    /// True if one of the masks matches a message's source, such as `eve!e@host`.
    func ignores(_ source: Bytes, casemapping: Casemapping) -> Bool {
        let folded = casemapping.fold(source).bytes
        return ignored.contains { Hostmask.matches(casemapping.fold($0).bytes, folded) }
    }

    /// Takes over what holds wherever the person is: whom they do not hear, and their own commands.
    mutating func takePersonal(of other: PersonalPreferences) {
        ignored = other.ignored
        aliases = other.aliases
    }

    // MARK: Being called

    mutating func setHighlightWords(_ words: [String]) {
        highlightWords = words.filter { !$0.isEmpty }.map { NameMatcher(name: $0, casemapping: .ascii) }
    }

    /// For what of a buffer the person is called. The name is folded only where any level was chosen.
    func notificationLevel(of name: @autoclosure () -> FoldedName) -> NotificationLevel {
        notificationLevels.isEmpty ? .mentions : notificationLevels[name()] ?? .mentions
    }

    /// - Parameter level: nil takes the choice away.
    mutating func setNotificationLevel(_ level: NotificationLevel?, of name: FoldedName) {
        notificationLevels[name] = level
    }

    /// A room, or somebody with whom the person talks, has another name: what calls the person there stays, and so does the pin.
    mutating func renamed(_ old: FoldedName, to new: FoldedName) {
        if pinned.remove(old) != nil { pinned.insert(new) }
        if let level = notificationLevels.removeValue(forKey: old) { notificationLevels[new] = level }
    }

    /// True if one of the person's words stands in a text.
    func calls(in text: Bytes) -> Bool { highlightWords.contains { $0.isMentioned(in: text) } }

    // MARK: Pinned

    /// Pins a buffer here, or takes the pin away.
    ///
    /// - Returns: false where nothing changes.
    mutating func setPinned(_ isPinned: Bool, _ name: FoldedName) -> Bool {
        isPinned ? pinned.insert(name).inserted : pinned.remove(name) != nil
    }

    // MARK: Keeping

    /// So many levels, and so many pins, are taken back at most.
    private static let maxRestored = 10_000

    func save(in saved: inout SavedSession) {
        for (name, level) in notificationLevels { saved.notificationLevels[name.description] = level }
        saved.ignored = ignored
        saved.pinned = pinned.map(\.description).sorted()
        saved.friends = friends.nicks
    }

    mutating func restore(_ saved: SavedSession) {
        notificationLevels = [:]
        for (name, level) in saved.notificationLevels.prefix(Self.maxRestored) {
            notificationLevels[FoldedName(folded: name)] = level
        }
        ignored = saved.ignored
        pinned = Set(saved.pinned.prefix(Self.maxRestored).map { FoldedName(folded: $0) })
        friends.restore(saved.friends)
        remembered.restore(saved)
    }
}
