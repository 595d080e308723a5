import Foundation
import Server
import Transport

extension Serve {
    /// Tells the host that the server serves, and how people come in.
    func announce(_ server: ChatServer, _ configuration: ServerConfiguration) {
        let places = server.endpoints.map(\.description).joined(separator: ", ")
        let data = DataFolder.option(for: configuration.dataFolder)
        let ways = server.endpoints.map { endpoint in
            endpoint.host.isEmpty
                ? "grillo-tui localhost \(endpoint.port)\(data)   (elsewhere: grillo-tui THIS-HOST \(endpoint.port))"
                : "grillo-tui \(endpoint.host) \(endpoint.port)\(data)"
        }
        let kept = configuration.history.fate(in: server.folder.path)
        let lines = """
            Serving \(configuration.lobby) on \(places); history \(kept).
            Key fingerprint: \(server.keyFingerprint.grouped)
            Enter with: \(ways.joined(separator: "\n            "))
            Any IRC client can enter, too: with TLS, from this machine also without.
            \(whoComesIn(configuration, data))

            """
        let plain =
            server.telnet.map { "Without any client: telnet \($0.host.isEmpty ? "localhost" : $0.host) \($0.port)\n" }
            ?? ""
        let metrics = server.metricsEndpoints.map { endpoint in
            "Metrics: http://\(endpoint.host.isEmpty ? "localhost:\(endpoint.port)" : "\(endpoint)")/metrics\n"
        }.joined()
        // Whoever started it need not listen to it for ever.
        try? FileHandle.standardOutput.write(contentsOf: Data((lines + plain + metrics).utf8))
    }
}

/// A line for the host: the people who may come in, and the command that lets others in.
private func whoComesIn(_ configuration: ServerConfiguration, _ data: String) -> String {
    let invite = "grillo invite\(data)"
    if configuration.isInviteOnly {
        return "Only people with an account or an invitation come in. Invite with: \(invite)"
    }
    return configuration.isOpen ? "Anybody may come in." : "Let others in with: \(invite)"
}
