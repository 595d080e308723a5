import Foundation

/// Everything that `grillo doctor` tells.
package struct DoctorReport: Hashable, Sendable, Codable {
    package internal(set) var findings: [Finding] = []
    /// The parts that are well, and a few words of each.
    package internal(set) var fine: [String] = []
    /// The parts of which nothing could be found out, each with the reason.
    package internal(set) var unknown: [String] = []

    /// Looks at everything that was measured.
    init(on survey: MachineSurvey) {
        for topic in Finding.Topic.allCases {
            switch topic.verdict(on: survey) {
            case .fine(let words): fine.append(words)
            case .findings(let found): findings += found
            case .unknown(let reason): unknown.append("\(topic.rawValue) (\(reason))")
            }
        }
    }

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// A line for each finding, the errors first, then one of what is well, and one of what is not known.
    package var lines: [String] {
        let errors = findings.filter { $0.severity == .error }
        let warnings = findings.filter { $0.severity == .warning }
        let rest = [("Fine", fine), ("Not known", unknown)].filter { !$0.1.isEmpty }
        return (errors + warnings).map(\.line)
            + rest.map { LogText.line("\($0.0): \($0.1.joined(separator: "; ")).") }
    }

    /// The same for programs, as one line of JSON: `findings`, each with `topic`, `severity`, `cause` and `remedy`, and the lists `fine` and
    /// `unknown`.
    package var json: String {
        get throws { try jsonLine() }
    }
}

extension Finding.Topic {
    /// The check of each part.
    fileprivate func verdict(on survey: MachineSurvey) -> Verdict {
        switch self {
        case .configuration: survey.configurationVerdict
        case .permissions: survey.permissionsVerdict
        case .disk: survey.diskVerdict
        case .fileSystem: survey.fileSystemVerdict
        case .syncTime: survey.syncTimeVerdict
        case .descriptors: survey.descriptorsVerdict
        case .clock: survey.clockVerdict
        case .certificate: survey.certificateVerdict
        case .copies: survey.copiesVerdict
        case .backup: survey.backupVerdict
        }
    }
}
