/// Something about a machine, or about the folder of a server on it, that harms the server or will.
package struct Finding: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable {
        /// The server does not serve, loses what was said, or shows what is secret.
        case error
        /// It serves, and not as well as it could, or not for long.
        case warning
    }

    /// The parts that are looked at, in the order in which they are told.
    package enum Topic: String, Sendable, Codable, CaseIterable {
        case configuration, permissions, disk
        case fileSystem = "file-system"
        case syncTime = "sync-time"
        case descriptors, clock, certificate, copies, backup
    }

    package let topic: Topic
    package let severity: Severity
    package let cause: String
    package let remedy: String

    init(_ topic: Topic, _ severity: Severity, _ cause: String, remedy: String) {
        self.topic = topic
        self.severity = severity
        self.cause = cause
        self.remedy = remedy
    }

    /// The line for people: `warning: CAUSE: REMEDY`.
    var line: String { LogText.line("\(severity.rawValue): \(cause): \(remedy)") }
}

/// The outcome of one check.
enum Verdict: Hashable {
    /// All is well; a few words say what was found.
    case fine(String)
    case findings([Finding])
    /// The machine does not tell, for this reason.
    case unknown(String)

    /// Findings where there are any.
    static func of(_ findings: [Finding?], fine words: String) -> Verdict {
        let found = findings.compactMap { $0 }
        return found.isEmpty ? .fine(words) : .findings(found)
    }
}
