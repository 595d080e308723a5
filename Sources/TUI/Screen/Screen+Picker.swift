import Client
import Protocol

/// The lists that are searched as one types.
extension Screen {
    private static let maxItems = 200
    /// Lines that are looked through between two pictures: a few milliseconds.
    private static let linesAtOnce = 40_000

    /// Shows what was found on the server of a network, or in the log on this machine.
    package mutating func showFound(_ chat: ChatModel, of network: NetworkID) {
        inputState.unshownResults = nil
        guard let search = chat[network].serverSearch else { return }
        if case .failed(let reason) = search.state { return showNote(reason) }
        let found = search.found
        guard !found.isEmpty else {
            return showNote(search.includesLog ? "Nothing was found." : "The server found nothing.")
        }
        // An input that somebody is in the middle of is not taken from them.
        guard panes.picker == nil, panes.help == nil, panes.question == nil, draft(of: chat.shownBuffer.address).isEmpty
        else {
            inputState.unshownResults = network
            let key = keyMap.key(for: .search).map { "\($0) shows it" } ?? "the search shows it"
            let lead = search.includesLog ? "Found" : "The server found"
            return showNote("\(lead) \(found.count == 1 ? "a message" : "\(found.count) messages"): \(key).")
        }
        var picker = Picker(.serverSearch(search.text, includesLog: search.includesLog))
        picker.items = found.map { found in
            Picker.Item(
                lead: "\(clock.shortDay(found.line.time)) \(clock.hourAndMinute(found.line.time))",
                text: found.line.summary,
                target: .found(found, network))
        }
        panes.picker = picker
    }

    /// Opens the search for a text in the buffer on the screen.
    package mutating func search(_ text: String, _ chat: ChatModel) {
        open(.search(everywhere: false), chat, chat.shownBuffer)
        panes.picker?.query = InputLine(text)
        fillPicker(chat, chat.shownBuffer)
    }

    mutating func open(_ kind: Picker.Kind, _ chat: ChatModel, _ shown: Buffer) {
        leaveChoosing(shown)
        panes.picker = Picker(kind)
        fillPicker(chat, shown)
    }

    /// Takes a key while a list is open; nil where the key closed it and means something beyond.
    mutating func handleInPicker(
        _ key: Key, _ action: Action?, _ chat: ChatModel, _ shown: Buffer
    ) -> [Intent]? {
        guard var picker = panes.picker else { return nil }
        let before = picker.query.text
        if case .secret = picker.kind, let intents = handleInSecret(key, action) { return intents }
        switch action {
        case .up, .recallOlder, .recallList: picker.move(1)
        case .down, .recallNewer: picker.move(-1)
        case .pageUp: for _ in 0..<max(height / 2, 1) { picker.move(1) }
        case .pageDown: for _ in 0..<max(height / 2, 1) { picker.move(-1) }
        case .escape, .interrupt:
            panes.picker = nil
            if case .secret(let prompt) = picker.kind { return [.secret(nil, prompt)] }
            return []
        case .complete, .completeBack:
            if let intents = askWho(picker, shown) { return intents }
            if case .search(let everywhere) = picker.kind { picker.kind = .search(everywhere: !everywhere) }
            panes.picker = picker
            fillPicker(chat, shown)
            return []
        case .send: return choose(picker, chat, shown)
        case .help, .redraw, .suspend, .toggleBuffers, .toggleMembers, .membersFocus, .otherPane, .bareView,
            .nextBuffer,
            .previousBuffer, .buffer1, .buffer2, .buffer3, .buffer4, .buffer5, .buffer6, .buffer7, .buffer8, .buffer9,
            .bufferByNumber, .lastBuffer,
            .bufferWithNews, .search, .switchBuffer, .goToTime:
            panes.picker = nil
            return nil
        case .newRow, .format, .oldest, .newest, .wheelUp, .wheelDown, .firstUnread, .previousMention, .nextMention,
            .choose:
            return []
        case .lineStart, .lineEnd, .moveLeft, .moveRight, .wordLeft, .wordRight, .inputStart, .inputEnd,
            .deleteBackward, .cutToStart, .cutWord, .deleteForward, .cutToEnd, .cutWordForward, .yank, .yankOlder,
            .transpose, .undo:
            if let action { picker.query.perform(action) }
        case nil:
            guard case .character(let scalar) = key.code, key.modifiers.isEmpty else { return [] }
            if picker.kind == .bufferNumber { return typeNumber(scalar, chat, shown) }
            picker.query.insert(String(scalar))
        }
        panes.picker = picker
        if picker.query.text != before { fillPicker(chat, shown) }
        return []
    }

    mutating func choose(_ picker: Picker, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        let query = picker.query.text
        if case .goTo = picker.kind { return goTo(query, chat, shown) }
        if case .secret(let prompt) = picker.kind {
            panes.picker = nil
            // A question that comes next answers this text, as long as nothing else is begun.
            inputState.hasTyped = false
            return [.secret(query, prompt)]
        }
        guard let item = picker.chosenItem else {
            guard case .search = picker.kind, !query.isEmpty else {
                panes.picker = nil
                return []
            }
            panes.picker = nil
            return [.searchServer(query, shown.address)]
        }
        panes.picker = nil
        switch item.target {
        case .buffer(let id): return [.show(id)]
        case .text(let text):
            if case .reaction(let message) = picker.kind {
                leaveChoosing(in: message.buffer)
                return [.react(text, to: message.line, message.buffer)]
            }
            inputState.edit(shown.address) { $0.replace(0..<$0.characters.count, with: text) }
            return []
        case .room(let name, let network):
            return [.perform(.join([.init(name: name)]), BufferAddress(network, .server))]
        case .person(let nick, let network):
            return [.perform(.query(nick: nick, text: nil), BufferAddress(network, .server))]
        case .found(let found, let network): return [.openFound(found, network)]
        case .line(let id, let line):
            guard let buffer = chat[id] else { return [] }
            reveal(line, chat, buffer)
            guard id != shown.address else { return historyIntents(chat, shown) }
            return [.show(id)]
        }
    }

    /// Fills the list with what fits what was typed.
    mutating func fillPicker(_ chat: ChatModel, _ shown: Buffer) {
        guard var picker = panes.picker else { return }
        let query = picker.query.text
        picker.isCut = false
        switch picker.kind {
        case .buffers: picker.items = bufferItems(query, chat)
        case .bufferNumber: picker.items = bufferItems(numbered: query, chat)
        case .inputHistory:
            let wanted = query.lowercased()
            var seen = Set<String>()
            let fitting = inputState.history.lines.reversed().map(\.text).filter {
                (wanted.isEmpty || $0.lowercased().contains(wanted)) && seen.insert($0).inserted
            }
            picker.items = fitting.prefix(Self.maxItems).map { Picker.Item(lead: "", text: $0, target: .text($0)) }
        case .search(let everywhere): fillSearch(&picker, query, everywhere, chat)
        case .goTo, .secret: picker.items = []
        case .serverSearch: break
        case .asked:
            picker.items = picker.askedRows?.items(fitting: query) ?? []
            picker.isCut = (picker.askedRows?.omitted ?? 0) > 0
        case .reaction:
            picker.items = reactionItems(query)
        }
        if let selected = picker.selected {
            picker.selected =
                picker.items.isEmpty ? (picker.kind.choosesAtOnce ? 0 : nil) : min(selected, picker.items.count - 1)
        }
        if picker.kind.choosesAtOnce, !query.isEmpty { picker.selected = 0 }
        panes.picker = picker
    }

    /// The reactions that are used most; with something typed that itself, and the emoji of such names. Behind a colon stand names alone.
    private func reactionItems(_ query: String) -> [Picker.Item] {
        let offered = ["👍", "❤", "😂", "🎉", "😮", "😢", "👎", "+1", "-1"]
        let named = EmojiNames.matches(query)
        let isName = query.first == ":" && !named.isEmpty
        let texts = query.isEmpty ? offered : isName ? [] : [query]
        return texts.map { Picker.Item(lead: "", text: $0, target: .text($0)) }
            + named.map { Picker.Item(lead: $0.name, text: $0.emoji, target: .text($0.emoji)) }
    }

    /// Goes on with the search that is open, between two pictures. True while there is more to look through.
    package mutating func searchOn(_ chat: ChatModel) -> Bool {
        guard isSearchOpen, var picker = panes.picker, case .search(let everywhere) = picker.kind else { return false }
        stepSearch(&picker, everywhere, chat)
        panes.picker = picker
        return picker.search?.isComplete == false
    }

    /// True while a search is open that has more to look through.
    package var isSearchOpen: Bool {
        guard let picker = panes.picker, case .search = picker.kind else { return false }
        return picker.search?.isComplete == false
    }

    /// From the newest line on.
    private func fillSearch(_ picker: inout Picker, _ query: String, _ everywhere: Bool, _ chat: ChatModel) {
        let scope = everywhere ? nil : chat.shownBuffer.address
        if picker.search != nil, picker.search?.scope == scope {
            picker.search?.change(to: query, in: chat)
        } else {
            picker.search = LocalSearch(query, in: scope, of: chat)
        }
        stepSearch(&picker, everywhere, chat)
    }

    private func stepSearch(_ picker: inout Picker, _ everywhere: Bool, _ chat: ChatModel) {
        picker.search?.step(in: chat, lines: Self.linesAtOnce)
        let hits = picker.search?.hits ?? []
        picker.items = hits.prefix(Self.maxItems).compactMap { hit in
            guard let buffer = chat[hit.buffer], let line = buffer.line(hit.line) else { return nil }
            let place = everywhere ? DrawableText.plain(chat.name(of: buffer)) + " " : ""
            return Picker.Item(
                lead: "\(place)\(clock.shortDay(line.time)) \(clock.hourAndMinute(line.time))",
                text: line.summary,
                target: .line(buffer.address, hit.line))
        }
        picker.isCut = hits.count > Self.maxItems
    }

    // MARK: Times

    private mutating func goTo(_ text: String, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        guard let now = lastFrame.drawnAt else { return [] }
        guard let time = TimePhrase.parse(text, now: now, utcOffsetSeconds: clock.offsetSeconds(at: now)) else {
            showNote("“\(DrawableText.plain(text))” is not a time. Try 14:30, yesterday, 3 oct or 2026-10-03 14:30.")
            return []
        }
        panes.picker = nil
        return [.jumpToTime(time, shown.address)]
    }
}
