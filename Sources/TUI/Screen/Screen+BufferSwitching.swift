import Client

/// Going from one buffer to another.
extension Screen {
    /// The next buffer, or one further on.
    func show(_ step: Int, _ chat: ChatModel) -> [Intent] {
        let buffers = chat.buffers
        let place = buffers.position(of: chat.shownBuffer.address) ?? 0
        return [.show(buffers[(place + step + buffers.count) % buffers.count].address)]
    }

    /// First those that mention the person, then those with anything new.
    func showNews(_ chat: ChatModel) -> [Intent] {
        let buffers = chat.buffers
        let place = buffers.position(of: chat.shownBuffer.address) ?? 0
        let others = (1..<max(buffers.count, 1)).map { buffers[(place + $0) % buffers.count] }
        let next = others.first { $0.mentions > 0 } ?? others.first { $0.unread > 0 }
        return next.map { [.show($0.address)] } ?? []
    }
}
