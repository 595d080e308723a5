import Chat
import Dispatch
import Foundation
import Logging
import Server

/// Stops, restarts and reloads a server: on signals, and when an operator asks for it from within.
///
/// SIGINT and SIGTERM stop it in good order, and a second one at once. SIGHUP reads the configuration again; where it comes because the
/// terminal is gone at which the server was started, it stops.
final class ServerControl: Sendable {
    private let server: ChatServer
    private let reload: @Sendable () throws -> ServerConfiguration
    private let logger = Logger(label: "grillo.control")

    /// Lets people in, from when all of that stands. From its return on no signal is lost.
    ///
    /// - Parameter reload: reads the configuration again.
    init(_ server: ChatServer, reload: @escaping @Sendable () throws -> ServerConfiguration) {
        self.server = server
        self.reload = reload
        for number in [SIGINT, SIGTERM] {
            watch(number) { [self] in
                signal(number, SIG_DFL)
                stop(reason: "The server is shutting down")
            }
        }
        // A terminal that is gone is none any more, and was one.
        let hadTerminal = isatty(STDIN_FILENO) == 1
        watch(SIGHUP) { [self] in
            hadTerminal && isatty(STDIN_FILENO) == 0 ? stop(reason: "The server is shutting down") : readAgain()
        }
        server.open { [self] request in
            switch request {
            // Reading files takes its time; the server's own queue has none.
            case .reload: DispatchQueue.global().async { [self] in readAgain() }
            case .shutDown(let reason): stop(reason: reason)
            case .restart(let reason): server.stop(reason: reason) { Self.startAnew() }
            }
        }
    }

    private func watch(_ number: Int32, _ handler: @escaping @Sendable () -> Void) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        // The source must live as long as the process, which is as long as the handler keeps it.
        source.setCancelHandler { withExtendedLifetime(source) {} }
        let isWatched = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { isWatched.signal() }
        source.activate()
        isWatched.wait()
    }

    private func stop(reason: String) {
        server.stop(reason: reason) { exit(0) }
    }

    private func readAgain() {
        do {
            let configuration = try reload()
            try server.apply(configuration)
            LogLevel.current = configuration.logLevel
            logger.notice("the configuration is reloaded")
        } catch {
            logger.error("the configuration is not reloaded, and the old one stays: \(error)")
        }
    }

    /// Becomes the same program with the same arguments.
    private static func startAnew() -> Never {
        execv("/proc/self/exe", CommandLine.unsafeArgv)
        exit(71)
    }
}
