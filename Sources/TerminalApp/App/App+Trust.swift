import Client
import Glibc
import Protocol
import TUI
import Transport

/// The trust in a server: whether it is the right one, and how it wants to be reached.
extension App {
    /// A server that nobody vouches for was hung up on, without a word: the person says whether to go on.
    func ask(_ question: TrustQuestion) {
        let network = question.network
        servers[network].trustQuestion = question
        guard linear != nil else { return screen.ask(question) }
        guard canAsk else {
            servers[network].trustQuestion = nil
            return decline(
                network,
                "\(question.place) is new here, and there is no terminal to ask on whether its key is the right one: "
                    + "\(question.groupedFingerprint). Enter once with a terminal, or with an invitation (grillo://…).")
        }
        perform(input.ask(question))
    }

    func answer(_ answer: TrustQuestion.Answer, of network: NetworkID) {
        guard let question = servers[network].trustQuestion else { return }
        servers[network].trustQuestion = nil
        switch answer {
        case .no:
            return decline(network, "\(question.place) was not entered. Nothing was sent to it.")
        case .once:
            world.hostKeyStore.accept(question.place, question.shown)
        case .always:
            if let problem = world.hostKeyStore.remember(question.place, question.shown, at: clock.now) {
                world.hostKeyStore.accept(question.place, question.shown)
                chat[network].note(
                    "\(problem). It was taken for this time only.", kind: .error, in: .server, at: clock.now)
            }
        }
        dial(network)
    }

    private func decline(_ network: NetworkID, _ reason: String) {
        if mayGiveUp(network) { return end(with: reason) }
        chat[network].connectionFailed(cause: "its key was not accepted", isFinal: true, at: clock.now)
    }

    /// The server of a network asked for TLS.
    func upgrade(_ network: NetworkID, to port: UInt16) {
        servers[network].upgrade(to: port)
        screen.setSecurity(.tls, of: network)
        connect(network, after: 0)
    }

    /// The server wants nothing but TLS from now on. Only one that somebody vouches for may want that.
    func hold(_ network: NetworkID, seconds: Int) {
        if servers[network].holdToTLS(seconds: seconds) {
            renewHold(network)
        }
    }

    /// Counts from the end of the connection again: it may have been a long one.
    /// <https://ircv3.net/specs/extensions/sts#rescheduling-expiry-on-disconnect>
    func renewHold(_ network: NetworkID) {
        let access = servers[network]
        guard let strictSeconds = access.strictSeconds, let host = access.destination.host,
            let port = access.destination.port
        else { return }
        world.hostKeyStore.hold(host, port: port, seconds: strictSeconds, at: clock.now)
    }
}
