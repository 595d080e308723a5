import Foundation
import Synchronization
import Transport

/// A server in the test's own process, on a port of loopback: it hears lines, and answers as it was told to.
final class ScriptedServer: Sendable {
    /// What it says to a line, and whether it hangs up then.
    typealias Script = @Sendable (_ line: String) -> [String]

    private struct State {
        var lines: [String] = []
        var connections = 0
        var here: [ConnectionID] = []
    }

    let port: UInt16
    private let state: Ledger
    private let listener: Listener
    private let lanes: LaneGroup

    /// - Parameters:
    ///   - identity: with it TLS is spoken, and nothing else.
    ///   - greeting: what it says first.
    init(
        port: UInt16 = 0, _ identity: TLSIdentity? = nil, greeting: [String] = [],
        _ script: @escaping Script = ScriptedServer.chat()
    ) throws {
        let ledger = Ledger()
        state = ledger
        lanes = LaneGroup(count: 1)
        let configuration = ConnectionConfiguration(tls: try identity.map { try TLSContext.server($0) }) { _, _ in
            ScriptedConnection(ledger: ledger, greeting: greeting, script: script)
        }
        listener = try Listener(host: "127.0.0.1", port: port, configuration: configuration, lanes: lanes)
        self.port = listener.boundPort
    }

    deinit { listener.close() }

    /// Every line that anybody has said, in order.
    var lines: [String] { state.value.withLock { $0.lines } }

    /// How many have come in; over TLS, how many have finished the handshake.
    var connections: Int { state.value.withLock { $0.connections } }

    /// Says lines to everybody who is here.
    func say(_ lines: String...) { say(bytes: lines.flatMap { Array(($0 + "\r\n").utf8) }) }

    func say(bytes: [UInt8]) {
        for id in state.value.withLock({ $0.here }) { lanes.lanes[0].send(Frame(bytes), to: id) }
    }

    /// Ends every connection.
    func hangUp() {
        let here = state.value.withLock { state in
            defer { state.here = [] }
            return state.here
        }
        for id in here { lanes.lanes[0].close(id, reason: .local("hung up")) }
    }

    /// Lets everybody in, with these capabilities.
    static func chat(capabilities: String = "") -> Script {
        { line in
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "CAP" where words.dropFirst().first == "LS": return [":srv CAP * LS :\(capabilities)"]
            case "CAP" where words.dropFirst().first == "REQ":
                return [":srv CAP * ACK :" + line.dropFirst("CAP REQ ".count).drop { $0 == ":" }]
            case "USER": return [":srv 001 anna :Welcome", ":srv 422 anna :no motd"]
            case "PING": return [":srv PONG srv \(words.last ?? "")"]
            case "JOIN":
                return [
                    ":anna!u@h JOIN \(words[1])", ":srv 353 anna = \(words[1]) :anna", ":srv 366 anna \(words[1]) :End",
                ]
            default: return []
            }
        }
    }

    private final class Ledger: Sendable {
        let value = Mutex(State())
    }

    /// One connection: on its lane, which makes its calls one after the other.
    private final class ScriptedConnection: ConnectionHandler {
        private let ledger: Ledger
        private let greeting: [String]
        private let script: Script
        private var unread: [UInt8] = []

        init(ledger: Ledger, greeting: [String], script: @escaping Script) {
            self.ledger = ledger
            self.greeting = greeting
            self.script = script
        }

        func opened(_ connection: Connection) {
            ledger.value.withLock {
                $0.connections += 1
                $0.here.append(connection.id)
            }
            say(greeting, connection)
        }

        func received(_ bytes: UnsafeRawBufferPointer, from connection: Connection) {
            unread += bytes
            while let end = unread.firstIndex(of: 0x0A) {
                let line = String(decoding: unread[..<end].filter { $0 != 0x0D }, as: UTF8.self)
                unread.removeFirst(end + 1)
                ledger.value.withLock { $0.lines.append(line) }
                say(script(line), connection)
            }
        }

        private func say(_ lines: [String], _ connection: Connection) {
            if !lines.isEmpty { connection.send(Frame(lines.map { $0 + "\r\n" }.joined())) }
        }

        func drained(_ connection: Connection) {}
        func closed(_ connection: Connection, reason: CloseReason) {}
    }
}
