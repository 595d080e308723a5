import Client
import Glibc
import Protocol
import TUI
import Transport

/// The end of the program.
extension App {
    // MARK: The end

    /// The person wants to leave. Where they would lose settings they are told so first, once.
    func quit(_ reason: String?) {
        let mistyped = mistypedTables
        guard terminal != nil || canAsk,
            let words = settings.warning(aliases: chat.shown.aliases, except: mistyped)
        else {
            return leave(status: 0, reason: reason)
        }
        guard linear == nil else { return printLines([words]) }
        screen.warnBeforeQuitting(words)
    }

    /// Gives the terminal back, says goodbye to the servers, and ends the program once that has left.
    ///
    /// - Parameter reason: told to those in all rooms; nil for none.
    func leave(status: Int32, reason: String? = nil) {
        guard programEnd == .running else { return }
        programEnd = .leaving(status: status)
        loop.unwatch(STDIN_FILENO)
        if hasTyped || chat.networks.contains(where: { chat[$0].hasBeenOnline }) { saveState() }
        giveBackTerminal()
        for network in chat.networks { sayGoodbye(to: network, reason: reason) }
        closeLog()
        world.programs.endAll()
        guard isAnythingAwaited else { return endProgram() }
        loop.after(.milliseconds(300)) { [self] in
            giveUpConnections()
            closedWhileLeaving()
        }
        loop.after(.seconds(2)) { [self] in endProgram() }
    }

    private func sayGoodbye(to network: NetworkID, reason: String?) {
        renewHold(network)
        let connection = servers[network].connection
        if chat[network].phase != .ended {
            chat[network].sayGoodbye(reason, at: clock.now)
            for action in chat[network].drainActions() {
                if case .send(let bytes) = action { connection?.send(bytes) } else { keepLog(action, of: network) }
            }
        }
        connection?.close()
        // One that is still coming about says nothing when it is given up, so that nothing is to be waited for.
        if !servers[network].isOpen { servers[network].forgetConnection() }
    }

    /// A connection has ended while the program is ending: when it was the last, that is the end.
    func closedWhileLeaving() {
        if !isAnythingAwaited { endProgram() }
    }

    /// Stores what waits to be stored. The connections are awaited for 300 ms, and a log in which something is still to be written for 2 s.
    private func closeLog() {
        isLogClosing = true
        world.messageLog.close { [loop = world.loop] in
            loop.enqueue { [self] in
                isLogClosing = false
                closedWhileLeaving()
            }
        }
    }

    private var isAnythingAwaited: Bool { servers.isAnyConnected || isLogClosing }

    private func endProgram() {
        guard case .leaving(let status) = programEnd else { return }
        stop(ProgramExit(status: status))
    }

    private func giveUpConnections() {
        for network in chat.networks {
            servers[network].connection?.close()
            servers[network].forgetConnection()
        }
    }

    /// Leaves all connections, stops the server that the person hosts, if there is one, and ends the program. Happens once.
    private func stop(_ programExit: ProgramExit) {
        programEnd = .stopping
        giveUpConnections()
        let exit = world.exit
        guard let localServer = world.localServer else { return exit(programExit) }
        localServer.stop { exit(programExit) }
    }

    private func giveBackTerminal() {
        terminal?.restore()
        world.stream.setEcho(true)
    }

    /// Tells whether the very first connection is still to come about, there is no other network and nothing has been typed: then nothing is
    /// lost by ending here.
    func mayGiveUp(_ network: NetworkID) -> Bool {
        chat.networks.count == 1 && !chat[network].hasBeenOnline && servers[network].isFirstAttempt && !hasTyped
    }

    /// Ends the program with one line. Nothing is said to any server any more.
    func end(with reason: String) {
        guard programEnd == .running else { return }
        giveBackTerminal()
        stop(ProgramExit(status: ExitStatus.unreachable.rawValue, message: DrawableText.plain(reason)))
    }

    /// Plain IRC was tried where TLS is spoken.
    func giveUpOnTLS(_ network: NetworkID) {
        guard chat[network].isTLSLikely, mayGiveUp(network) else { return }
        let target = servers[network].destination.target
        end(with: "\(target) speaks TLS, as it seems, and lets nobody in without. Start with --tls.")
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
            case .proxyUnreachable: "Start the proxy, or change proxy in tui.toml."
            case .proxyFailed: "Check the address, and proxy in tui.toml."
            }
        end(with: "\(error). \(remedy)")
    }
}
