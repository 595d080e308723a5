import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo doctor` on folders that have what it tells of, and what it leaves of them.
@Suite(.timeLimit(.minutes(1))) struct DoctorTests {
    private let folder = Scratch()

    @Test func `Beside a server it looks at that server, and changes nothing`() throws {
        let room = try GrilloServer(
            wrapper: ["sh", "-c", "ulimit -n 500; \"$@\"; exit", "sh"], folder: folder)
        let before = try Self.state(of: room.dataFolder)
        let outcome = try doctor(["--data", room.dataFolder])
        outcome.expectLine("warning: only 500 files may be open at once, and each connection is one: ")
        outcome.expectLine("Fine: configuration; permissions; ")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(try Self.state(of: room.dataFolder) == before)
        let guest = try RawClient(port: room.port, nick: "guest")
        guest.send("PING still")
        try guest.expect("still")
    }

    /// The files of a folder with their modes and owners: how large they are is the matter of a server that runs.
    private static func state(of folder: String) throws -> String {
        try ProgramResult.of(named: "find", [folder, "-printf", "%p %m %u\\n"]).output.split(separator: "\n")
            .sorted()
            .joined(separator: "\n")
    }

    @Test func `A folder that no server serves is afterwards what it was, also one that a crash left`() throws {
        func listing(_ folder: String) throws -> String {
            try ProgramResult.of(named: "find", [folder, "-printf", "%p %m %s %T@\\n"]).output
        }
        let data = try GrilloServer.servedFolder(in: folder)
        let before = try listing(data)
        try doctor(["--data", data]).expectLine("Fine: configuration; permissions; ")
        #expect(try listing(data) == before)
        let crashed = Scratch()
        let room = try GrilloServer(folder: crashed)
        let guest = try RawClient(port: room.port, nick: "guest")
        guest.send("JOIN #lobby", "PRIVMSG #lobby :a line", "PING heard")
        try guest.expect("heard")
        kill(room.processID, SIGKILL)
        room.process.waitUntilExit()
        let left = try listing(room.dataFolder)
        #expect(left.contains("history.sqlite-wal"))
        let outcome = try doctor(["--data", room.dataFolder], wrapper: ["faketime", "-f", "-1d"])
        outcome.expectLine("error: the clock is 86")
        #expect(try listing(room.dataFolder) == left)
    }

    @Test func `It looks before there is a server, and makes no folder`() throws {
        let outcome = try doctor(["--data", folder.path + "/none/server"])
        outcome.expectLine("Fine: configuration; permissions; ")
        #expect(outcome.output.contains("no certificate yet"))
        #expect(try Self.state(of: folder.path).split(separator: "\n").count == 1)
    }

    @Test func `For programs it is a line of JSON`() throws {
        let outcome = try doctor(["--data", folder.path, "--json"])
        #expect(outcome.output.split(separator: "\n").count == 1)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let findings = try #require(report["findings"] as? [[String: String]])
        #expect(findings.contains { $0["topic"] == "backup" && $0["severity"] == "warning" && $0["remedy"] != nil })
        #expect(outcome.code == (findings.contains { $0["severity"] == "error" } ? 1 : 0))
        #expect((report["fine"] as? [String])?.contains("configuration") == true)
    }

    // MARK: The folder and the files

    @Test func `A folder and files that others can read or change`() throws {
        let data = try GrilloServer.servedFolder(in: folder)
        chmod(data, 0o755)
        chmod(data + "/history.sqlite", 0o644)
        let outcome = try doctor(["--data", data])
        outcome.expectLine(
            "error: \(data)/history.sqlite can be read or changed by everybody on this machine",
            "chmod go-rwx \(data)/history.sqlite")
        chmod(data, 0o777)
        try doctor(["--data", data]).expectLine("error: others may change \(data): chmod go-w \(data)")
        chmod(data, 0o700)
        #expect(!(try doctor(["--data", data]).output.contains("can be read")))
    }

    @Test func `Files that only a group can read, and many of them`() throws {
        let data = folder.file("data")
        for name in (10..<22).map({ "data/file\($0)" }) { chmod(try folder.write("", to: name), 0o640) }
        chmod(data, 0o750)
        let outcome = try doctor(["--data", data])
        outcome.expectLine(
            "warning: \(data)/file10 can be read or changed by its group: ", "chmod go-rwx \(data)/file10")
        outcome.expectLine(
            "warning: others may read or change 4 more files in \(data): ", "chmod -R go= \(data)")
        chmod(data, 0o755)
        chmod(data + "/file20", 0o644)
        let worse = try doctor(["--data", data])
        worse.expectLine("error: others may read or change 4 more files in \(data): ")
        #expect(try ProgramResult.of(named: "chmod", ["-R", "go=", data]).code == 0)
        #expect(!(try doctor(["--data", data]).output.contains("more files")))
    }

    @Test(.enabled(if: geteuid() == 0, "only root makes folders for others")) func `A folder of another user`() throws {
        let data = folder.path + "/data"
        mkdir(data, 0o700)
        #expect(chown(data, 65_534, 65_534) == 0)
        let outcome = try doctor(["--data", data])
        outcome.expectLine(
            "error: \(data) belongs to the user nobody: be that user: sudo -u nobody grillo doctor --data \(data), ")
        #expect(outcome.output.contains("Not known: configuration (the folder is another user's); "))
    }

    @Test func `A password that everybody can read, and a mistake in the file`() throws {
        let password = try folder.write("secret\n", to: "password")
        chmod(password, 0o644)
        let file = try folder.write("password-file = \"\(password)\"\n", to: "grillo.toml")
        let outcome = try doctor(["--data", folder.path, "--config", file])
        outcome.expectLine("error: the password in \(password) can be read by everybody", "chmod o-rwx \(password)")
        let wrong = try folder.write("\nopne = true\n", to: "wrong.toml")
        let mistaken = try doctor(["--data", folder.path, "--config", wrong])
        mistaken.expectLine("error: \(wrong):2: ")
        #expect(mistaken.output.contains("did you mean 'open'?"))
    }

    @Test func `A configuration file with a gateway's password, which everybody can read`() throws {
        let file = try folder.write("[[webirc]]\npassword = \"secret\"\nfrom = [\"10.0.0.2\"]\n", to: "etc/grillo.toml")
        chmod(file, 0o644)
        try doctor(["--data", folder.path, "--config", file]).expectLine(
            "error: \(file) can be read or changed by everybody on this machine: ", "chmod o-rwx \(file)")
        chmod(file, 0o640)
        #expect(!(try doctor(["--data", folder.path, "--config", file]).output.contains("can be read")))
    }

    @Test func `In a service it looks at the manager's folders and secrets`() throws {
        let (folder, etc) = (self.folder.path, self.folder.path + "/etc")
        _ = try self.folder.write("password-file = \"credential:door\"\n", to: "etc/grillo.toml")
        chmod(try self.folder.write("open sesame\n", to: "secrets/door"), 0o600)
        let folders = ["STATE_DIRECTORY": folder + "/state", "CONFIGURATION_DIRECTORY": etc]
        let bare = try doctor([], environment: folders)
        bare.expectLine("warning: 'password-file' is the credential door, which is not known outside the service: ")
        #expect(bare.output.contains(" \(folder)/state ") && !bare.output.contains("error: 'password-file'"))
        let secrets = folders.merging(["CREDENTIALS_DIRECTORY": folder + "/secrets"]) { $1 }
        try doctor([], environment: secrets).expectLine("Fine: configuration; permissions; ")
    }

    @Test func `A mistake does not lead to another folder than the one that the file names`() throws {
        let data = folder.path + "/elsewhere"
        let file = try folder.write("data = \"\(data)\"\nzzz = 1\n", to: "grillo.toml")
        let outcome = try doctor(["--config", file], environment: ["HOME": folder.path])
        outcome.expectLine("error: \(file):2: there is no key 'zzz'")
        #expect(outcome.output.contains("no backup of \(data) is known"))
        // Where the folder is not known either, no other one is looked at.
        for text in ["data = 5\n", "data = \"\(data)\n"] {
            let outcome = try doctor(["--config", try folder.write(text, to: "grillo.toml")])
            #expect(
                outcome.code == 78 && outcome.output.isEmpty && outcome.errors.contains("\(file):1: "), "\(outcome)")
        }
        _ = try folder.write("zzz = 1\n", to: "grillo.toml")
        let homeless = try ProgramResult.of(named: "env", ["-i", Programs.grillo, "doctor", "--config", file])
        #expect(homeless.code == 78 && homeless.errors.contains("there is no key 'zzz'"), "\(homeless)")
    }

    @Test func `A certificate for another name, which ends soon`() throws {
        let authority = try CertificateAuthority()
        let issued = try authority.issue("server", days: 5)
        func outcome(_ address: String) throws -> ProgramResult {
            let file = try folder.write(
                "public-address = \"\(address)\"\ntls.cert = \"\(issued.chain)\"\ntls.key = \"\(issued.key)\"\n",
                to: "grillo.toml")
            return try doctor(["--data", folder.path + "/data", "--config", file])
        }
        let other = try outcome("chat.example.org")
        other.expectLine("error: the certificate is not for chat.example.org, ", "or name another with public-address")
        other.expectLine("warning: the certificate expires in ")
        for address in ["localhost", "127.0.0.1:6697", "203.0.113.1"] {
            #expect(!(try outcome(address).output.contains("is not for")), "\(address)")
        }
        // Its files are there as long as it is.
        withExtendedLifetime(authority) {}
    }

    @Test func `A certificate that has expired, the host's or the server's own`() throws {
        let authority = try CertificateAuthority()
        let issued = try authority.issue("server", days: 5)
        let file = try folder.write(
            "password-file = \"\(folder.file("none"))\"\ntls.cert = \"\(issued.chain)\"\ntls.key = \"\(issued.key)\"\n",
            to: "grillo.toml")
        let data = try GrilloServer.servedFolder(in: folder)
        let given = ["--data", data, "--config", file]
        #expect(!(try doctor(given).output.contains("has expired")))
        let outcome = try doctor(given, wrapper: ["faketime", "-f", "+10d"])
        outcome.expectLine("error: the certificate in \(issued.chain) has expired: renew it")
        // Neither hides the other.
        outcome.expectLine("error: the password file \(folder.file("none")) cannot be read: ")
        let json = try doctor(given + ["--json"], wrapper: ["faketime", "-f", "+10d"])
        #expect(json.output.contains(#""topic":"certificate""#), "\(json)")
        // The server's own is for 20 years.
        try doctor(["--data", data], wrapper: ["faketime", "-f", "+7300d"]).expectLine(
            "warning: the certificate expires in ",
            "move tls.crt out of \(data), and restart to have a new one made for the same key")
        try doctor(["--data", data], wrapper: ["faketime", "-f", "+8000d"]).expectLine(
            "error: the certificate in \(data)/tls.crt has expired: ", "or move it away to have a new one made")
        withExtendedLifetime(authority) {}
    }

    // MARK: Copies

    @Test func `What a restore has set aside, and a backup that is old`() throws {
        let data = try GrilloServer.servedFolder(in: folder)
        let backup = folder.path + "/backup"
        #expect(try ProgramResult.of(Programs.grillo, ["backup", "--data", data, backup]).code == 0)
        #expect(try ProgramResult.of(Programs.grillo, ["restore", "--data", data, backup]).code == 0)
        #expect(try doctor(["--data", data]).output.contains("; backup (0 hours old)."))
        let note = data + "/last-backup"
        #expect(try ProgramResult.of(named: "touch", ["-d", "10 days ago", note]).code == 0)
        let outcome = try doctor(["--data", data])
        outcome.expectLine("warning: copies set aside take ", "remove them from \(data) when you no longer need them")
        #expect(outcome.output.contains(" history.sqlite.before-restore"))
        outcome.expectLine("warning: the last backup of \(data) is 10 days old: make one each day ")
    }
}
