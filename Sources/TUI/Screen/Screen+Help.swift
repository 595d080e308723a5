import Client

/// The keys, over the chat.
extension Screen {
    /// Takes a key while the help is open; false where the key closes it and means something beyond.
    mutating func handleInHelp(_ key: Key, _ action: Action?) -> Bool {
        guard var help = panes.help else { return false }
        let page = max(height - 5, 1)
        switch action {
        case .search:
            help.query = help.query ?? InputLine()
            help.offset = 0
        case .escape where help.query != nil: help.query = nil
        case .deleteBackward where help.query != nil: help.query?.deleteBackward()
        case .cutToStart where help.query != nil: help.query = InputLine()
        // The text that is looked for is there already; and it is no message.
        case .send where help.query != nil: break
        case nil where help.query != nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { break }
            help.query?.insert(scalar)
            help.offset = 0
        case .up, .wheelUp: help.offset = max(help.offset - 1, 0)
        case .down, .wheelDown: help.offset += 1
        case .pageUp: help.offset = max(help.offset - page, 0)
        case .pageDown: help.offset += page
        // The keys that most people close such a thing with. Beyond it they would send what is typed, or put it away.
        case .escape, .help, .send, .interrupt:
            closeHelp()
            return true
        case .oldest, .newest, .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart,
            .inputEnd, .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank,
            .yankOlder, .transpose, .undo, .newRow, .complete, .recallOlder, .recallNewer, .recallList,
            .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer, .buffer1, .buffer2, .buffer3, .buffer4,
            .buffer5, .buffer6, .buffer7, .buffer8, .buffer9, .firstUnread, .previousMention,
            .nextMention, .goToTime, .choose, .toggleBuffers, .toggleMembers, .redraw, .suspend, nil:
            closeHelp()
            return false
        }
        panes.help = help
        return true
    }

    mutating func closeHelp() {
        if panes.help != nil { panes.help = nil }
    }
}
