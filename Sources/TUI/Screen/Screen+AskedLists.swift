import Client
import Protocol

/// The lists that a server was asked for: rooms to enter, and the people of a room.
extension Screen {
    /// Opens a list that the person has just asked for. It fills as the answer comes.
    package mutating func showList(_ list: AskedList, _ chat: ChatModel, of network: NetworkID) {
        guard network == chat.shown.network, !panes.isTypingSecret else { return }
        leaveChoosing(chat.shownBuffer)
        var picker = Picker(.asked(list, network))
        picker.take(askedRows(list, chat[network]))
        panes.picker = picker
    }

    /// Fills an open list anew where more of it has come. One that turns out to have nothing in it, or does not come, is closed.
    mutating func refreshAskedList(_ chat: ChatModel) {
        guard var picker = panes.picker, case .asked(let list, let network) = picker.kind,
            picker.askedRows?.isComplete != true
        else { return }
        guard chat.contains(network), let (state, edition) = chat[network].state(of: list), state != .refused else {
            return panes.picker = nil
        }
        guard state == .complete || edition != picker.askedRows?.edition else { return }
        picker.take(askedRows(list, chat[network]))
        if state == .complete, picker.askedRows?.isEmpty == true {
            panes.picker = nil
            return showNote(Self.emptyNote(list, chat[network]))
        }
        panes.picker = picker
    }

    /// Asks who the person is that is chosen in a list; nil where no list of people is open, or nobody is chosen.
    mutating func askWho(_ picker: Picker, _ shown: Buffer) -> [Intent]? {
        guard case .person(let nick, let network) = picker.chosenItem?.target else { return nil }
        panes.picker = nil
        let place = shown.address.network == network ? shown.address : BufferAddress(network, .server)
        return [.perform(.whois(nick: nick), place)]
    }

    private func askedRows(_ list: AskedList, _ session: ClientSession) -> AskedRows? {
        switch list {
        case .rooms: session.roomList.map { AskedRows($0, session.network) }
        case .names: session.nameList.map { AskedRows($0, session.network, session.displayNames(of: $0)) }
        }
    }

    private static func emptyNote(_ list: AskedList, _ session: ClientSession) -> String {
        switch list {
        case .rooms where session.roomList?.pattern != nil: "No room fits that. /list alone shows all."
        case .rooms: "This server shows no rooms. /join #name makes one."
        case .names: "There is nobody that you may see in \(DrawableText.plain(session.nameList?.channel ?? "it"))."
        }
    }
}

extension Picker {
    /// Takes what has come of the list that a server was asked for. What is chosen stays chosen; the best, where nobody has moved from it.
    mutating func take(_ rows: AskedRows?) {
        let isAtBest = (selected ?? 0) == 0
        askedRows = rows
        isCut = (rows?.omitted ?? 0) > 0
        replaceItems(rows?.items(fitting: query.text) ?? [])
        if isAtBest { selected = 0 }
    }
}

extension ClientSession {
    /// How far a list is that the person has asked for; nil where it is gone.
    fileprivate func state(of list: AskedList) -> (state: ListState, edition: Int)? {
        switch list {
        case .rooms: roomList.map { ($0.state, $0.edition) }
        case .names: nameList.map { ($0.state, 0) }
        }
    }
}
