import Glibc
import Logging
import SystemBasics
import Transport

/// The sockets on which somebody else let this process listen, by what they are for.
package struct InheritedSockets: Hashable, Sendable {
    /// The service on a socket, which the socket's name says (`FileDescriptorName=` in a unit for systemd).
    enum Purpose: Hashable, Sendable {
        case irc
        /// A wire format beside IRC, by its name.
        case format(String)
        case metrics

        static let all = [irc] + WireFormat.all.map { format($0.name) } + [metrics]

        var name: String {
            switch self {
            case .irc: "irc"
            case .format(let name): name
            case .metrics: "metrics"
            }
        }

        /// IRC also for a socket that nobody gave a name: then it has none, or that of its unit.
        init?(socketName name: String) {
            let isUnnamed = name.isEmpty || name == ServiceEnvironment.unnamed || name.hasSuffix(".socket")
            guard let purpose = isUnnamed ? .irc : Self.all.first(where: { $0.name == name }) else { return nil }
            self = purpose
        }
    }

    private var sockets: [Purpose: [InheritedSocket]] = [:]

    /// None.
    package init() {}

    /// Takes over those that can be used. The others are closed, and named in the log.
    ///
    /// - Parameter descriptors: each once.
    init(_ descriptors: [(name: String, descriptor: Int32)], logger: Logger) {
        for (name, descriptor) in descriptors {
            do throws(InheritedSocket.Fault) {
                let socket = try InheritedSocket(descriptor)
                if let purpose = Purpose(socketName: name) {
                    sockets[purpose, default: []].append(socket)
                    continue
                }
                let known = Purpose.all.map(\.name).joined(separator: ", ")
                Self.leave(descriptor, name, "nothing is served under its name (there are \(known))", logger)
            } catch {
                // What is not open is not ours to close, either.
                Self.leave(error == .notOpen ? nil : descriptor, name, "\(error)", logger)
            }
        }
    }

    /// Closes the sockets that are more than are taken over.
    static func close(_ surplus: Range<Int32>, logger: Logger) {
        guard !surplus.isEmpty else { return }
        let open = FileSystem.names(in: "/proc/self/fd").compactMap { Int32($0) }.filter(surplus.contains)
        // The one by which they were read is closed by now.
        let count = open.count { Glibc.close($0) == 0 }
        guard count > 0 else { return }
        logger.warning(
            "\(count) of the sockets that the service manager handed over are not used: there are more than \(ServiceEnvironment.maxSockets)"
        )
    }

    /// - Parameter descriptor: is closed; nil where it is not open.
    private static func leave(_ descriptor: Int32?, _ name: String, _ reason: String, _ logger: Logger) {
        if let descriptor { Glibc.close(descriptor) }
        logger.warning(
            "a socket that the service manager handed over is not used: \(reason)", metadata: ["socket": "\(name)"])
    }

    /// Those for a purpose, in the order in which they were handed over.
    subscript(purpose: Purpose) -> [InheritedSocket] { sockets[purpose] ?? [] }

    /// All of them with the names by which they are found again.
    var named: [(name: String, descriptor: Int32)] {
        Purpose.all.flatMap { purpose in self[purpose].map { (purpose.name, $0.descriptor) } }
    }
}

extension InheritedSocket {
    package var endpoint: ServerConfiguration.Endpoint { .init(host: host, port: port) }
}

extension ServerConfiguration {
    /// The same with the addresses of inherited sockets in place of those that it would listen on itself.
    func adopting(_ sockets: InheritedSockets) -> ServerConfiguration {
        var configuration = self
        let irc = sockets[.irc].map(\.endpoint)
        if !irc.isEmpty { configuration.endpoints = irc }
        for format in WireFormat.all {
            if let socket = sockets[.format(format.name)].first { format.setEndpoint(&configuration, socket.endpoint) }
        }
        if let metrics = sockets[.metrics].first { configuration.metrics = metrics.endpoint }
        return configuration
    }
}
