import Foundation
import Glibc
import Protocol
import Storage
import TestSupport
import Testing

@testable import Server

/// What the doctor finds in what was measured: each bound at its edge. What a machine can be brought to is tried for real in EndToEnd.
@Suite struct DoctorTests {
    private static let day: Int64 = 86_400
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    /// A machine with which nothing is wrong, but for what `change` does to it.
    private static func findings(_ change: (inout MachineSurvey) -> Void = { _ in }) -> [Finding] {
        DoctorReport(on: survey(change)).findings
    }

    private static func survey(_ change: (inout MachineSurvey) -> Void = { _ in }) -> MachineSurvey {
        var survey = MachineSurvey(folder: "/srv/grillo")
        survey.folderMode = 0o700
        survey.files = [.init(name: "history.sqlite", bytes: 1 << 20, mode: 0o644)]
        survey.disk = .init(space: .init(free: 10 << 30, size: 100 << 30), freeFiles: 1_000_000)
        survey.mount = .init(kind: "ext4", options: ["rw", "relatime"])
        survey.libraries = ["/usr/lib/libc.so.6"]
        survey.trial.seconds = [0.004, 0.002, 0.003]
        survey.descriptors = .init(limit: 65_536)
        survey.clock = .init(now: now, isSynchronized: true, newestEvent: now)
        survey.certificate = .init(
            isOwn: false, end: now.milliseconds / 1000 + 60 * day, publicHost: "chat.example.org")
        survey.lastBackup = now.milliseconds / 1000 - day
        change(&survey)
        return survey
    }

    /// The one finding that a change makes, as `severity topic`.
    private static func found(_ change: (inout MachineSurvey) -> Void) -> [String] {
        findings(change).map { "\($0.severity.rawValue) \($0.topic.rawValue)" }
    }

    @Test func `A machine that is well has a line for all of it`() {
        let report = DoctorReport(on: Self.survey())
        #expect(report.findings == [] && report.unknown == [] && !report.hasErrors)
        #expect(
            report.lines == [
                "Fine: configuration; permissions; disk (10.0 GB left); file system (ext4); sync time (3.00 ms); "
                    + "descriptors (65536); clock; certificate (60 days left); no copies set aside; backup (24 hours old)."
            ])
    }

    @Test func `What was not told is known as such`() {
        let report = DoctorReport(on: MachineSurvey(folder: "/srv/grillo"))
        #expect(report.unknown.count == 5)
        #expect(report.lines.last?.hasPrefix("Not known: disk (the system does not tell its size); ") == true)
    }

    @Test func `Errors stand before warnings, each a line with cause and remedy`() {
        let report = DoctorReport(
            on: Self.survey {
                $0.clock.isSynchronized = false
                $0.lastBackup = nil
                $0.certificate?.coversPublicHost = false
            })
        #expect(report.hasErrors)
        #expect(report.lines[0].hasPrefix("error: the certificate is not for chat.example.org, "))
        #expect(report.lines[1].hasPrefix("warning: nothing keeps the clock right: timedatectl set-ntp true"))
        #expect(
            report.lines[2]
                == "warning: no backup of /srv/grillo is known: make one each day and to another disk: "
                + "grillo backup FILE.tar.gz, or set backup.folder"
        )
        #expect(report.lines.count == 4)
    }

    @Test func `What a file is called cannot end a line`() {
        let lines = DoctorReport(
            on: Self.survey { $0.files.append(.init(name: "a\n.schema1\u{1B}[31m", mode: 0o600)) }
        ).lines
        #expect(lines.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}") })
    }

    @Test func `The disk, by what is left`() {
        func left(_ bytes: Int64, of size: Int64 = 100 << 30, files: Int64? = nil) -> [String] {
            Self.found { $0.disk = .init(space: .init(free: bytes, size: size), freeFiles: files) }
        }
        #expect(left(256 << 20) == [])
        #expect(left((256 << 20) - 1) == ["warning disk"])
        #expect(left(16 << 20) == ["warning disk"])
        #expect(left((16 << 20) - 1) == ["error disk"])
        #expect(left(60 << 20, of: 1 << 30) == [])
        #expect(left(50 << 20, of: 1 << 30) == ["warning disk"])
        #expect(left(10 << 30, files: 100) == [] && left(10 << 30, files: 99) == ["error disk"])
    }

    @Test(arguments: [
        ("tmpfs", "rw", "error"), ("ramfs", "rw", "error"), ("overlay", "volatile", "error"),
        ("overlay", "fsync=volatile", "error"), ("ext4", "barrier=0", "error"),
        ("xfs", "nobarrier", "error"), ("overlay", "rw", "warning"), ("9p", "rw", "warning"), ("nfs4", "rw", "warning"),
        ("fuse.sshfs", "rw", "warning"),
    ])
    func `A file system whose sync may do nothing`(kind: String, option: String, severity: String) {
        #expect(Self.found { $0.mount = .init(kind: kind, options: [option]) } == ["\(severity) file-system"])
    }

    @Test func `A sync that takes no time did nothing`() {
        #expect(Self.found { $0.trial.seconds = [0.000_009] } == ["error file-system"])
        #expect(Self.found { $0.trial.seconds = [0.000_010] } == [])
        let words = Self.findings {
            $0.trial.seconds = [0.000_001]
            $0.libraries = ["/usr/lib/libeatmydata.so"]
        }.map(\.cause)
        #expect(words == ["/usr/lib/libeatmydata.so makes every sync do nothing"])
    }

    @Test func `Where nobody may see what the server has loaded it is not known if a sync does something`() {
        let report = DoctorReport(on: Self.survey { $0.libraries = [] })
        #expect(report.findings == [])
        #expect(report.unknown.contains { $0.hasPrefix("file-system (what the server has loaded cannot be read") })
        #expect(!report.fine.contains { $0.hasPrefix("file system") })
    }

    @Test func `Where nothing is promised a sync that does nothing breaks nothing`() {
        let found = Self.found {
            $0.promisesDurability = false
            $0.mount = .init(kind: "tmpfs", options: [])
        }
        #expect(found == ["warning file-system"])
    }

    @Test func `The time of a sync is that within which half of the trials were`() {
        #expect(Self.found { $0.trial.seconds = [0.05, 0.05, 9] } == [])
        #expect(Self.found { $0.trial.seconds = [0.001, 0.051, 0.052] } == ["warning sync-time"])
        #expect(Self.found { $0.trial = .init(failure: "No space left on device") } == ["error sync-time"])
        #expect(MachineSurvey.SyncTrial(seconds: [3, 1, 2, 4]).median == 2)
    }

    @Test func `Descriptors, by the limit and by how many are taken`() {
        func limit(_ limit: Int, open: Int? = nil) -> [String] {
            Self.found { $0.descriptors = .init(limit: limit, open: open) }
        }
        #expect(limit(63) == ["error descriptors"] && limit(64) == ["warning descriptors"])
        #expect(limit(1023) == ["warning descriptors"] && limit(1024) == [])
        #expect(limit(10_000, open: 8_000) == [] && limit(10_000, open: 8_001) == ["warning descriptors"])
        #expect(limit(.max, open: .max) == ["warning descriptors"])
    }

    @Test func `The clock, by the kernel's word and by the last line`() {
        func behind(_ seconds: Int64) -> [String] {
            Self.found { $0.clock.newestEvent = Timestamp(milliseconds: Self.now.milliseconds + seconds * 1000) }
        }
        #expect(behind(2) == [] && behind(3) == ["error clock"] && behind(-1_000_000) == [])
        #expect(Self.found { $0.clock.isSynchronized = false } == ["warning clock"])
        #expect(Self.findings { $0.clock.isSynchronized = nil } == [])
        #expect(Self.found { $0.clock.newestEvent = .latest } == ["error clock"])
    }

    @Test func `The certificate, by its end and its names`() {
        func left(_ seconds: Int64) -> [String] {
            Self.found { $0.certificate?.end = Self.now.milliseconds / 1000 + seconds }
        }
        #expect(left(14 * Self.day) == [] && left(14 * Self.day - 1) == ["warning certificate"])
        #expect(left(0) == ["warning certificate"])
        #expect(Self.found { $0.certificate?.end = .min } == [])
        #expect(Self.found { $0.certificateFault = ("it has expired", "renew it") } == ["error certificate"])
        let own = MachineSurvey.Certificate(
            isOwn: true, end: .max, publicHost: "chat.example.org", coversPublicHost: false)
        #expect(Self.found { $0.certificate = own } == [])
    }

    @Test func `Files count by whom the folder lets in`() {
        #expect(Self.found { $0.folderMode = 0o750 } == ["warning permissions"])
        #expect(Self.found { $0.folderMode = 0o701 } == ["error permissions"])
        #expect(Self.found { $0.folderMode = 0o744 } == [])
        #expect(Self.found { $0.folderMode = 0o720 } == ["error permissions"])
        #expect(Self.found { $0.secrets = [.init(name: "/etc/key", mode: 0o640)] } == [])
        #expect(Self.found { $0.secrets = [.init(name: "/etc/key", mode: 0o644)] } == ["error permissions"])
    }

    @Test func `Many files are told together`() {
        let findings = Self.findings {
            $0.folderMode = 0o755
            $0.files = (0..<20).map { .init(name: "file\($0)", mode: 0o644) }
        }
        #expect(findings.count == 9)
        #expect(findings.last?.cause == "others may read or change 12 more files in /srv/grillo")
        func severity(_ modes: [UInt32]) -> Finding.Severity? {
            Self.findings {
                $0.folderMode = 0o755
                $0.files = (Array(repeating: 0o640, count: 8) + modes).map { .init(name: "file", mode: $0) }
            }.dropFirst(8).first?.severity
        }
        #expect(severity([]) == nil && severity([0o640]) == .warning && severity([0o640, 0o644]) == .error)
    }

    @Test func `A secret elsewhere is none of the folder's files, however many there are`() {
        let causes = Self.findings {
            $0.folderMode = 0o755
            $0.files = (0..<9).map { .init(name: "file\($0)", mode: 0o644) }
            $0.secrets = [.init(name: "/etc/key", mode: 0o644)]
        }.map(\.cause)
        #expect(causes.first == "/etc/key can be read or changed by everybody on this machine" && causes.count == 10)
        #expect(causes.last == "others may read or change 1 more file in /srv/grillo")
    }

    @Test func `Another user's folder is for that user to look at`() {
        let report = DoctorReport(
            on: Self.survey {
                $0.owner = "grillo"
                $0.trial = .init()
            })
        #expect(
            report.findings.map(\.remedy) == [
                "be that user: sudo -u grillo grillo doctor --data /srv/grillo, and the same for grillo serve"
            ])
        #expect(report.unknown.contains { $0.hasPrefix("configuration ") })
        let bare = DoctorReport(on: Self.survey { ($0.owner, $0.certificate) = ("grillo", nil) })
        #expect(bare.unknown.contains("certificate (the folder is another user's)"))
    }

    @Test func `A remedy names its folder as a shell takes it`() {
        var survey = MachineSurvey(folder: "/srv/Ada's chat")
        survey.folderMode = 0o722
        #expect(DoctorReport(on: survey).findings.first?.remedy == #"chmod go-w '/srv/Ada'\''s chat'"#)
        survey.owner = "grillo"
        let remedy = DoctorReport(on: survey).findings.first?.remedy
        #expect(remedy?.contains(#"doctor --data '/srv/Ada'\''s chat', and"#) == true)
    }

    @Test func `A credential is not known outside the service, and neither is its certificate`() throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.path)
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        (configuration.tlsCertificate, configuration.tlsKey) = ("credential:chain", "credential:key")
        configuration.passwordFile = "credential:door"
        try configuration.resolveCredentials(in: nil, isOutside: true)
        let report = Doctor(configuration, probe: GivenMachine()).report()
        let found = report.findings.filter { $0.topic == .configuration }
        #expect(found.map(\.severity) == [.warning, .warning, .warning])
        #expect(found.first?.cause == "'password-file' is the credential door, which is not known outside the service")
        #expect(found.last?.remedy.contains("LoadCredential=key:FILE") == true)
        #expect(report.unknown.contains("certificate (only the service is given it)"))
    }

    @Test func `A mistake is told with what else there is to tell`() {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.path)
        configuration.durability = .os
        let mistake = ConfigurationFile.Problem(description: "f:1: there is no key 'x': mend it", key: "x")
        let survey = Doctor(configuration, mistake: mistake, probe: GivenMachine()).survey()
        #expect(survey.configuration.mistake?.cause == "f:1: there is no key 'x'" && !survey.promisesDurability)
        #expect(DoctorReport(on: survey).unknown.contains("certificate (the configuration has a mistake)"))
    }

    @Test func `Copies that were set aside are told with what they take`() {
        let findings = Self.findings {
            $0.files += [
                .init(name: "history.sqlite.before-restore", bytes: 2 << 20, mode: 0o600),
                .init(name: "history.sqlite.schema5.2", bytes: 1 << 20, mode: 0o600),
            ]
        }
        #expect(findings.map(\.topic) == [.copies] && findings[0].cause.contains("take 3.00 MB"))
        #expect(findings[0].cause.hasSuffix("history.sqlite.before-restore history.sqlite.schema5.2"))
    }

    @Test func `A copy of the history is told with the time after which it is removed, and a key without one`() {
        let now = Self.now.milliseconds / 1000
        func cause(_ keep: Int64?, age: Int64) -> String {
            let findings = Self.findings {
                $0.keepCopies = keep
                $0.files += ["history.sqlite.schema5", "tls.key.before-restore"].map {
                    .init(name: $0, changed: now &- age, mode: 0o600)
                }
            }
            return findings.first?.cause ?? ""
        }
        #expect(cause(30 * Self.day, age: Self.day).hasSuffix("schema5 (removed in 29 days) tls.key.before-restore"))
        #expect(cause(100, age: 99).contains("(removed in 1s)"))
        #expect(cause(100, age: 100).contains("(removed when the server runs)"))
        // A time before all times says nothing, and one to come no more than now.
        #expect(
            cause(100, age: now &- .min).contains("schema5 tls.key")
                && cause(100, age: -50).contains("(removed in 1m40s)"))
        #expect(cause(nil, age: 100).hasSuffix("history.sqlite.schema5 tls.key.before-restore"))
    }

    @Test(arguments: [
        ("history.sqlite.schema5.2", true), ("history.sqlite.before-restore-wal", true),
        ("history.sqlite.schema5.bak", false), ("history.sqlite.damaged", false), ("my.history.sqlite.schema5", false),
    ]) func `Only of what the server removes a time is told`(_ name: String, _ isRemoved: Bool) {
        let findings = Self.findings {
            $0.keepCopies = 30 * Self.day
            $0.files.append(.init(name: name, changed: Self.now.milliseconds / 1000, mode: 0o600))
        }
        #expect(findings.first?.cause.hasSuffix(isRemoved ? "\(name) (removed in 30 days)" : name) == true)
    }

    @Test func `What a killed command left is told as half-made, and not as set aside`() {
        let name = "history.sqlite.schema5.4194304.partial"
        let findings = Self.findings {
            $0.files.append(.init(name: name, mode: 0o600))
            $0.halfMade = [name]
        }
        #expect(findings.map(\.topic) == [.copies])
        #expect(findings.first?.cause == "a command that was killed left half-made files: \(name)")
    }

    @Test func `Backups on the disk of the history are lost with it`() {
        #expect(Self.found { $0.sharesDiskWithBackups = true } == ["warning backup"])
        let findings = Self.findings { survey in
            (survey.lastBackup, survey.makesBackups, survey.sharesDiskWithBackups) = (nil, true, true)
        }
        #expect(findings.map(\.topic) == [.backup, .backup])
        #expect(findings[0].remedy == "see what grillo status says")
    }

    @Test func `A backup is new for a week`() {
        func age(_ seconds: Int64) -> [String] {
            Self.found { $0.lastBackup = Self.now.milliseconds / 1000 - seconds }
        }
        #expect(age(7 * Self.day) == [] && age(7 * Self.day + 1) == ["warning backup"] && age(-5) == [])
        #expect(Self.found { $0.lastBackup = .min } == [])
        #expect(Self.found { $0.lastBackup = nil } == ["warning backup"])
        let found = Self.found {
            $0.lastBackup = nil
            $0.keepsHistory = false
        }
        #expect(found == [])
    }

    // MARK: The measuring

    /// A machine whose every answer is given, and which notes where it was to write.
    private final class GivenMachine: MachineProbe {
        private(set) var triedFolders: [String] = []
        let now = DoctorTests.now
        let isClockSynchronized: Bool? = false

        func disk(holding folder: String) -> MachineSurvey.Disk? { .init(space: .init(free: 1, size: 2)) }
        func mount(holding folder: String) -> MachineSurvey.Mount? { .init(kind: "9p", options: []) }
        func descriptors(of server: Int32?) -> MachineSurvey.Descriptors? { .init(limit: server == nil ? 77 : 78) }
        func libraries(of server: Int32?) -> [String] { ["/lib/libeatmydata.so"] }

        func trySyncs(in folder: String) -> MachineSurvey.SyncTrial {
            triedFolders.append(folder)
            return .init(seconds: [1])
        }
    }

    @Test func `Before there is a folder, the one in which it will be is measured`() {
        let scratch = Scratch()
        let machine = GivenMachine()
        var configuration = ServerConfiguration(dataFolder: scratch.file("state/grillo"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        let survey = Doctor(configuration, probe: machine).survey()
        #expect(machine.triedFolders == [scratch.path])
        #expect(survey.folderMode == nil && survey.configuration.mistake == nil && survey.certificate == nil)
        #expect(survey.descriptors?.limit == 77 && survey.clock.newestEvent == nil)
        let severities = DoctorReport(on: survey).findings.map { "\($0.severity.rawValue) \($0.topic.rawValue)" }
        #expect(
            severities == [
                "error disk", "error file-system", "warning file-system", "warning sync-time", "warning descriptors",
                "warning clock", "warning backup",
            ])
    }

    @Test func `Nothing is written where the folder will be in one of another user`() {
        let scratch = Scratch()
        let isRoot = geteuid() == 0
        // For everybody but root one that all may write.
        let parent = isRoot ? scratch.path : "/tmp"
        if isRoot { #expect(chown(parent, 12_345, 12_345) == 0) }
        let machine = GivenMachine()
        let configuration = ServerConfiguration(dataFolder: parent + "/grillo-none/server")
        let survey = Doctor(configuration, probe: machine).survey()
        #expect(machine.triedFolders == [] && survey.owner == nil && survey.trial == .init())
    }

    @Test func `A trial leaves the folder as it was`() throws {
        let scratch = Scratch()
        let trial = SystemProbe().trySyncs(in: scratch.path)
        #expect(trial.median != nil && trial.failure == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
        #expect(SystemProbe().trySyncs(in: scratch.file("none")).failure == "No such file or directory")
    }

    @Test func `A history that is not on a disk has no promise to break`() {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.path)
        for (history, durability, promises) in [
            (ServerConfiguration.History.sqlite, Durability.full, true), (.sqlite, .os, false), (.memory, .full, false),
        ] {
            (configuration.history, configuration.durability) = (history, durability)
            #expect(Doctor(configuration, probe: GivenMachine()).survey().promisesDurability == promises)
        }
    }
}
