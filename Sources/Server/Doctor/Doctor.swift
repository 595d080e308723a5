import Chat
import Glibc
import Protocol
import Storage
import SystemBasics
import Transport

/// Looks over a machine and the data folder of a server on it, whether the server runs or not. It changes nothing.
package struct Doctor {
    private let configuration: ServerConfiguration
    private let configurationFile: String?
    private let mistake: ConfigurationFile.Problem?
    private let probe: any MachineProbe

    private var folder: String { configuration.dataFolder }
    /// The process that serves the folder; nil where there is none, or it cannot be seen from here.
    private var server: OwningProcess? { OwningProcess.locking(DataFolder.lockFile(in: folder)) }

    /// - Parameters:
    ///   - configuration: of the server that is to be looked at. Its folder has a name.
    ///   - configurationFile: the path of the file that it was read from; nil for none.
    ///   - mistake: the first mistake in that file; then the configuration is what else the file says.
    package init(
        _ configuration: ServerConfiguration, configurationFile: String? = nil,
        mistake: ConfigurationFile.Problem? = nil
    ) {
        self.init(configuration, configurationFile: configurationFile, mistake: mistake, probe: SystemProbe())
    }

    init(
        _ configuration: ServerConfiguration, configurationFile: String? = nil,
        mistake: ConfigurationFile.Problem? = nil, probe: any MachineProbe
    ) {
        self.configuration = configuration
        self.configurationFile = configurationFile
        self.mistake = mistake
        self.probe = probe
    }

    package func report() -> DoctorReport { DoctorReport(on: survey()) }

    /// Measures everything.
    func survey() -> MachineSurvey {
        var survey = MachineSurvey(folder: folder)
        survey.keepsHistory = configuration.history.isKept
        survey.promisesDurability = survey.keepsHistory && configuration.durability == .full
        survey.keepCopies = configuration.keepCopies
        lookAtFolder(&survey)
        lookAtBackups(&survey)
        lookAtMachine(&survey)
        // A file that this user makes in the folder would be in the way of the user to whom it belongs.
        guard survey.owner == nil else { return survey }
        survey.trial = isOwnAndWritable(nearestFolder) ? probe.trySyncs(in: nearestFolder) : .init()
        lookAtConfiguration(&survey)
        survey.clock.newestEvent = newestEvent()
        return survey
    }

    /// The data folder, or as long as it is not there the folder in which it will be.
    private var nearestFolder: String {
        var place = folder
        while !FileSystem.isFolder(place), place != "/", place != "." { place = FileSystem.folder(of: place) }
        return place
    }

    /// Nothing is written in a folder of another user, be it for a moment.
    private func isOwnAndWritable(_ folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_uid == geteuid() && access(folder, W_OK | X_OK) == 0
    }

    private func lookAtMachine(_ survey: inout MachineSurvey) {
        let server = server?.id
        survey.disk = probe.disk(holding: nearestFolder)
        survey.mount = probe.mount(holding: nearestFolder)
        survey.descriptors = probe.descriptors(of: server)
        survey.libraries = probe.libraries(of: server)
        survey.clock.now = probe.now
        survey.clock.isSynchronized = probe.isClockSynchronized
    }

    // MARK: The folder

    /// More files than these are not looked at.
    private static let mostFiles = 10_000

    private func lookAtFolder(_ survey: inout MachineSurvey) {
        survey.unfinishedImports = UnfinishedImport.abandoned(around: folder)
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
        survey.folderMode = status.st_mode & 0o777
        survey.owner = status.st_uid == geteuid() ? nil : UserName.name(of: status.st_uid)
        survey.files = FileSystem.names(in: folder).sorted().prefix(Self.mostFiles).compactMap {
            Self.entry($0, at: folder + "/" + $0)
        }
        survey.lastBackup = BackupNote.moment(in: folder)
        survey.halfMade = HalfMadeFiles.names(in: folder, isLocked: server != nil)
    }

    private func lookAtBackups(_ survey: inout MachineSurvey) {
        guard let place = configuration.backups.folder else { return }
        survey.makesBackups = true
        var (history, backups) = (stat(), stat())
        survey.sharesDiskWithBackups =
            stat(folder, &history) == 0 && stat(place, &backups) == 0 && history.st_dev == backups.st_dev
    }

    /// Nil for what is no regular file.
    private static func entry(_ name: String, at path: String) -> MachineSurvey.Entry? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return .init(
            name: name, bytes: Int64(status.st_size), changed: Int64(status.st_mtim.tv_sec),
            mode: status.st_mode & 0o777)
    }

    // MARK: The configuration

    private func lookAtConfiguration(_ survey: inout MachineSurvey) {
        lookAtSecrets(&survey)
        survey.configuration.unknownCredentials = configuration.unknownCredentials
        do throws(StartError) {
            if let mistake { throw StartError(mistake) }
            lookAtCertificate(&survey)
            try configuration.verifyAllButCertificate()
        } catch {
            survey.configuration.mistake = (error.cause, error.remedy)
        }
    }

    private func lookAtCertificate(_ survey: inout MachineSurvey) {
        do throws(StartError) {
            let files = try CertificateFiles(configuration, folder: folder)
            guard configuration.isCertificateKnown else { return }
            try files.check()
            let host = configuration.publicAddress?.host
            survey.certificate = try files.loadExisting().map { identity in
                .init(
                    isOwn: files.areMadeByServer, end: Int64(identity.notAfter), publicHost: host,
                    coversPublicHost: host.map(identity.covers) ?? true)
            }
        } catch {
            survey.certificateFault = (error.cause, error.remedy)
        }
    }

    private func lookAtSecrets(_ survey: inout MachineSurvey) {
        // Passwords of gateways stand in the file as they are.
        let file = configuration.gateways.isEmpty ? nil : configurationFile
        survey.secrets = [configuration.passwordFile, configuration.tlsKey, file].compactMap { path in
            path.flatMap { Self.entry($0, at: $0) }
        }
    }

    /// The time of the last event; nil where there is none, or where the history cannot be read.
    private func newestEvent() -> Timestamp? {
        let engine = ServerConfiguration.engine(inFolder: folder)
        guard engine.hasLog, let reader = try? engine.openUntouched(isInUse: server != nil) else { return nil }
        defer { reader.close() }
        let all = EventNumber.none...EventNumber.highest
        return try? reader.events(all, .backward, limit: 1).first?.time
    }
}

extension StartError {
    /// A problem says the remedy behind its last colon.
    fileprivate init(_ problem: ConfigurationFile.Problem) {
        let text = problem.description
        guard let colon = text.ranges(of: ": ").last else {
            self.init(text, remedy: "mend the file", exitCode: .configuration)
            return
        }
        self.init(
            String(text[..<colon.lowerBound]), remedy: String(text[colon.upperBound...]), exitCode: .configuration)
    }
}
