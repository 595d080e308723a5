import Client
import Glibc
import Protocol
import TUI
import Transport

/// Whether the server is the right one, and how it wants to be reached.
extension App {
    /// A server that nobody vouches for was hung up on, without a word: the person says whether to go on.
    func ask(_ question: TrustQuestion) {
        trustQuestion = question
        guard linear != nil else { return screen.ask(question) }
        guard canAsk else {
            trustQuestion = nil
            return decline(
                "\(question.place) is new here, and there is no terminal to ask on whether its key is the right one: "
                    + "\(question.shown.fingerprint). Enter once with a terminal, or with an invitation (grillo://…).")
        }
        perform(input.ask(question))
    }

    func answer(_ answer: TrustQuestion.Answer) {
        guard let question = trustQuestion else { return }
        trustQuestion = nil
        switch answer {
        case .no:
            return decline("\(question.place) was not entered. Nothing was sent to it.")
        case .once:
            hostKeyStore.accept(question.place, question.shown)
        case .always:
            if let problem = hostKeyStore.remember(question.place, question.shown, at: SystemClock.now) {
                hostKeyStore.accept(question.place, question.shown)
                session.note(
                    "\(problem). It was taken for this time only.", kind: .error, in: .server, at: SystemClock.now)
            }
        }
        dial()
    }

    private func decline(_ reason: String) {
        if mayGiveUp { return end(with: reason) }
        session.connectionFailed(cause: "its key was not accepted", isFinal: true, at: SystemClock.now)
    }

    /// The server asked for TLS.
    func upgrade(to port: UInt16) {
        destination.upgrade(to: port)
        screen.setSecurity(.tls, of: session.network)
        connect(after: 0)
    }

    /// The server wants nothing but TLS from now on. Only one that somebody vouches for may want that.
    func hold(seconds: Int) {
        guard isVouchedFor else { return }
        strictSeconds = seconds
        renewHold()
    }

    /// Counts from the end of the connection again: it may have been a long one.
    /// <https://ircv3.net/specs/extensions/sts#rescheduling-expiry-on-disconnect>
    func renewHold() {
        guard let strictSeconds, let host = destination.host, let port = destination.port else { return }
        hostKeyStore.hold(host, port: port, seconds: strictSeconds, at: SystemClock.now)
    }
}
