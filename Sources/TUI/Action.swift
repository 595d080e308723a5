/// What a key can do.
package enum Action: Hashable, Sendable {
    /// Up and down, in whatever is open; what they do at the edge of the input is the person's choice.
    case up, down
    case pageUp, pageDown, oldest, newest
    /// By the wheel, where the terminal tells of it: never anything but the history.
    case wheelUp, wheelDown
    /// To the oldest or newest line where nothing is typed, else within what is typed.
    case lineStart, lineEnd
    case moveLeft, moveRight, wordLeft, wordRight, inputStart, inputEnd
    case deleteBackward, deleteForward, cutToStart, cutToEnd, cutWord, cutWordForward, yank, yankOlder, transpose, undo
    case send, newRow, complete, interrupt
    case recallOlder, recallNewer, recallList
    case nextBuffer, previousBuffer, bufferWithNews, switchBuffer
    case buffer(Int)
    case firstUnread, previousMention, nextMention, search, goToTime
    case choose
    case toggleBuffers, toggleMembers
    case help, redraw, suspend, escape

    /// What it is called in the configuration.
    package var name: String { Self.names[self] ?? spelled }

    private static let names = Dictionary(uniqueKeysWithValues: named.map { ($0.value, $0.key) })

    /// Made of the name in this file, which takes its time.
    private var spelled: String {
        if case .buffer(let number) = self { return "buffer-\(number)" }
        return String(describing: self).reduce(into: "") { name, letter in
            name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
        }
    }

    package static let named: [String: Action] = {
        let all: [Action] = [
            .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .lineStart, .lineEnd, .moveLeft,
            .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd, .deleteBackward, .deleteForward, .cutToStart,
            .cutToEnd, .cutWord, .cutWordForward, .yank, .yankOlder, .transpose, .undo, .send, .newRow, .complete,
            .interrupt, .recallOlder, .recallNewer, .recallList, .nextBuffer, .previousBuffer, .bufferWithNews,
            .switchBuffer, .firstUnread, .previousMention, .nextMention, .search, .goToTime, .choose, .toggleBuffers,
            .toggleMembers, .help, .redraw, .suspend, .escape,
        ]
        return Dictionary(uniqueKeysWithValues: (all + (1...9).map { .buffer($0) }).map { ($0.spelled, $0) })
    }()

    /// Whether it goes back in the history.
    var isUpward: Bool { self == .up || self == .pageUp || self == .wheelUp || self == .oldest }

    /// Whether nothing but the input can look different afterwards.
    func onlyEdits(isDraftEmpty: Bool) -> Bool {
        switch self {
        case .lineStart, .lineEnd, .complete: !isDraftEmpty
        case .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd, .deleteBackward, .deleteForward,
            .cutToStart, .cutToEnd, .cutWord, .cutWordForward, .yank, .yankOlder, .transpose, .undo, .newRow,
            .recallOlder, .recallNewer:
            true
        case .up, .down, .pageUp, .pageDown, .oldest, .newest, .wheelUp, .wheelDown, .send, .interrupt, .recallList,
            .nextBuffer, .previousBuffer, .bufferWithNews, .switchBuffer, .buffer, .firstUnread, .previousMention,
            .nextMention, .search, .goToTime, .choose, .toggleBuffers, .toggleMembers, .help, .redraw, .suspend,
            .escape:
            false
        }
    }
}
