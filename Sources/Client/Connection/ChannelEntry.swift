import Protocol

/// The rooms that the person asked to enter and that the server has not answered for. It outlives connections.
struct ChannelEntry: Sendable {
    /// Rooms of which nothing has been heard since they were asked for: asked for again after a loss.
    private var requested: [FoldedName: SessionConfiguration.Channel] = [:]
    /// Those that are shown when they are entered.
    private var toShow: Set<FoldedName> = []
    /// Lines of the program's own for the first room that is entered.
    private var welcome: [String]
    /// The number of times that a room was asked for by its new name on this connection, and the most.
    private var followed = 0
    private static let maxFollowed = 20

    /// - Parameter welcome: lines for the person in the first room that is entered.
    init(welcome: [String]) { self.welcome = welcome }

    /// All that were asked for, in the order of their names.
    var all: [SessionConfiguration.Channel] { requested.sorted { $0.key < $1.key }.map(\.value) }

    /// True while any room is to be shown once it is entered.
    var hasRoomsToShow: Bool { !toShow.isEmpty }

    func isRequested(_ name: FoldedName) -> Bool { requested[name] != nil }

    mutating func request(_ channel: SessionConfiguration.Channel, as name: FoldedName) { requested[name] = channel }

    /// Shows a room when it is entered.
    mutating func showOnEntering(_ name: FoldedName) { toShow.insert(name) }

    /// Takes the rooms over that were asked for in a session before.
    mutating func take(from other: ChannelEntry) {
        requested.merge(other.requested) { own, others in others.key == nil ? own : others }
        toShow.formUnion(other.toShow)
    }

    /// The connection went: what was to be shown on it is not shown on the next.
    mutating func connectionLost() {
        toShow = []
        followed = 0
    }

    /// Allows a room to be asked for by its new name, unless the server has sent us on too often.
    mutating func mayFollow() -> Bool {
        guard followed < Self.maxFollowed else { return false }
        followed += 1
        return true
    }

    /// The room is not to be had, or not wanted any more.
    ///
    /// - Returns: true if the room was to be shown.
    mutating func forget(_ name: FoldedName) -> Bool {
        requested[name] = nil
        return toShow.remove(name) != nil
    }

    /// The room was entered.
    ///
    /// - Returns: how it was asked for, where it was, and whether it is to be shown.
    mutating func entered(_ name: FoldedName) -> (request: SessionConfiguration.Channel?, isToBeShown: Bool) {
        (requested.removeValue(forKey: name), toShow.remove(name) != nil)
    }

    // MARK: The first room

    /// Adds a line for the first room that is entered, before the others.
    mutating func welcomeFirst(with line: String) { welcome.insert(line, at: 0) }

    /// Adds a line for the first room that is entered, unless it is there.
    mutating func welcome(with line: String) { if !welcome.contains(line) { welcome.append(line) } }

    /// The lines for the room that was just entered.
    mutating func takeWelcome() -> [String] {
        defer { welcome = [] }
        return welcome
    }
}
