import Foundation

/// A network of a test's own, in which this machine is also 203.0.113.1, an address of the open internet (RFC 5737): a server that runs
/// there takes whoever connects to that address for a stranger. It ends with its last process.
enum NetworkNamespace {
    static let address = "203.0.113.1"

    /// Runs a program in a new one.
    static let wrapper = [
        "unshare", "-n", "sh", "-c", "ip link set lo up && ip addr add \(address)/32 dev lo && exec \"$@\"", "sh",
    ]

    /// Whether the system lets this user make one.
    static let isAvailable =
        (try? ProgramResult.of(named: wrapper[0], Array(wrapper.dropFirst()) + ["true"]))?.code == 0

    /// Runs a program beside the server, to its end.
    static func run(beside room: GrilloServer, _ command: [String], input: String) throws -> ProgramResult {
        try ProgramResult.of(named: "nsenter", ["-t", "\(room.processID)", "-n"] + command, input: input)
    }

    /// What somebody is told who says `lines` over TLS and then waits for the end, as a stranger.
    static func say(_ lines: [String], to room: GrilloServer, port: Int = 6697) throws -> String {
        try run(
            beside: room, ["timeout", "30", "openssl", "s_client", "-quiet", "-connect", "\(address):\(port)"],
            input: lines.map { $0 + "\r\n" }.joined()
        ).output
    }
}
