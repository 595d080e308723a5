/// Everything that the screen shows and the person can act on: a session for each network, and which of them has the screen.
///
/// The screen reads it, and names what the person wants by network; the shell changes one session at a time by ``subscript(_:)-(NetworkID)``.
/// It holds at least one network. A network keeps its place in the order for as long as the program runs.
package struct ChatModel: Sendable {
    /// The session of the network whose buffer is on the screen. It lies by itself: whatever the screen reads of it is read in place.
    package private(set) var shown: ClientSession
    /// Those of the other networks.
    private var others: [ClientSession] = []

    package init(_ session: ClientSession) { shown = session }

    /// All networks, in the order in which they were added.
    package var networks: [NetworkID] { (others.map(\.network) + [shown.network]).sorted() }

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

    /// A buffer of any network; nil where it is closed.
    package subscript(address: BufferAddress) -> Buffer? { self[address.network].buffers[address.buffer] }

    /// The buffers of all networks, network by network.
    package var buffers: [BufferList] { networks.map { self[$0].buffers } }

    /// Counts the changes that a screen can show: while it is the same and the same buffer is on the screen, all sessions look the same but for
    /// the passing of time.
    package var revision: Int { others.reduce(shown.revision) { $0 &+ $1.revision } }

    /// Adds a network behind the others.
    ///
    /// - Parameter session: one that was made for this network: see ``nextNetwork``.
    package mutating func add(_ session: ClientSession) { others.append(session) }

    /// The id for a network that is to be added.
    package var nextNetwork: NetworkID { NetworkID((networks.last?.number ?? 0) + 1) }

    /// Puts a buffer on the screen, and its network with it.
    package mutating func show(_ address: BufferAddress) {
        if address.network != shown.network {
            shown.setVisible(nil)
            swap(&shown, &others[place(of: address.network)])
        }
        shown.setVisible(address.buffer)
    }

    private func place(of network: NetworkID) -> Int {
        guard let place = others.firstIndex(where: { $0.network == network }) else {
            preconditionFailure("there is no such network")
        }
        return place
    }
}
