/// Everything that the screen shows and the person can act on: a session for each network, and which of them has the screen.
///
/// The screen reads it, and names what the person wants by network; the shell changes one session at a time by ``subscript(_:)-(NetworkID)``.
/// It holds at least one network. A network keeps its place in the order for as long as it is there.
package struct ChatModel: Sendable {
    /// The session of the network whose buffer is on the screen. It lies by itself: whatever the screen reads of it is read in place.
    package private(set) var shown: ClientSession
    /// Those of the other networks.
    private var others: [ClientSession] = []
    /// All networks, in the order in which they were added.
    package private(set) var networks: [NetworkID]
    /// The id for a network that is to be added: no other has had it.
    package private(set) var nextNetwork: NetworkID
    /// See ``showBeside(_:)``.
    private var beside: BufferAddress?
    /// Makes up in ``revision`` for the networks that were taken away.
    private var formerRevisions = 0

    package init(_ session: ClientSession) {
        shown = session
        networks = [session.network]
        nextNetwork = NetworkID(session.network.number + 1)
    }

    package func contains(_ network: NetworkID) -> Bool { networks.contains(network) }

    /// The session of a network, to be changed where it lies.
    ///
    /// - Precondition: the network is one of ``networks``.
    package subscript(network: NetworkID) -> ClientSession {
        _read {
            if network == shown.network {
                yield shown
            } else {
                yield others[place(of: network)]
            }
        }
        _modify {
            if network == shown.network {
                yield &shown
            } else {
                yield &others[place(of: network)]
            }
        }
    }

    /// A buffer of any network; nil where it is closed, or its network is not there any more.
    package subscript(address: BufferAddress) -> Buffer? {
        contains(address.network) ? self[address.network].buffers[address.buffer] : nil
    }

    /// True while a buffer is open.
    package func isOpen(_ address: BufferAddress) -> Bool {
        contains(address.network) && self[address.network].buffers.position(of: address.buffer) != nil
    }

    /// The buffers of all networks, network by network.
    package var buffers: OpenBuffers {
        guard !others.isEmpty else { return OpenBuffers(shown.buffers, []) }
        return OpenBuffers(self[networks[0]].buffers, networks.dropFirst().map { self[$0].buffers })
    }

    /// How many rooms and talks are open: all buffers but the servers' own.
    package var conversationCount: Int { others.reduce(shown.buffers.count - 1) { $0 + $1.buffers.count - 1 } }

    /// A number that changes with each change of any session that a screen can show. While it stays the same, and the
    /// same buffer is on the screen, the last picture still holds, but for what time alone changes.
    package var revision: Int { others.reduce(shown.revision &+ formerRevisions) { $0 &+ $1.revision } }

    /// Adds a network behind the others. The buffer on the screen stays there.
    ///
    /// - Parameter session: one that was made for this network: see ``nextNetwork``.
    package mutating func add(_ session: ClientSession) {
        var session = session
        session.setVisible(nil)
        session.cover(shown.focus.isCovered)
        others.append(session)
        networks.append(session.network)
        nextNetwork = NetworkID(session.network.number + 1)
    }

    /// Takes a network away, with its session and all its buffers.
    ///
    /// - Returns: false where nothing happens: the network has the screen, or is none of these.
    package mutating func remove(_ network: NetworkID) -> Bool {
        guard let place = others.firstIndex(where: { $0.network == network }) else { return false }
        formerRevisions &+= others.remove(at: place).revision &+ 1
        networks.removeAll { $0 == network }
        return true
    }

    /// The network that has the screen after another was put away: the one before it, or else the one behind it. Nil where there is no other.
    package func network(beside network: NetworkID) -> NetworkID? {
        guard let place = networks.firstIndex(of: network), networks.count > 1 else { return nil }
        return networks[place == 0 ? 1 : place - 1]
    }

    /// Puts a buffer on the screen, and its network with it. Where it stood beside the one that was there, the two change places.
    package mutating func show(_ address: BufferAddress) {
        let former = shown.visible.map { BufferAddress(shown.network, $0) }
        if address.network != shown.network {
            if address == beside { shown.setBeside(shown.visible) }
            shown.setVisible(nil)
            swap(&shown, &others[place(of: address.network)])
        }
        shown.setVisible(address.buffer)
        if address == beside { beside = former }
    }

    /// Tells the sessions which buffer of any network stands on the screen beside the one that ``show(_:)`` put there; nil if none does. The
    /// person reads it: lines that come into it are no news.
    package mutating func showBeside(_ address: BufferAddress?) {
        guard address != beside else { return }
        if let beside, contains(beside.network) { self[beside.network].setBeside(nil) }
        beside = address
        if let address, contains(address.network) { self[address.network].setBeside(address.buffer) }
    }

    /// Tells the sessions whether something lies over all buffers on the screen, so that nobody sees the lines that come. To be told behind each
    /// picture: the first that shows the buffers again marks what has come meanwhile.
    package mutating func cover(_ isCovered: Bool) {
        guard isCovered != shown.focus.isCovered else { return }
        for network in networks { self[network].cover(isCovered) }
    }

    private func place(of network: NetworkID) -> Int {
        guard let place = others.firstIndex(where: { $0.network == network }) else {
            preconditionFailure("there is no such network")
        }
        return place
    }
}
