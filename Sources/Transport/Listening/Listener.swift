import Dispatch
import Glibc

/// Accepts connections on one address or socket file and hands them to the lanes in turn.
///
/// It may be told things from anywhere. It accepts from the moment it is made, or from `resume` on where it is made paused, until
/// `close`, which must be called: letting go of it closes it too.
package final class Listener: Sendable {
    /// The TCP port it listens on, 0 for a socket file.
    package let boundPort: UInt16
    private let core: QueueConfined<ListenerCore>

    /// Listens on TCP: see `ListeningSocket.tcp` for what `host` and `port` may be.
    ///
    /// - Parameter isPaused: the address is taken, and who connects waits in the system's queue until `resume`.
    package convenience init(
        host: String, port: UInt16, configuration: ConnectionConfiguration, lanes: LaneGroup, isPaused: Bool = false
    ) throws(ListenerError) {
        try self.init(
            host: host, port: port, configuration: configuration, lanes: lanes, isPaused: isPaused,
            accept: Acceptor.system)
    }

    init(
        host: String, port: UInt16, configuration: ConnectionConfiguration, lanes: LaneGroup, isPaused: Bool = false,
        accept: @escaping Acceptor.Call
    ) throws(ListenerError) {
        let (descriptors, port) = try ListeningSocket.tcp(host: host, port: port)
        boundPort = port
        core = Self.start(
            ListenerCore(
                descriptors, socketFile: nil, isPaused: isPaused, configuration: configuration, lanes: lanes, accept))
    }

    /// Listens on sockets that another process made. It listens on copies, and closes only these.
    package init(
        adopting sockets: [InheritedSocket], configuration: ConnectionConfiguration, lanes: LaneGroup,
        isPaused: Bool = false
    ) throws(ListenerError) {
        boundPort = sockets.first?.port ?? 0
        core = Self.start(
            ListenerCore(
                try ListeningSocket.copies(of: sockets), socketFile: nil, isPaused: isPaused,
                configuration: configuration, lanes: lanes, Acceptor.system))
    }

    /// Listens on a socket file (mode 0600), removed again at the end. What comes in has no address and is local.
    package init(
        unixPath path: String, configuration: ConnectionConfiguration, lanes: LaneGroup, isPaused: Bool = false
    ) throws(ListenerError) {
        let descriptor = try ListeningSocket.unix(path)
        boundPort = 0
        core = Self.start(
            ListenerCore(
                [descriptor], socketFile: path, isPaused: isPaused, configuration: configuration, lanes: lanes,
                Acceptor.system))
    }

    deinit {
        close()
    }

    /// Checks that `host` is an address of this machine, without listening: a port that is taken is not found out.
    package static func check(host: String, port: UInt16) throws(ListenerError) {
        try ListeningSocket.tcp(host: host, port: port, isTrial: true).descriptors.forEach { Glibc.close($0) }
    }

    /// Stops accepting; who connects meanwhile waits in the system's queue.
    package func pause() {
        core.queue.async { [core] in core.value.pause() }
    }

    /// Accepts from then on, and whoever waits first. `done` is called when that has begun.
    package func resume(_ done: (@Sendable () -> Void)? = nil) {
        core.queue.async { [core] in
            core.value.resume()
            done?()
        }
    }

    /// Receives what is accepted from now on by `configuration`: a renewed certificate, say.
    package func replace(_ configuration: ConnectionConfiguration) {
        core.queue.async { [core] in core.value.configuration = configuration }
    }

    /// Stops listening for good and frees the address; connections go on. `done` is called when that has happened.
    package func close(_ done: (@Sendable () -> Void)? = nil) {
        core.queue.async { [core] in core.value.close(done) }
    }

    private static func start(_ core: sending ListenerCore) -> QueueConfined<ListenerCore> {
        let confined = QueueConfined(core, on: DispatchQueue(label: "grillo.listener"))
        confined.queue.async { confined.value.start(at: confined) }
        return confined
    }
}
