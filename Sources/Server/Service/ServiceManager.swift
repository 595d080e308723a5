import Transport

/// The service manager that started this process and wants to hear of it: systemd, or another that speaks its protocol.
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html>
package final class ServiceManager: Sendable {
    private let sender: DatagramSender
    /// The milliseconds after which a sign of life is due; nil where nobody waits for one.
    let watchdogMilliseconds: Int?
    private let watchdogMicroseconds: UInt64?
    /// The time that an end and a start may take without a sign of life, in microseconds: as long as `TimeoutStartSec=` of the unit.
    private static let startMicroseconds: UInt64 = 30 * 60 * 1_000_000
    /// A manager that would hear it more often, or less often than once a day, does not.
    private static let watchdogBounds = 10...86_400_000

    /// - Returns: nil where the environment names no place to send to.
    init?(_ environment: ServiceEnvironment) throws(DatagramSender.Fault) {
        guard let place = environment.notifySocket else { return nil }
        sender = try DatagramSender(to: place)
        // Half of the time leaves the other half for a machine that is busy.
        watchdogMicroseconds = environment.watchdogMicroseconds
        watchdogMilliseconds = watchdogMicroseconds.map {
            min(max(Int(clamping: $0 / 2000), Self.watchdogBounds.lowerBound), Self.watchdogBounds.upperBound)
        }
    }

    /// Tells all of it at once, in the order of the calls. Nobody waits for the manager.
    package func notify(_ notifications: ServiceNotification...) { notify(notifications) }

    /// Tells that the server serves, and that a sign of life will come in time from now on.
    func notifyReady(_ notifications: ServiceNotification...) {
        notify([.ready] + notifications + watchdogTime { $0 })
    }

    /// Tells that the server ends, or begins anew, and that no sign of life may come until ``notifyReady(_:)``: nobody has a queue meanwhile, and a
    /// long history takes its time to be closed and opened.
    package func notifyEnd(_ notification: ServiceNotification) {
        notify([notification] + watchdogTime { max($0, Self.startMicroseconds) })
    }

    private func watchdogTime(_ microseconds: (UInt64) -> UInt64) -> [ServiceNotification] {
        watchdogMicroseconds.map { [.watchdogTime(microseconds: microseconds($0))] } ?? []
    }

    private func notify(_ notifications: [ServiceNotification]) {
        let topic = notifications.count == 1 ? notifications[0].topic : nil
        sender.send(notifications.map(\.assignments).joined(), about: topic)
    }

    /// Waits until the manager has heard all that it was told, for some seconds at most.
    package func drain() { sender.drain() }
}
