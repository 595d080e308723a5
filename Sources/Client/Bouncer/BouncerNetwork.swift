import Protocol

/// A network that a bouncer holds a connection to in the person's name.
/// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/bouncer-networks.md>
package struct BouncerNetwork: Hashable, Sendable, Identifiable {
    /// Identifies a network at its bouncer: chosen there, and the same for as long as the network exists.
    package struct ID: Hashable, Sendable, CustomStringConvertible {
        package static let maxBytes = 64

        package let description: String

        /// Nil for a text that is empty, longer than ``maxBytes``, or cannot stand in the middle of a line of IRC.
        package init?(_ text: String) {
            guard !text.isEmpty, text.utf8.count <= Self.maxBytes, text != "*", text.utf8.first != ASCII.colon,
                text.utf8.allSatisfy({ $0 > ASCII.space && $0 != 0x7F })
            else { return nil }
            description = text
        }
    }

    /// The state of the bouncer's own connection to the network.
    package enum State: String, Hashable, Sendable {
        case connected, connecting, disconnected
    }

    /// So many bytes of a value are kept, and so many attributes of one line are looked at.
    static let maxValueBytes = 300
    private static let maxAttributes = 64

    package let id: ID
    /// Empty where the bouncer gives it none; see ``label``.
    package private(set) var name = ""
    /// Nil where the bouncer does not tell.
    package private(set) var state: State?
    /// Why the bouncer is not connected, in its own words; empty where it does not say.
    package private(set) var error = ""
    package private(set) var host = ""
    package private(set) var port: UInt16?
    package private(set) var nickname = ""

    package init(_ id: ID) { self.id = id }

    /// The name that the network has on the screen: the bouncer's name for it, else its host, else its id.
    package var label: String { !name.isEmpty ? name : !host.isEmpty ? host : id.description }

    /// Takes the attributes of one `BOUNCER NETWORK`, encoded as message tags. One without a value is removed; one that is not named stays.
    mutating func apply(_ attributes: Bytes) {
        for attribute in Tag.parse(attributes).prefix(Self.maxAttributes) {
            let value = Bytes(attribute.value).prefix(ofAtMost: Self.maxValueBytes).text
            switch attribute.key {
            case "name": name = value
            case "state": state = State(rawValue: value)
            case "error": error = value
            case "host": host = value
            case "port": port = UInt16(value)
            case "nickname": nickname = value
            default: break
            }
        }
    }
}
