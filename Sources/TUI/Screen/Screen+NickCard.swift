import Client

/// The card of somebody while it is open.
extension Screen {
    mutating func openCard(of nick: String, _ shown: Buffer) -> [Intent] {
        guard !nick.isEmpty else { return [] }
        leaveChoosing(shown)
        panes.card = NickCard(nick: nick, buffer: shown.address)
        return [.requestCard(nick, shown.address.network)]
    }

    /// Takes a key while a card is open; nil where the key closes it and means something beyond.
    mutating func handleInCard(_ key: Key, _ action: Action?, _ chat: ChatModel, _ shown: Buffer) -> [Intent]? {
        guard panes.card?.buffer == shown.address else {
            panes.card = nil
            return nil
        }
        switch action {
        case .escape, .interrupt: return act(.close, chat, shown)
        case .send: return act(.message, chat, shown)
        case .wheelUp, .wheelDown: return []
        case .up, .down, .pageUp, .pageDown, .oldest, .newest, .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft,
            .wordRight, .inputStart, .inputEnd, .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd,
            .cutWordForward, .yank, .yankOlder, .transpose, .undo, .newRow, .format, .complete, .completeBack,
            .recallOlder, .recallNewer,
            .recallList, .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer, .buffer1, .buffer2, .buffer3,
            .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9, .bufferByNumber, .lastBuffer, .firstUnread,
            .previousMention, .nextMention, .search, .goToTime, .choose, .toggleBuffers, .toggleMembers, .membersFocus,
            .otherPane, .bareView, .help, .redraw, .suspend:
            break
        case nil:
            // Over a draft a letter goes on with it.
            guard inputState.isDraftEmpty(shown.address) else { break }
            if key == .character("m") { return act(.message, chat, shown) }
            if key == .character("i") { return act(.ignore, chat, shown) }
        }
        panes.card = nil
        return nil
    }

    /// Carries out what a card offers.
    mutating func act(_ action: NickCard.Action, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        guard let card = panes.card, card.buffer == shown.address else { return [] }
        panes.card = nil
        switch action {
        case .message: return [.perform(.query(nick: card.nick, text: nil), card.buffer)]
        case .ignore:
            let isAdded = !chat.shown.isIgnored(nick: card.nick)
            return [.perform(.ignore(mask: card.nick, isAdded: isAdded), card.buffer)]
        case .close: return []
        }
    }
}
