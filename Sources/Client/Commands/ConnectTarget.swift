import Protocol

/// The network that `/connect` names: `NAME`, `HOST [PORT]`, `HOST:PORT`, or a link that begins with irc://, ircs:// or grillo://.
///
/// A name cannot be told from a host here: whoever knows the names looks among them first.
package struct ConnectTarget: Hashable, Sendable {
    /// The first word, as it was typed. It may hold the secret of an invitation: it is neither shown nor kept.
    package let word: String
    /// The host; that of a link where one was given.
    package let host: String
    /// Nil where none was named.
    package let port: UInt16?
    /// Nil for an invitation.
    package let address: ServerAddress?
    /// Nil for anything but an invitation.
    package let link: InvitationLink?

    /// The rooms of the link, with their keys.
    package var channels: [SessionConfiguration.Channel] {
        if let link { return link.channel.map { [.init(name: $0)] } ?? [] }
        return (address?.channels ?? []).map { .init(name: $0, key: address?.keys[$0]) }
    }

    /// - Throws: the mistake, as a sentence with its remedy. Nothing of a key or a secret is in it.
    package init(_ text: String) throws(SlashCommandError) {
        let words = text.split(separator: " ")
        guard let first = words.first else { throw Self.unknown }
        word = String(first)
        guard words.count < 3 else {
            throw SlashCommandError(reason: "That is more than a host and its port. Usage: /connect \(Self.usage)")
        }
        if word.lowercased().hasPrefix(InvitationLink.scheme) {
            guard words.count == 1, let link = InvitationLink(word) else {
                throw SlashCommandError(
                    reason: "That invitation is not whole. Copy all of it, from grillo:// to its end.")
            }
            (self.link, address, host, port) = (link, nil, link.host, link.port)
            return
        }
        let address: ServerAddress
        do throws(ServerAddress.Problem) {
            address = try ServerAddress(word)
        } catch {
            throw SlashCommandError(reason: DrawableText.plain(error.words(for: word)) + ".")
        }
        if words.count == 2 {
            guard let number = UInt16(words[1]), number > 0, address.port ?? number == number else {
                throw SlashCommandError(reason: "The port is a number from 1 to 65535. Usage: /connect \(Self.usage)")
            }
            port = number
        } else {
            port = address.port
        }
        (self.address, link, host) = (address, nil, address.host)
    }

    package static let usage = "name|host [port]|link"

    private static let unknown = SlashCommandError(reason: "Something is missing. Usage: /connect \(usage)")
}
