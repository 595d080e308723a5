import Client
import Protocol

/// The lists of buffers: by some letters of their names, and by their numbers.
extension Screen {
    /// Fills an open list of buffers anew where they can be others since the last picture, or have other numbers. What is chosen stays chosen.
    mutating func refreshBufferList(_ chat: ChatModel, _ shown: Buffer) {
        guard let picker = panes.picker, !lastFrame.isOf(chat, shown.address) else { return }
        let items: [Picker.Item]
        switch picker.kind {
        case .buffers: items = bufferItems(picker.query.text, chat)
        case .bufferNumber: items = bufferItems(numbered: picker.query.text, chat)
        case .inputHistory, .search, .goTo, .serverSearch, .secret, .asked, .reaction: return
        }
        panes.picker?.replaceItems(items)
    }

    /// The buffers that fit some letters, the best first. Of those that fit alike, the most urgent come first, and then the one that was on
    /// the screen before.
    func bufferItems(_ query: String, _ chat: ChatModel) -> [Picker.Item] {
        let buffers = chat.buffers
        let shown = chat.shownBuffer.address
        let scored = buffers.indices.compactMap { place -> (fit: Int, weight: Int, place: Int)? in
            guard let score = FuzzyMatch.score(query, in: buffers.name(of: buffers[place])) else { return nil }
            let address = buffers[place].address
            let urgency = address == shown ? .quiet : buffers[place].urgency
            return (score, urgency.rawValue * 2 + (address == lastBuffer ? 1 : 0), place)
        }
        let sorted = scored.sorted { ($0.fit, $0.weight, -$0.place) > ($1.fit, $1.weight, -$1.place) }
        return sorted.map { item(buffers, $0.place) }
    }

    /// The buffers whose numbers begin with some digits, in their order.
    func bufferItems(numbered query: String, _ chat: ChatModel) -> [Picker.Item] {
        let buffers = chat.buffers
        let digits = query.drop { $0 == "0" }
        return buffers.indices.filter { String($0 + 1).hasPrefix(digits) }.map { item(buffers, $0) }
    }

    private func item(_ buffers: OpenBuffers, _ place: Int) -> Picker.Item {
        let buffer = buffers[place]
        let news = buffer.unread > 0 ? "  \(buffer.unread) new" + (buffer.mentions > 0 ? " !" : "") : ""
        let text = DrawableText.plain(buffers.name(of: buffer)) + news
        return Picker.Item(lead: "\(place + 1)", text: text, target: .buffer(buffer.address))
    }

    /// Takes a digit, and nothing else. As soon as no other number can begin so, the buffer is shown.
    mutating func typeNumber(_ digit: Unicode.Scalar, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        guard ("0"..."9").contains(digit) else { return [] }
        panes.picker?.query.insert(String(digit))
        fillPicker(chat, shown)
        let count = chat.buffers.count
        guard let number = panes.picker.flatMap({ Int($0.query.text) }), (1...count).contains(number),
            number * 10 > count
        else { return [] }
        panes.picker = nil
        return [.show(chat.buffers[number - 1].address)]
    }
}
