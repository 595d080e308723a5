import Glibc
import Logging
import Transport

/// The sockets on which somebody else let this process listen, by what they are for.
package struct InheritedSockets: Hashable, Sendable {
    /// What a socket serves. Its name (`FileDescriptorName=` in a unit for systemd) says it.
    package enum Purpose: String, Sendable, CaseIterable {
        case irc
        case telnet
        case metrics

        /// IRC also for a socket that nobody gave a name: then it has none, or that of its unit.
        init?(socketName name: String) {
            let isUnnamed = name.isEmpty || name == ServiceEnvironment.unnamed || name.hasSuffix(".socket")
            self.init(rawValue: isUnnamed ? Self.irc.rawValue : name)
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
                let known = Purpose.allCases.map(\.rawValue).joined(separator: ", ")
                Self.close(descriptor, name, "nothing is served under its name (there are \(known))", logger)
            } catch {
                Self.close(descriptor, name, "\(error)", logger)
            }
        }
    }

    private static func close(_ descriptor: Int32, _ name: String, _ reason: String, _ logger: Logger) {
        Glibc.close(descriptor)
        logger.warning(
            "a socket that the service manager handed over is not used: \(reason)", metadata: ["socket": "\(name)"])
    }

    /// Those for a purpose, in the order in which they were handed over.
    package subscript(purpose: Purpose) -> [InheritedSocket] { sockets[purpose] ?? [] }

    /// All of them with the names by which they are found again.
    var named: [(name: String, descriptor: Int32)] {
        Purpose.allCases.flatMap { purpose in self[purpose].map { (purpose.rawValue, $0.descriptor) } }
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
        if let telnet = sockets[.telnet].first { configuration.telnet = telnet.endpoint }
        return configuration
    }
}
