import Client

/// The mouse, where it is the program's.
extension Screen {
    /// Takes what the mouse did. Nothing of it types, answers a question, or counts as being in the middle of something.
    mutating func handle(
        _ mouse: MouseEvent, _ chat: ChatModel, _ shown: Buffer, at milliseconds: Int64?
    ) -> [Intent] {
        guard !panes.isTypingSecret else { return [] }
        switch mouse.kind {
        case .wheelUp: return handle(.key(Key(.wheelUp)), chat, shown, at: milliseconds)
        case .wheelDown: return handle(.key(Key(.wheelDown)), chat, shown, at: milliseconds)
        case .press, .drag, .release: return []
        }
    }
}
