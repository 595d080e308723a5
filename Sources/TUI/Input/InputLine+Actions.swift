/// The keys that edit what is typed.
extension InputLine {
    /// Does what an action means for a text that is typed; nothing where it means something beyond.
    mutating func perform(_ action: Action) {
        switch action {
        case .moveLeft: moveLeft()
        case .moveRight: moveRight()
        case .wordLeft: moveWordLeft()
        case .wordRight: moveWordRight()
        case .inputStart, .lineStart: moveToStart()
        case .inputEnd, .lineEnd: moveToEnd()
        case .deleteBackward: deleteBackward()
        case .deleteForward: deleteForward()
        case .cutToStart: cutToStart()
        case .cutToEnd: cutToEnd()
        case .cutWord: cutWordBackward()
        case .cutWordForward: cutWordForward()
        case .yank: yank()
        case .yankOlder: yankOlder()
        case .transpose: transpose()
        case .undo: undo()
        case .newRow: insert("\n")
        case .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .send, .format, .complete,
            .completeBack, .interrupt,
            .recallOlder, .recallNewer, .recallList, .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer,
            .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9, .bufferByNumber,
            .lastBuffer,
            .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose, .toggleBuffers, .toggleMembers,
            .membersFocus, .otherPane, .bareView, .help, .redraw, .suspend, .escape:
            break
        }
    }
}
