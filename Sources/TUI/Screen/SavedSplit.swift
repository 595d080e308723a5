import Client

/// Two buffers side by side, as they are kept over restarts: each by server and name, such as `chat.example.org #lobby`.
package struct SavedSplit: Hashable, Sendable {
    package let left: String
    package let right: String
    /// True if the one on the left was typed into, and that on the right was read.
    package let isLeftTypedInto: Bool

    package init(left: String, right: String, isLeftTypedInto: Bool) {
        (self.left, self.right, self.isLeftTypedInto) = (left, right, isLeftTypedInto)
    }

    /// True if one of the two is a buffer of a server.
    func isOf(_ server: String) -> Bool { [left, right].contains { $0.hasPrefix(server + " ") } }
}

/// The split of the last time, which is waited for: its buffers are opened one by one.
struct FormerSplit: Hashable, Sendable {
    /// One of the two buffers.
    private struct Half: Hashable, Sendable {
        /// As it was kept.
        let kept: String
        /// Nil while its network is not open.
        var place: InputHistory.Place?

        mutating func find(_ server: String, _ network: NetworkID) {
            guard place == nil, kept.hasPrefix(server + " ") else { return }
            place = .init(network, String(kept.dropFirst(server.count + 1)))
        }

        func address(in chat: ChatModel) -> BufferAddress? {
            guard let place, chat.contains(place.network) else { return nil }
            let buffers = chat[place.network].buffers
            // The server's own has no name that is looked up.
            let named = buffers.id(named: place.buffer).flatMap { buffers[$0] }
            return (named ?? buffers.first { $0.name == place.buffer })?.address
        }

        func place(_ stateKey: (NetworkID) -> String) -> String {
            place.map { "\(stateKey($0.network)) \($0.buffer)" } ?? kept
        }
    }

    private var left: Half
    private var right: Half
    private let activeSide: PaneLayout.Side
    /// The state of the chat in which the buffers were looked for last, and not found; nil before.
    private var searched: Searched?

    /// A state of the chat: while it stays the same, buffers that were not found are not looked for again.
    private struct Searched: Hashable, Sendable {
        let revision: Int
        let shown: BufferAddress

        init(_ chat: ChatModel) { (revision, shown) = (chat.revision, chat.shownBuffer.address) }
    }

    init(_ saved: SavedSplit) {
        (left, right) = (Half(kept: saved.left), Half(kept: saved.right))
        activeSide = saved.isLeftTypedInto ? .left : .right
    }

    /// A network is open by now.
    ///
    /// - Parameter server: the text that the places of its buffers begin with, before a space.
    mutating func find(_ server: String, _ network: NetworkID) {
        left.find(server, network)
        right.find(server, network)
        searched = nil
    }

    /// False where it was looked for in the chat as it is, and not found.
    func mayBeFound(in chat: ChatModel) -> Bool { searched != Searched(chat) }

    /// The split was not found in the chat as it is.
    mutating func notFound(in chat: ChatModel) { searched = Searched(chat) }

    func isOf(_ network: NetworkID) -> Bool { [left, right].contains { $0.place?.network == network } }

    /// The split as it is to be now: the buffer that was read stands beside the one that is typed into, whichever that is, or takes turns with
    /// the other of the two. Nil while the buffer that is to be read is not open.
    func split(_ chat: ChatModel) -> PaneSplit? {
        let shown = chat.shownBuffer.address
        let (typed, read) = activeSide == .left ? (left, right) : (right, left)
        guard let other = read.address(in: chat) else { return nil }
        guard other == shown else { return PaneSplit(with: other, activeSide: activeSide) }
        return typed.address(in: chat).map { PaneSplit(with: $0, activeSide: activeSide.opposite) }
    }

    func saved(_ stateKey: (NetworkID) -> String) -> SavedSplit {
        SavedSplit(left: left.place(stateKey), right: right.place(stateKey), isLeftTypedInto: activeSide == .left)
    }
}

extension Screen {
    /// Puts the two buffers that stand side by side into what was kept before, or those that did and are still waited for. Those of other
    /// servers stay, which another program of the same person has written down.
    ///
    /// - Parameter stateKey: gives the text that the places of a network's buffers begin with.
    package func saveSplit(in savedState: inout SavedState, _ chat: ChatModel, _ stateKey: (NetworkID) -> String) {
        let own = chat.networks.map(stateKey)
        savedState.splits.removeAll { split in own.contains { split.isOf($0) } }
        guard let split = panes.split(in: chat), let other = chat[split.other] else {
            if let former = panes.arrangement.formerSplit { savedState.splits.append(former.saved(stateKey)) }
            return
        }
        let places = [chat.shownBuffer, other].map { "\(stateKey($0.address.network)) \($0.name)" }
        let isLeftTypedInto = split.activeSide == .left
        savedState.splits.append(
            SavedSplit(
                left: places[isLeftTypedInto ? 0 : 1], right: places[isLeftTypedInto ? 1 : 0],
                isLeftTypedInto: isLeftTypedInto))
    }

    /// Waits for the two buffers that stood side by side when a network was open last, unless there are two by now.
    mutating func restoreSplit(_ savedState: SavedState, server: String, of network: NetworkID) {
        guard panes.arrangement.split == nil else { return }
        if panes.arrangement.formerSplit == nil {
            panes.arrangement.formerSplit = savedState.splits.last { $0.isOf(server) }.map { FormerSplit($0) }
        }
        panes.arrangement.formerSplit?.find(server, network)
    }

    /// Shows two buffers side by side as they were the last time, once the one that is read is open and there is room for it.
    mutating func resumeSplit(_ chat: ChatModel) {
        guard let former = panes.arrangement.formerSplit, width >= PaneLayout.splitColumns,
            former.mayBeFound(in: chat)
        else { return }
        guard let split = former.split(chat), let buffer = chat[split.other] else {
            panes.arrangement.formerSplit?.notFound(in: chat)
            return
        }
        panes.arrangement.formerSplit = nil
        panes.arrangement.split = split
        let fresh = panes.newView
        panes.views[split.other, default: fresh].willShow(buffer)
    }

    /// Does what the person asks for. Where they go to another buffer or type, the split of the last time is waited for no more: it would come up
    /// in the middle of something else.
    mutating func endingFormerSplit(_ chat: ChatModel, _ act: (inout Screen) -> [Intent]) -> [Intent] {
        guard panes.arrangement.formerSplit != nil else { return act(&self) }
        let shown = chat.shownBuffer.address
        let typed = inputState.draft(of: chat.shownBuffer).text
        let intents = act(&self)
        let hasSwitched = intents.contains { if case .show(let next) = $0 { next != shown } else { false } }
        if hasSwitched || draft(of: shown) != typed { panes.arrangement.formerSplit = nil }
        return intents
    }
}
