import Chat
import Dispatch
import Foundation
import Logging
import Server
import Transport

/// Stops, restarts and reloads a server: on signals, and when an operator asks for it from within. The service manager is told of each.
///
/// SIGINT and SIGTERM stop it in good order, and a second one at once. SIGHUP reads the configuration again; where it comes because the
/// terminal is gone at which the server was started, it stops, unless whoever started it had SIGHUP ignored, as nohup does.
final class ServerControl: Sendable {
    private let server: ChatServer
    private let service: ServiceContext
    /// The signals that this type carries out and that have another effect without it.
    private let signals: [Int32]
    private let reload: @Sendable () throws -> ServerConfiguration
    private let logger = Logger(label: "grillo.control")

    /// Lets people in, from when all of that stands. From its return on no signal is lost.
    ///
    /// - Parameters:
    ///   - service: what the process was given as a service.
    ///   - reload: reads the configuration again.
    init(
        _ server: ChatServer, of service: ServiceContext,
        reload: @escaping @Sendable () throws -> ServerConfiguration
    ) {
        self.server = server
        self.service = service
        self.reload = reload
        signals = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
        for number in [SIGINT, SIGTERM] {
            watch(number) { [self] in
                signal(number, SIG_DFL)
                stop(reason: "The server is shutting down")
            }
        }
        let goesWithTerminal = ControllingTerminal.isThere && signals.contains(SIGHUP)
        watch(SIGHUP) { [self] in
            goesWithTerminal && !ControllingTerminal.isThere ? stopWithTerminal() : readAgain()
        }
        server.open(reportingTo: service.manager) { [self] request in
            switch request {
            // Reading files takes its time; the server's own queue has none.
            case .reload: DispatchQueue.global().async { [self] in readAgain() }
            case .shutDown(let reason): stop(reason: reason)
            case .restart(let reason): startAnew(reason: reason)
            }
        }
    }

    private func stop(reason: String) {
        service.manager?.notifyEnd(.stopping)
        server.stop(reason: reason) { exit(0) }
    }

    private func stopWithTerminal() {
        logger.notice(
            """
            the terminal is closed in which the server was started, and it ends with it: to keep one, start it as a service \
            (systemctl enable --now grillo), in tmux, or with nohup or setsid
            """)
        stop(reason: "The server is shutting down")
    }

    private func readAgain() {
        service.manager?.notify(.reloading(time: MonotonicClock.now()))
        // What is taken over counts when the server's queue has come to it.
        defer { server.settle { [service] in service.manager?.notify(.ready) } }
        do {
            let configuration = try reload()
            try server.apply(configuration)
            LogOutput.follow(configuration)
            logger.notice("the configuration is reloaded")
        } catch {
            logger.error("the configuration is not reloaded, and the old one stays: \(error)")
        }
    }

    /// Ends the server, and becomes the same program with the same arguments. That is ready when it serves.
    private func startAnew(reason: String) {
        service.manager?.notifyEnd(.reloading(time: MonotonicClock.now()))
        server.stop(reason: reason) { [self] in service.startAnew(restoring: signals) }
    }
}

/// The terminal whose end ends the programs that were started in it. <https://man7.org/linux/man-pages/man4/tty.4.html>
private enum ControllingTerminal {
    /// False also where there was one that is closed.
    static var isThere: Bool {
        let descriptor = open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
