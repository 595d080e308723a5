import Basics
import Transport

/// Tells a host, in a room of the server, how others come in. The rule that decides who may is ``AdmissionPolicy``.
package struct AccessInstructions: Hashable, Sendable {
    private let isOpen: Bool
    private let isInviteOnly: Bool
    private let hasPassword: Bool

    package init(_ configuration: ServerConfiguration) {
        isOpen = configuration.isOpen
        isInviteOnly = configuration.isInviteOnly
        hasPassword = configuration.passwordFile != nil
    }

    /// Of the server that serves a folder, or did last, as it said itself; nil where it is of a version that did not say.
    package init?(servedIn folder: String) {
        guard DataFolder.recordsAdmission(folder) else { return nil }
        self.init(DataFolder.configurationServed(in: folder))
    }

    /// A line for each way, with what is to be typed.
    ///
    /// - Parameter places: a name or an address with a port, each one that others can reach.
    package func lines(at places: [ServerConfiguration.Endpoint]) -> [String] {
        let commands = places.map { "grillo-tui \($0.host) \($0.port)" }
        if isInviteOnly {
            return ["Others need an invitation: /invite makes one."]
                + commands.map { "People with an account here come in with: \($0)" }
        }
        if hasPassword {
            return commands.map { "Others come in with the server's password and: \($0)" }
                + ["Without the password they need an account here, or an invitation: /invite makes one."]
        }
        let lines = commands.map { "Others come in with: \($0)" }
        guard !isOpen, places.contains(where: { Self.isPublic($0.host) }) else { return lines }
        return lines + ["From the open internet they need an account here, or an invitation: /invite makes one."]
    }

    /// True for a host that strangers may reach: a name may stand for any address.
    private static func isPublic(_ host: String) -> Bool {
        guard let address = IPAddress(host) else { return host != "localhost" }
        return !address.isLoopback && !address.isPrivate
    }
}
