import Client
import Protocol
import TUI

/// The log on this machine: what the sessions want kept, and what they ask of it.
extension App {
    /// Has the problems of the log told with the lines of the network that they are about.
    func watchLog() {
        world.messageLog.watch { [weak self, loop = world.loop] key, words in
            loop.enqueue { self?.tellOfLog(words, key) }
        }
    }

    private func tellOfLog(_ words: String, _ key: String) {
        for network in chat.networks where servers[network].destination.stateKey == key {
            chat[network].note(DrawableText.plain(words) + ".", kind: .error, in: .server, at: clock.now)
        }
        carryOut()
        drawSoon()
    }

    /// Has the log opened while the server is dialled, where it will be read.
    func openLog(of network: NetworkID) {
        if chat[network].mayKeepLog { world.messageLog.open(logKey(of: network)) }
    }

    func carryOut(onLog action: SessionAction, of network: NetworkID) {
        keepLog(action, of: network)
        guard case .readLog(let query) = action else { return }
        let number = chat[network].serverNumber
        world.messageLog.read(query, of: logKey(of: network)) { [loop = world.loop] answer in
            loop.enqueue { [weak self] in self?.logAnswered(answer, to: query, of: network, number) }
        }
    }

    /// Does what changes the log; nothing for any other action.
    func keepLog(_ action: SessionAction, of network: NetworkID) {
        let (log, key) = (world.messageLog, logKey(of: network))
        if case .record(let records) = action { log.record(records, of: key) }
        if case .redactLog(let messageID, let room) = action { log.redact(messageID, in: room, of: key) }
        if case .forgetLog(let room) = action { log.forget(room, of: key) }
        if case .renameLog(let room, let name) = action { log.rename(room, to: name, of: key) }
        if case .markLogRead(let room, let time) = action { log.markRead(room, at: time, of: key) }
    }

    private func logAnswered(_ answer: LogAnswer, to query: LogQuery, of network: NetworkID, _ number: Int) {
        // The session may have gone over to another server meanwhile, or be gone.
        guard chat.networks.contains(network), chat[network].serverNumber == number else { return }
        chat[network].logAnswered(answer, to: query, at: clock.now)
        carryOut()
        drawSoon()
    }

    private func logKey(of network: NetworkID) -> String { servers[network].destination.stateKey }
}
