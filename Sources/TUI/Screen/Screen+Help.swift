import Client

/// The keys and the commands, over the chat.
extension Screen {
    /// Opens the help.
    package mutating func showHelp(_ tab: HelpTab) { panes.help = PaneState.HelpState(tab: tab) }

    /// Takes a key while the help is open: letters filter it. False where the key closes it and means something beyond.
    mutating func handleInHelp(_ key: Key, _ action: Action?) -> Bool {
        guard var help = panes.help else { return false }
        let page = max(height - 5, 1)
        switch action {
        case .complete, .completeBack, .moveLeft, .moveRight: help.turn(to: help.tab.other)
        case .up, .wheelUp: help.offset = max(help.offset - 1, 0)
        case .down, .wheelDown: help.offset += 1
        case .pageUp: help.offset = max(help.offset - page, 0)
        case .pageDown: help.offset += page
        case .oldest, .lineStart: help.offset = 0
        case .newest, .lineEnd: help.offset = PaneState.HelpState.endOffset
        // Typing filters anyway.
        case .search: break
        case .deleteBackward, .cutToStart, .cutWord, .yank, .undo:
            if let action { help.edit { $0.perform(action) } }
        case .escape where !help.filter.isEmpty: help.edit { $0 = InputLine() }
        // The text that is looked for is there already; and it is no message.
        case .send where !help.filter.isEmpty: break
        // The keys that most people close such a thing with. Beyond it they would send what is typed, or put it away.
        case .escape, .help, .send, .interrupt:
            closeHelp()
            return true
        case nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { break }
            help.edit { $0.insert(scalar) }
        case .wordLeft, .wordRight, .inputStart, .inputEnd, .deleteForward, .cutToEnd, .cutWordForward, .yankOlder,
            .transpose, .newRow, .format, .recallOlder, .recallNewer, .recallList, .nextBuffer, .previousBuffer,
            .bufferWithNews, .switchBuffer, .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7,
            .buffer8, .buffer9, .bufferByNumber, .lastBuffer, .firstUnread, .previousMention, .nextMention, .goToTime,
            .choose, .toggleBuffers, .toggleMembers, .membersFocus, .otherPane, .bareView, .redraw, .suspend:
            closeHelp()
            return false
        }
        panes.help = help
        return true
    }

    /// Takes a click while the help is open: one on a tab's title goes to it, one beside the help closes it.
    mutating func clickInHelp(_ subject: SurfaceTarget.Subject?) {
        switch subject {
        case .help(let tab): if let tab { panes.help?.turn(to: tab) }
        case .buffer, .nick, .chatRow, .item, .card, nil: closeHelp()
        }
    }

    mutating func closeHelp() {
        if panes.help != nil { panes.help = nil }
    }
}
