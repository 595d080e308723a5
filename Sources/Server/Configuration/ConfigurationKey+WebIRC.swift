import Basics
import TOMLKit
import Transport

extension ConfigurationKey {
    /// Those that may stand several times.
    static let tableArrays: [ConfigurationKey] = [gateways, operators]

    /// `[[webirc]]`: each a table of its own.
    static let gateways = ConfigurationKey(
        "webirc", "A gateway whose word for where people are is taken: its password, and where it comes from.",
        .tables(["password = " + quoted("something-long"), "from = " + list(["10.0.0.2"])])
    ) { value, configuration in
        guard let tables = value.array else { return "must be written as [[webirc]]" }
        var gateways: [WebIRCGateway] = []
        for table in tables {
            switch WebIRCGateway.read(table) {
            case .success(let gateway): gateways.append(gateway)
            case .failure(let problem): return problem.description
            }
        }
        configuration.gateways = gateways
        return nil
    }
}

extension WebIRCGateway {
    /// What is wrong with a table, to be read behind the key's name.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    static func read(_ value: any TOMLValueConvertible) -> Result<WebIRCGateway, Problem> {
        func wrong(_ words: String) -> Result<WebIRCGateway, Problem> { .failure(Problem(description: words)) }
        guard let table = value.table else { return wrong("must be written as [[webirc]]") }
        if let key = table.keys.sorted().first(where: { !["password", "from"].contains($0) }) {
            return wrong("has no key '\(key)': it has 'password' and 'from'")
        }
        guard let password = table["password"]?.string, !password.isEmpty, !password.contains(where: \.isWhitespace)
        else { return wrong("needs a password: a text without spaces") }
        guard let addresses = table["from"]?.networks, !addresses.isEmpty else {
            return wrong("needs from: a list such as [\"127.0.0.1\", \"10.0.0.0/8\"]")
        }
        return .success(WebIRCGateway(password: password, addresses: addresses))
    }
}

extension TOMLValueConvertible {
    /// A list of addresses and networks, or one of them alone; nil for anything else.
    var networks: [IPNetwork]? {
        let words = array?.map { $0.string ?? "" } ?? string.map { [$0] } ?? [""]
        let networks = words.compactMap { IPNetwork($0) }
        return networks.count == words.count ? networks : nil
    }
}
