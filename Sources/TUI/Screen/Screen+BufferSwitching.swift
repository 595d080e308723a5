import Client

/// Going from one buffer to another.
extension Screen {
    /// The next buffer, or one further on.
    func show(_ step: Int, _ chat: ChatModel) -> [Intent] {
        let buffers = chat.buffers
        let place = buffers.position(of: chat.shownBuffer.address) ?? 0
        return [.show(buffers[(place + step + buffers.count) % buffers.count].address)]
    }

    /// The first of the news that the status line tells.
    func showNews(_ chat: ChatModel) -> [Intent] {
        let hotlist = Hotlist(chat.buffers, shown: chat.shownBuffer.address)
        return hotlist.entries.first.map { [.show($0.address)] } ?? []
    }
}
