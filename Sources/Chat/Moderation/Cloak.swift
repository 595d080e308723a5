import Basics
import Protocol

/// The name that others see in the place of an address: it tells nothing, is always the same for the same address, and neighbours share
/// the end of it, so that a mask can mean a whole network.
///
///     192.0.2.7      a.b.c.ip     a: the address, b: its /24, c: its /16
///     2001:db8::7    a.b.c.d.ip   a: the address, b: its /64, c: its /48, d: its /32
///
/// Each part is 40 bits of an HMAC under a key that is the server's own, in eight letters and digits.
struct Cloak {
    private let key: [UInt8]
    private let primitives: SCRAM.Primitives

    /// - Parameter secret: the server's own, the same over restarts.
    init(secret: [UInt8], primitives: SCRAM.Primitives) {
        key = primitives.hmac(secret, Array("cloak".utf8))
        self.primitives = primitives
    }

    func host(for address: IPAddress) -> String {
        let widths = address.isV4 ? [32, 24, 16] : [128, 64, 48, 32]
        return widths.map { part(address.prefix(bits: $0), $0) }.joined(separator: ".") + ".ip"
    }

    private func part(_ network: IPAddress, _ bits: Int) -> String {
        let number = primitives.hmac(key, [UInt8(bits)] + network.mappedBytes).prefix(5).reduce(UInt64(0)) {
            $0 << 8 | UInt64($1)
        }
        return String((0..<8).map { Self.alphabet[Int(number >> (5 * $0) & 31)] })
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
}

extension Network {
    /// An origin as the rules go by it: where the host found no other name for the address, others see a cloak.
    func cloaked(_ origin: Origin) -> Origin {
        guard origin.host == origin.address else { return origin }
        var origin = origin
        origin.host = cloaked(origin.address)
        return origin
    }

    /// The cloak of an address; anything else is given back as it is.
    func cloaked(_ host: String) -> String {
        guard let address = IPAddress(host), let primitives, let secret = registry.notes[Registry.secretNote]
        else {
            return host
        }
        return Cloak(secret: secret, primitives: primitives).host(for: address)
    }
}
