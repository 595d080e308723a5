import Glibc
import Logging
import Transport

/// All that a service manager gave this process: sockets, and a place to tell how it is. Where none started it there is nothing of that.
package struct ServiceContext: Sendable {
    static let firstDescriptor = ProcessRestart.firstDescriptor

    /// Nil where nobody wants to hear of this process.
    package let manager: ServiceManager?
    package let sockets: InheritedSockets
    private let environment: ServiceEnvironment

    /// Takes it out of this process's environment. To be called once, before there is another thread.
    package static func take(_ logger: Logger) -> ServiceContext { ServiceContext(.take(), logger: logger) }

    init(_ environment: ServiceEnvironment, logger: Logger) {
        self.environment = environment
        // First of all: a descriptor that was said to be one of them, and is not open, would be taken for it once it is something else.
        sockets = InheritedSockets(environment.sockets, logger: logger)
        InheritedSockets.close(environment.surplusDescriptors, logger: logger)
        manager = Self.manager(environment, logger: logger)
    }

    private static func manager(_ environment: ServiceEnvironment, logger: Logger) -> ServiceManager? {
        do throws(DatagramSender.Fault) {
            return try ServiceManager(environment)
        } catch {
            logger.warning(
                "the service manager cannot be told how the server is: \(error)",
                metadata: ["socket": "\(environment.notifySocket ?? "")"])
            return nil
        }
    }

    /// Has this process begin anew, as the same program with the same arguments, and hands on what it was given.
    ///
    /// - Parameter signals: those that do again what they do in a process that says nothing of them.
    package func startAnew(restoring signals: [Int32]) -> Never {
        manager?.drain()
        let named = sockets.named
        ProcessRestart.begin(
            adding: environment.variables(handingOn: named.map(\.name)), handingOn: named.map(\.descriptor),
            restoring: signals)
    }
}
