import Basics

extension SCRAM.Credential {
    private static let recordPrefix = "SCRAM-SHA-256$"

    /// The credential as one word, for a file: `SCRAM-SHA-256$ITERATIONS:SALT$STOREDKEY:SERVERKEY`, the last three in Base64.
    /// <https://www.rfc-editor.org/rfc/rfc5803#section-2>
    package var record: String {
        "\(Self.recordPrefix)\(iterations):\(Base64.encode(salt))$\(Base64.encode(storedKey)):\(Base64.encode(serverKey))"
    }

    /// Reads ``record``; nil for anything else, and for one that is too cheap or too dear to check (4,096 to 10,000,000 iterations).
    package init?(record: String) {
        guard record.hasPrefix(Self.recordPrefix) else { return nil }
        let parts = record.dropFirst(Self.recordPrefix.count).split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "$" || $0 == ":" })
        guard parts.count == 4, let iterations = Int(parts[0]), SCRAM.Client.iterations.contains(iterations),
            let salt = Base64.decode(String(parts[1])), !salt.isEmpty,
            let storedKey = Base64.decode(String(parts[2])), storedKey.count == 32,
            let serverKey = Base64.decode(String(parts[3])), serverKey.count == 32
        else { return nil }
        self.init(salt: salt, iterations: iterations, storedKey: storedKey, serverKey: serverKey)
    }
}
