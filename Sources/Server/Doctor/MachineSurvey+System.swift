import Basics
import Protocol

/// The checks of the machine and its settings.
extension MachineSurvey {
    var configurationVerdict: Verdict {
        // This user does not know what another user's server may use.
        guard owner == nil else { return .unknown("the folder is another user's") }
        let mistake = configuration.mistake.map { Finding(.configuration, .error, $0.cause, remedy: $0.remedy) }
        let credentials = configuration.unknownCredentials.map {
            Finding(.configuration, .warning, $0.unknownCause, remedy: $0.remedy)
        }
        let unfinished = unfinishedImports.map {
            Finding(
                .configuration, $0 == folder ? .error : .warning, UnfinishedImport.cause($0),
                remedy: UnfinishedImport.remedy($0))
        }
        return .of([mistake] + credentials + unfinished, fine: "configuration")
    }

    // MARK: Who may read what

    /// The bits of a mode: for the group, for everybody else, for changing as one of them, and for going into a folder.
    private static let group: UInt32 = 0o070
    private static let others: UInt32 = 0o007
    private static let changing: UInt32 = 0o022
    private static let entering: UInt32 = 0o011

    var permissionsVerdict: Verdict {
        if let owner {
            return .findings([
                Finding(
                    .permissions, .error, "\(folder) belongs to the user \(owner)",
                    remedy:
                        "be that user: sudo -u \(owner) grillo doctor --data \(ShellWord.quoted(folder)), and the same for grillo serve"
                )
            ])
        }
        var findings: [Finding] = []
        if let mode = folderMode, mode & Self.changing != 0 {
            findings.append(
                Finding(
                    .permissions, .error, "others may change \(folder)",
                    remedy: "chmod go-w \(ShellWord.quoted(folder))"))
        }
        // Nobody gets at a file in a folder that they cannot enter.
        let entering = (folderMode ?? 0) & Self.entering
        let reach = (entering & Self.group > 0 ? Self.group : 0) | (entering & Self.others > 0 ? Self.others : 0)
        findings += secrets.compactMap { openFinding($0.mode & Self.others, $0.name, closing: "o") }
        let open = files.compactMap { openFinding($0.mode & reach, path(of: $0), closing: "go") }
        findings += open.prefix(Self.mostFiles)
        let rest = open.dropFirst(Self.mostFiles)
        if !rest.isEmpty {
            findings.append(
                Finding(
                    .permissions, rest.contains { $0.severity == .error } ? .error : .warning,
                    "others may read or change \(StatusText.count(rest.count, "more file")) in \(folder)",
                    remedy: "chmod -R go= \(ShellWord.quoted(folder))"))
        }
        return .of(findings, fine: "permissions")
    }

    /// Files of the folder that are told by themselves.
    private static let mostFiles = 8

    /// - Parameters:
    ///   - mode: the bits that let somebody at the file.
    ///   - classes: those from whom the remedy takes them, as `chmod` calls them.
    private func openFinding(_ mode: UInt32, _ path: String, closing classes: String) -> Finding? {
        guard mode != 0 else { return nil }
        let isForAll = mode & Self.others != 0
        return Finding(
            .permissions, isForAll ? .error : .warning,
            "\(path) can be read or changed by \(isForAll ? "everybody on this machine" : "its group")",
            remedy: "chmod \(classes)-rwx \(ShellWord.quoted(path))")
    }

    // MARK: Descriptors

    var descriptorsVerdict: Verdict {
        guard let descriptors else { return .unknown("the system does not tell the limit") }
        let limit = descriptors.limit
        let remedy = DescriptorLimit.remedy
        if limit < DescriptorLimit.minimum {
            return .findings([
                Finding(
                    .descriptors, .error,
                    "only \(limit) files may be open at once, and a server needs \(DescriptorLimit.minimum)",
                    remedy: remedy)
            ])
        }
        if let open = descriptors.open, open > limit / 10 * 8 {
            return .findings([
                Finding(
                    .descriptors, .warning, "\(open) of the \(limit) files that may be open at once are", remedy: remedy
                )
            ])
        }
        guard limit >= DescriptorLimit.warningThreshold else {
            return .findings([
                Finding(
                    .descriptors, .warning, "only \(limit) files may be open at once, and each connection is one",
                    remedy: remedy)
            ])
        }
        return .fine("descriptors (\(limit))")
    }

    // MARK: The clock

    /// Less is what clocks do that are kept right, in seconds.
    static let toleratedLag: Int64 = 2

    var clockVerdict: Verdict {
        let lag = clock.newestEvent.map { $0.seconds(since: clock.now) } ?? 0
        var findings: [Finding] = []
        if lag > Self.toleratedLag {
            findings.append(
                Finding(
                    .clock, .error, "the clock is \(lag) seconds behind the history",
                    remedy: "set it right; until it has caught up, new messages have the time of the last one"))
        }
        if clock.isSynchronized == false {
            findings.append(
                Finding(
                    .clock, .warning, "nothing keeps the clock right",
                    remedy: "timedatectl set-ntp true, or install chrony; in a container that is the machine's to do"))
        }
        guard findings.isEmpty, clock.isSynchronized == nil else { return .of(findings, fine: "clock") }
        return .unknown("the system does not tell whether something keeps it right")
    }

    // MARK: The certificate

    /// Seconds before its end from which on it is told: two weeks, so that there is time to see why it was not renewed.
    static let certificateNotice: Int64 = 14 * 86_400

    var certificateVerdict: Verdict {
        if let (cause, remedy) = certificateFault {
            return .findings([Finding(.certificate, .error, cause, remedy: remedy)])
        }
        guard let certificate else { return missingCertificateVerdict }
        let (left, isOdd) = certificate.end.subtractingReportingOverflow(clock.now.milliseconds / 1000)
        let days = Int(clamping: max(left, 0) / 86_400)
        var findings: [Finding] = []
        // One that has expired is a fault: no server can use it.
        if !isOdd, left < Self.certificateNotice {
            findings.append(
                Finding(
                    .certificate, .warning, "the certificate expires in \(StatusText.count(days, "day"))",
                    remedy: ServerStatus.Certificate.renewal(isOwn: certificate.isOwn, in: folder)))
        }
        // People know the server's own by its key, whatever name is in it.
        if let host = certificate.publicHost, !certificate.isOwn, !certificate.coversPublicHost {
            findings.append(
                Finding(
                    .certificate, .error, "the certificate is not for \(host), the server's public address",
                    remedy: "get one for that name, or name another with public-address"))
        }
        return .of(findings, fine: "certificate (\(StatusText.count(days, "day")) left)")
    }

    private var missingCertificateVerdict: Verdict {
        if owner != nil { return .unknown("the folder is another user's") }
        if configuration.mistake != nil { return .unknown("the configuration has a mistake") }
        let isGiven = configuration.unknownCredentials.contains { $0.isOfCertificate }
        return isGiven ? .unknown("only the service is given it") : .fine("no certificate yet: the server makes one")
    }
}
