import Protocol

/// The network that `/connect` names: `NAME`, `HOST [PORT]`, `HOST:PORT`, or a link that begins with irc://, ircs:// or grillo://. Options as
/// WeeChat and irssi have them may stand before and behind it: `-autoconnect`, `-network NAME`, `-tls`, `-notls`.
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

    /// The name that the network is to have on the screen; nil where none is given.
    package let name: String?
    /// True if it is to be connected to at every start.
    package let isForEveryStart: Bool
    /// Nil where neither the options nor the link say so.
    package let usesTLS: Bool?

    /// The rooms of the link, with their keys.
    package var channels: [SessionConfiguration.Channel] {
        if let link { return link.channel.map { [.init(name: $0)] } ?? [] }
        return (address?.channels ?? []).map { .init(name: $0, key: address?.keys[$0]) }
    }

    /// - Throws: the mistake, as a sentence with its remedy. Nothing of a key or a secret is in it.
    package init(_ text: String) throws(SlashCommandError) {
        let options = try Options(text.split(separator: " "))
        (name, isForEveryStart) = (options.name, options.isForEveryStart)
        let words = options.places
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
            guard options.usesTLS == nil else {
                throw SlashCommandError(reason: "An invitation always goes by TLS: leave out -tls and -notls.")
            }
            (self.link, address, host, port, usesTLS) = (link, nil, link.host, link.port, nil)
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
        (self.address, link, host, usesTLS) = (address, nil, address.host, options.usesTLS ?? address.usesTLS)
    }

    package static let usage = "name|host [port]|link"

    private static let unknown = SlashCommandError(reason: "Something is missing. Usage: /connect \(usage)")

    static let nameOption = "-network"

    /// The number of words that are no options: the command itself, the host, the port, and a password, which other programs take there.
    static func placeCount(_ words: [Substring]) -> Int {
        let names = words.indices.count { words[$0].lowercased() == nameOption && $0 + 1 < words.count }
        return words.count { $0.first != "-" } - names
    }

    /// The words of the command taken apart: the host and the port as they stand, and the options beside them.
    private struct Options {
        var places: [Substring] = []
        var name: String?
        var isForEveryStart = false
        var usesTLS: Bool?

        init(_ words: [Substring]) throws(SlashCommandError) {
            var rest = words[...]
            while let word = rest.popFirst() {
                switch word.lowercased() {
                case "-autoconnect", "-auto": isForEveryStart = true
                case "-tls", "-ssl": usesTLS = true
                case "-notls", "-nossl": usesTLS = false
                case ConnectTarget.nameOption: name = try Self.name(rest.popFirst())
                case let option where option.first == "-":
                    // Behind its name other programs have a password: `-sasl_password=x`.
                    let name = word.prefix { !"=:".contains($0) }
                    let shown = DrawableText.plain(String(name.prefix(32)))
                    throw SlashCommandError(
                        reason: "“\(shown)” is no option here; -autoconnect, -network NAME, -tls and -notls are.")
                default: places.append(word)
                }
            }
        }

        /// A name of a network as `tui.toml` takes it: one word of at most 64 bytes without a slash.
        private static func name(_ word: Substring?) throws(SlashCommandError) -> String {
            guard let word, !word.contains("/"), word.utf8.count <= 64,
                !word.unicodeScalars.contains(where: {
                    $0.properties.isWhitespace || $0.properties.generalCategory == .control
                })
            else {
                throw SlashCommandError(
                    reason: "The name of a network is one word without a slash, of at most 64 bytes.")
            }
            return String(word)
        }
    }
}
