import Client
import Protocol

/// The actions on the line that is chosen, and the text that copying it gives.
extension Screen {
    /// The keys that do something with the line with an id, for the row beside the cursor. Nil where the line is not held any more.
    func choosingKeys(for id: LineID, chat: ChatModel, shown: Buffer) -> String? {
        guard let line = shown.line(id), let view = panes.views[shown.address] else { return nil }
        let actions = chat.shown.actions(on: line, in: shown)
        var keys: [String] = []
        if view.isRunExpanded(id) {
            keys.append(keyMap.hint("", (.send, " closes")))
        } else if panes.run(from: line, in: shown, chat).count > 1 {
            keys.append(keyMap.hint("", (.send, " opens")))
        }
        if actions.contains(.resend) { keys.append(keyMap.hint("", (.send, " sends again"))) }
        if actions.contains(.reply) { keys.append("r reply") }
        if actions.contains(.react) { keys.append("+ react") }
        if line.redaction == nil { keys.append("y copy") }
        let links = line.links
        if links.count == 1 { keys.append("u copy link") }
        if !links.isEmpty { keys.append("o open") }
        if actions.contains(.redact) { keys.append("d delete") }
        keys.append(keyMap.hint("", (.escape, " cancel")))
        return keys.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Hands a text to the clipboards that there are, and says to which.
    mutating func copy(_ text: String) -> [Intent] {
        showNote(clipboard.wording(program: clipboardProgram, usesMouse: settings.usesMouse))
        return clipboard == .none && clipboardProgram == nil ? [] : [.copy(text)]
    }

    /// The text that copying a line gives: the words that were said, else those of the screen for it. Empty where the line was taken back.
    mutating func copied(_ line: Line, _ chat: ChatModel, _ shown: Buffer) -> String {
        guard line.redaction == nil else { return "" }
        guard !line.kind.isTalk else { return DrawableText.plain(line.text) }
        let run = panes.run(from: line, in: shown, chat)
        let shaper = shaper
        return withView(chat, shown) { _, formatter, _ in
            if line.kind == .greeting { return run.map { DrawableText.plain($0.text) }.joined(separator: "\n") }
            return run.count > 1 ? JoinPartSummary(run).text(fitting: .max, shaper: shaper) : formatter.wording(line)
        }
    }
}

extension PaneState {
    /// The lines that stand as one row, of which this one is the first; it alone where it stands by itself.
    func run(from line: Line, in buffer: Buffer, _ chat: ChatModel) -> [Line] {
        views[buffer.address]?.run(
            from: line, in: buffer, clock: clock, events: events(in: buffer, chat),
            casemapping: chat[buffer.address.network].isupport.casemapping) ?? [line]
    }
}

extension Line {
    /// The addresses in it, as they are opened. As it is shown: a colour code before one is no part of it.
    var links: [String] {
        let text = DrawableText.plain(text)
        return LinkFinder.ranges(in: text).map { LinkFinder.target(text[$0]) }
    }
}
