import Client
import Protocol
import TUI

/// The screen over one network: most tests have no more, and name its buffers without it.
extension Screen {
    mutating func draw(_ session: ClientSession, at now: Timestamp) -> Surface {
        draw(ChatModel(session), at: now)
    }

    mutating func handle(_ event: InputEvent, _ session: ClientSession, at milliseconds: Int64? = nil) -> [Intent] {
        handle(event, ChatModel(session), at: milliseconds)
    }

    mutating func willShow(_ id: BufferID, _ session: ClientSession) { willShow(id.address, ChatModel(session)) }

    mutating func submitted(in id: BufferID, named name: String) { submitted(in: id.address, named: name) }

    mutating func takeBack(_ taken: CancelledMessages, in id: BufferID, named name: String) {
        takeBack(taken, in: id.address, named: name)
    }

    func draft(of id: BufferID) -> String { draft(of: id.address) }

    func input(_ session: ClientSession) -> (text: String, cursor: Int) { input(ChatModel(session)) }

    func save(in savedState: inout SavedState, server: String, _ session: ClientSession) {
        save(in: &savedState, server: server, of: .first, chat: ChatModel(session))
    }

    mutating func restore(_ savedState: SavedState, server: String) {
        restore(savedState, server: server, of: .first)
    }
}

extension LinearView {
    mutating func updates(_ session: ClientSession, at now: Timestamp) -> [String] {
        updates(ChatModel(session), at: now)
    }
}

extension LinearInput {
    mutating func take(_ line: String, _ session: ClientSession) -> [LinearStep] { take(line, ChatModel(session)) }

    mutating func putBack(_ line: QueuedLine, _ session: ClientSession, at now: Timestamp) {
        putBack(line, ChatModel(session), at: now)
    }

    mutating func assignBuffer(_ session: ClientSession) { assignBuffer(ChatModel(session)) }

    mutating func refused(_ command: String, _ session: ClientSession, because reason: String) -> [LinearStep] {
        refused(command, ChatModel(session), because: reason)
    }

    func isRefused(_ session: ClientSession) -> Bool { isRefused(ChatModel(session)) }

    func isStuck(_ session: ClientSession, hasEnded: Bool, at now: Timestamp, seconds: Int64) -> Bool {
        isStuck(ChatModel(session), hasEnded: hasEnded, at: now, seconds: seconds)
    }
}

extension BufferID {
    /// The buffer with this id in the one network that there is.
    var address: BufferAddress { BufferAddress(.first, self) }
}
