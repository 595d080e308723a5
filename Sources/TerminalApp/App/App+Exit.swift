import Client
import Glibc
import Transport

/// The end of the program.
extension App {
    // MARK: The end

    /// Gives the terminal back, says goodbye to the server, and ends the program once that has left.
    func leave(status: Int32) {
        guard leavingStatus == nil else { return }
        leavingStatus = status
        loop.unwatch(STDIN_FILENO)
        if hasTyped || session.hasBeenOnline { saveState() }
        giveBackTerminal()
        renewHold()
        if session.phase != .ended {
            _ = session.perform(.quit(nil), in: .server, at: SystemClock.now)
            for case .send(let bytes) in session.drainActions() { serverConnection?.send(bytes) }
        }
        guard let serverConnection else { return end() }
        serverConnection.close()
        loop.after(.milliseconds(300)) { [self] in end() }
    }

    func end() {
        let status = leavingStatus ?? 0
        guard !isStopping else { return }
        isStopping = true
        guard let localServer else { return exit(ProgramExit(status: status)) }
        localServer.stop { [exit] in exit(ProgramExit(status: status)) }
    }

    private func giveBackTerminal() {
        terminal?.restore()
        stream.setEcho(true)
    }

    /// Whether the very first connection is still to come about and nothing has been typed: nothing is lost by ending here.
    var mayGiveUp: Bool { !session.hasBeenOnline && isFirstAttempt && !hasTyped }

    /// Ends the program with one line.
    func end(with reason: String) {
        guard leavingStatus == nil else { return }
        let status = ExitStatus.unreachable.rawValue
        leavingStatus = status
        giveBackTerminal()
        exit(ProgramExit(status: status, message: DrawableText.plain(reason)))
    }

    /// Plain IRC was tried where TLS is spoken.
    func giveUpOnTLS() {
        guard session.isTLSLikely, mayGiveUp else { return }
        end(with: "\(destination.target) speaks TLS, as it seems, and lets nobody in without. Start with --tls.")
    }

    func giveUp(_ error: DialError) {
        let remedy =
            switch error {
            case .nameNotFound: "Check its spelling."
            case .refused: "Start a server there with “grillo serve”, or name another port: grillo-tui HOST PORT."
            case .unreachable, .timedOut, .other: "Check the address, the port and the network."
            case .notTLS: "If you trust the network in between, --no-tls speaks plain IRC."
            case .tlsFailed: "Check the port, and ask whoever runs the server."
            case .refusedByTrust: "Nothing was sent to it."
            }
        end(with: "\(error). \(remedy)")
    }
}
