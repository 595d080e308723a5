import Transport

/// The service manager that started this process and wants to hear of it: systemd, or another that speaks its protocol.
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html>
package final class ServiceManager: Sendable {
    private let sender: DatagramSender
    /// The milliseconds after which a sign of life is due; nil where nobody waits for one.
    let watchdogMilliseconds: Int?
    /// A manager that would hear it more often, or less often than once a day, does not.
    private static let watchdogBounds = 10...86_400_000

    /// - Returns: nil where the environment names no place to send to.
    init?(_ environment: ServiceEnvironment) throws(DatagramSender.Fault) {
        guard let place = environment.notifySocket else { return nil }
        sender = try DatagramSender(to: place)
        // Half of the time leaves the other half for a machine that is busy.
        watchdogMilliseconds = environment.watchdogMicroseconds.map {
            min(max(Int(clamping: $0 / 2000), Self.watchdogBounds.lowerBound), Self.watchdogBounds.upperBound)
        }
    }

    /// Tells all of it at once, in the order of the calls. Nobody waits for the manager.
    package func notify(_ notifications: ServiceNotification...) {
        sender.send(notifications.map(\.assignments).joined())
    }

    /// Waits until the manager has heard all that it was told, for some seconds at most each.
    package func drain() { sender.drain() }
}
