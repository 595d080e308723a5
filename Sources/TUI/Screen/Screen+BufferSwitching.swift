import Client

/// Going from one buffer to another.
extension Screen {
    /// The buffer that stands next in the list, or one further on. News change nothing here: whoever goes on comes through all buffers.
    func show(_ step: Int, _ chat: ChatModel) -> [Intent] {
        let buffers = chat.buffers
        let places = BufferOrder(buffers, sortsByNews: false).places
        let row = buffers.position(of: chat.shownBuffer.address).flatMap { places.firstIndex(of: $0) } ?? 0
        return [.show(buffers[places[(row + step + places.count) % places.count]].address)]
    }

    /// The buffer that was on the screen before this one.
    func showLast(_ chat: ChatModel) -> [Intent] {
        guard let lastBuffer, lastBuffer != chat.shownBuffer.address, chat[lastBuffer] != nil else { return [] }
        return [.show(lastBuffer)]
    }

    /// The first of the news that the status line tells.
    func showNews(_ chat: ChatModel) -> [Intent] {
        let hotlist = Hotlist(chat.buffers, shown: chat.shownBuffer.address, beside: beside)
        return hotlist.entries.first.map { [.show($0.address)] } ?? []
    }
}
