import Basics
import Configuration
import Transport

extension ServerConfiguration {
    /// `[[webirc]]`: each a table of its own.
    static let webIRCKey = Key(
        "webirc",
        "A WebIRC gateway that is trusted to tell where people connect from: its password, and its own addresses.",
        .atOnce,
        .tables(["#password = " + TOML.text("something-long"), "#from = " + TOML.list(["10.0.0.2"])]), \.gateways
    ) { value throws(ValueProblem) in
        guard let tables = value.list else { throw .rule("must be written as [[webirc]]") }
        var gateways: [WebIRCGateway] = []
        for table in tables { gateways.append(try WebIRCGateway(table)) }
        return gateways
    }
}

extension WebIRCGateway {
    init(_ table: ConfigurationValue) throws(ValueProblem) {
        guard let entries = table.entries else { throw .rule("must be written as [[webirc]]") }
        if let entry = entries.first(where: { !["password", "from"].contains($0.key) }) {
            throw .rule("has no key '\(entry.key)': it has 'password' and 'from'")
        }
        guard let password = table["password"]?.filledText, !password.contains(where: \.isWhitespace)
        else { throw .rule("needs a password: a text without spaces") }
        guard let addresses = table["from"]?.networks, !addresses.isEmpty else {
            throw .rule("needs from: a list such as [\"127.0.0.1\", \"10.0.0.0/8\"]")
        }
        self.init(password: password, addresses: addresses)
    }
}

extension ConfigurationValue {
    /// A list of addresses and networks, or one of them alone; nil for anything else.
    var networks: [IPNetwork]? {
        guard let texts else { return nil }
        let networks = texts.compactMap { IPNetwork($0) }
        return networks.count == texts.count ? networks : nil
    }
}
