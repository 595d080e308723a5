import Glibc

/// The environment variables by which a service manager talks to one process, the service. They are taken out of the environment, so that
/// no program that the service starts takes itself for the service.
///
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html>,
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html> and
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_watchdog_enabled.html>
struct ServiceEnvironment: Hashable, Sendable {
    private static let names = [
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
        "LISTEN_PIDFDID",
    ]
    /// The most sockets that are taken over.
    static let maxSockets = 256
    /// The name of a socket that was given none.
    static let unnamed = "unknown"

    private let values: [String: String]
    private let process: Int32

    /// - Parameters:
    ///   - variable: looks up an environment variable.
    ///   - process: the id of this process. What is meant for another one does not count.
    init(process: Int32, _ variable: (String) -> String?) {
        self.process = process
        values = Self.names.reduce(into: [:]) { $0[$1] = variable($1) }
    }

    /// Takes the variables out of this process's environment. To be called before there is another thread.
    static func take() -> ServiceEnvironment {
        let environment = ServiceEnvironment(process: getpid()) { name in getenv(name).map { String(cString: $0) } }
        for name in names { unsetenv(name) }
        return environment
    }

    /// The place that notifications are sent to; nil where nobody listens for them.
    var notifySocket: String? { values["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The microseconds after which the service manager ends a service that says nothing; nil where it does not watch this process.
    var watchdogMicroseconds: UInt64? {
        guard values["WATCHDOG_PID"].map({ Int32($0) == process }) ?? true else { return nil }
        return values["WATCHDOG_USEC"].flatMap { UInt64($0) }.flatMap { $0 > 0 && $0 < .max ? $0 : nil }
    }

    /// The descriptors of the sockets that this process was given; none where their number is no number that a process can have.
    private var descriptors: Range<Int32> {
        let first = ServiceContext.firstDescriptor
        guard values["LISTEN_PID"].flatMap({ Int32($0) }) == process,
            let count = values["LISTEN_FDS"].flatMap({ Int32($0) }), (1...Int32.max - first).contains(count)
        else { return first..<first }
        return first..<first + count
    }

    /// Those that are more than are taken over.
    var surplusDescriptors: Range<Int32> { descriptors.dropFirst(Self.maxSockets) }

    /// Those that are, each with its name.
    var sockets: [(name: String, descriptor: Int32)] {
        let names = values["LISTEN_FDNAMES"]?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        return descriptors.prefix(Self.maxSockets).enumerated().map { index, descriptor in
            (index < names.count ? String(names[index]) : Self.unnamed, descriptor)
        }
    }

    /// The variables for this process when it begins anew.
    ///
    /// - Parameter names: those of the sockets that it hands on, in their order.
    func variables(handingOn names: [String]) -> [String: String] {
        let kept = values.filter { $0.key == "NOTIFY_SOCKET" || $0.key.hasPrefix("WATCHDOG_") }
        guard !names.isEmpty else { return kept }
        let listening = [
            "LISTEN_PID": "\(process)", "LISTEN_FDS": "\(names.count)", "LISTEN_FDNAMES": names.joined(separator: ":"),
        ]
        return kept.merging(listening) { $1 }
    }
}
