import Client
import Dispatch
import Protocol
import Storage
import Synchronization

/// `--export-log`: all that the log of a network has, or of one room in it, page by page.
package struct LogExport: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case text, json
    }

    /// Why it cannot be done: one line, with the remedy.
    package struct Problem: Error {
        package let text: String
        package let status: ExitStatus
    }

    private let path: String
    /// As it was typed; nil for all rooms.
    private let room: String?
    private let format: Format

    /// - Parameters:
    ///   - place: `NETWORK` or `NETWORK/ROOM`. The network is the name that the preferences give it, the name of its log, or its host.
    ///   - servers: those of the person's preferences.
    package init(
        _ place: String, _ format: Format, in directory: StateDirectory, _ servers: [ServerPreferences]
    ) throws(Problem) {
        let parts = place.split(separator: "/", omittingEmptySubsequences: false)
        let folder = LogFolder(in: directory)
        let networks = folder.networks
        // The name of a log may have a slash in it, and so may that of a room: the longest name that there is counts.
        let found = (0..<parts.count).reversed().lazy.compactMap { last in
            Self.network(parts[...last].joined(separator: "/"), of: networks, servers).map { (last, $0) }
        }.first
        guard let (last, network) = found else {
            let list = networks.isEmpty ? "There are none yet." : "There are: \(networks.joined(separator: ", "))."
            throw Problem(text: "there is no log of “\(parts.first ?? "")”. \(list)".printable, status: .usage)
        }
        path = folder.file(of: network)
        let rest = parts[(last + 1)...].joined(separator: "/")
        room = rest.isEmpty ? nil : rest
        self.format = format
    }

    private static func network(
        _ typed: String, of networks: [String], _ servers: [ServerPreferences]
    ) -> String? {
        let typed = typed.lowercased()
        if networks.contains(typed) { return typed }
        guard !typed.isEmpty else { return nil }
        if let server = servers.first(where: { $0.name?.lowercased() == typed }) {
            let port = server.port.flatMap { $0 == ServerAddress.defaultPort ? nil : ":\($0)" } ?? ""
            let key = server.host.lowercased() + port
            if let named = ["\(key)/\(typed)", key].first(where: networks.contains) { return named }
        }
        // Two servers on one host have two names, and neither is the host's alone: the first that the preferences name is meant.
        let ports = servers.filter { $0.host.lowercased() == typed }.compactMap(\.port)
        if let named = ports.lazy.map({ "\(typed):\($0)" }).first(where: networks.contains) { return named }
        let fitting = networks.filter { $0.hasPrefix(typed + ":") }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// Writes everything.
    ///
    /// - Parameter write: takes a piece of text; false ends it. Called on any thread, a call at a time.
    package func run(_ write: @escaping @Sendable (String) -> Bool) throws(Problem) {
        let failure = Mutex<String?>(nil)
        let log: LocalLog
        do throws(LogError) {
            log = try LocalLog(path: path) { incident in failure.withLock { $0 = incident.description } }
        } catch {
            throw Problem(text: "\(error.localDescription).", status: .inputOutput)
        }
        defer { wait { log.close(then: $0) } }
        let folded = try room.map { (typed) throws(Problem) in try find(typed, in: log) }
        let (format, namesRoom) = (format, room == nil)
        let clock = SystemClock()
        wait { done in
            log.export(
                folded,
                each: { page in
                    let lines = page.lazy.compactMap { ExportedLine($0) }
                    return write(
                        lines.map { line in
                            switch format {
                            case .text: line.rows(offset: clock.localOffset(line.time), namesRoom: namesRoom)
                            case .json: line.json
                            }
                        }.joined())
                }, then: done)
        }
        if let words = failure.withLock({ $0 }) { throw Problem(text: "\(words).", status: .inputOutput) }
    }

    /// The folded name of a room, however it was typed.
    private func find(_ typed: String, in log: LocalLog) throws(Problem) -> Bytes {
        let rooms = Mutex<[Bytes]>([])
        wait { done in
            log.rooms { found in
                rooms.withLock { $0 = found.map(\.name) }
                done()
            }
        }
        let names = rooms.withLock { $0 }
        let wanted = Casemapping.rfc1459.fold(typed)
        if let name = names.first(where: { Casemapping.rfc1459.fold($0) == wanted }) { return name }
        let list = names.prefix(50).map(\.text).joined(separator: ", ")
        throw Problem(
            text: "nothing is kept of “\(typed)”. \(names.isEmpty ? "No room is." : "There are: \(list).")".printable,
            status: .usage)
    }

    /// Waits for an answer of the log, which comes on another thread.
    private func wait(for question: (@escaping @Sendable () -> Void) -> Void) {
        let semaphore = DispatchSemaphore(value: 0)
        question { semaphore.signal() }
        semaphore.wait()
    }
}
