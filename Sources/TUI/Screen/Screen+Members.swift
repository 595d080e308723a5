import Client

/// The user list while it has the keys, and the wheel over it.
extension Screen {
    /// Gives the keys to the user list, or takes them away.
    mutating func focusMembers(_ chat: ChatModel, _ shown: Buffer) {
        guard shown.kind == .channel else { return showNote("Only a room has a user list.") }
        panes.memberList.show(in: shown.address)
        guard !panes.memberList.hasFocus else { return panes.memberList.leave() }
        leaveChoosing(shown)
        panes.memberList.focus()
        guard layout(chat, shown).members != nil else {
            panes.memberList.leave()
            return showNote("There is no space for the user list: make the terminal wider, or ask with /names.")
        }
        chooseMember(by: 0, chat, shown)
    }

    /// Scrolls the user list by rows; less than zero is up.
    mutating func scrollMembers(_ step: Int, _ chat: ChatModel, _ shown: Buffer) {
        panes.memberList.show(in: shown.address)
        guard let (rows, height) = memberRows(chat, shown) else { return }
        panes.memberList.scroll(by: step, in: rows, height: height)
    }

    private mutating func chooseMember(by step: Int, _ chat: ChatModel, _ shown: Buffer) {
        guard let (rows, height) = memberRows(chat, shown) else { return }
        panes.memberList.choose(by: step, in: rows, height: height)
    }

    /// Filters the list by what is pasted as well.
    mutating func filterMembers(byPasted text: String, _ chat: ChatModel, _ shown: Buffer) {
        panes.memberList.query.paste(text)
        chooseMember(by: 0, chat, shown)
    }

    /// The rows of the list, and how many of them are in sight; nil where there is no room for it.
    private func memberRows(_ chat: ChatModel, _ shown: Buffer) -> (rows: MemberRows, height: Int)? {
        guard let part = layout(chat, shown).members else { return nil }
        let rows = MemberPane.rows(shown.members, panes.memberList, height: part.height)
        return (rows, MemberPane.listHeight(rows, height: part.height))
    }

    /// Takes a key while the user list has the keys; nil where the key ends that and means something beyond.
    mutating func handleInMembers(
        _ key: Key, _ action: Action?, _ chat: ChatModel, _ shown: Buffer
    ) -> [Intent]? {
        guard let (_, height) = memberRows(chat, shown) else {
            panes.memberList.leave()
            return nil
        }
        let before = panes.memberList.query.text
        switch action {
        case .up: chooseMember(by: -1, chat, shown)
        case .down: chooseMember(by: 1, chat, shown)
        case .pageUp: chooseMember(by: -max(height - 1, 1), chat, shown)
        case .pageDown: chooseMember(by: max(height - 1, 1), chat, shown)
        case .oldest: chooseMember(by: -shown.members.count, chat, shown)
        case .newest: chooseMember(by: shown.members.count, chat, shown)
        case .lineStart where before.isEmpty: chooseMember(by: -shown.members.count, chat, shown)
        case .lineEnd where before.isEmpty: chooseMember(by: shown.members.count, chat, shown)
        case .escape where !before.isEmpty: panes.memberList.query = InputLine()
        case .escape, .interrupt, .complete, .completeBack, .membersFocus: panes.memberList.leave()
        case .send:
            guard let nick = panes.memberList.chosen, shown.members[nick] != nil else { return [] }
            panes.memberList.leave()
            return openCard(of: nick, shown)
        case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
            .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
            .transpose, .undo:
            if let action { panes.memberList.query.perform(action) }
        case .wheelUp, .wheelDown, .newRow, .format: return []
        case .recallOlder, .recallNewer, .recallList, .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer,
            .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9,
            .bufferByNumber, .lastBuffer, .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose,
            .toggleBuffers, .toggleMembers, .otherPane, .bareView, .help, .redraw, .suspend:
            panes.memberList.leave()
            return nil
        case nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { return [] }
            panes.memberList.query.insert(scalar)
        }
        if panes.memberList.hasFocus, panes.memberList.query.text != before { chooseMember(by: 0, chat, shown) }
        return []
    }
}
