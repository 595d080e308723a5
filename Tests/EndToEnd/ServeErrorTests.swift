import Foundation
import Glibc
import TestSupport
import Testing

/// What goes wrong at the start is one line, cause then remedy, and the exit code that the command line promises.
@Suite struct ServeErrorTests {
    @Test func `A port that is taken`() throws {
        let room = try GrilloServer()
        let other = Scratch()
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:\(room.port)", "--data", other.path])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("127.0.0.1:\(room.port) is taken"))
        #expect(outcome.errors.contains("--listen"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
    }

    @Test func `For programs it is an object`() throws {
        let room = try GrilloServer()
        let other = Scratch()
        let arguments = ["serve", "--listen", "127.0.0.1:\(room.port)", "--data", other.path]
        let outcome = try ProgramResult.of(Programs.grillo, arguments + ["--log-format", "json"])
        #expect(outcome.code == 69 && outcome.output.isEmpty)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.errors.utf8)) as? [String: Any])
        #expect(object["level"] as? String == "critical")
        #expect((object["message"] as? String)?.contains("127.0.0.1:\(room.port) is taken") == true)
    }

    /// Runs `nc` until the test ends: a program that is not ours, and that listens.
    private func listener(at address: String, port: UInt16) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["nc", "-lk", address, "\(port)"]
        // What it inherited of the tests' output would hold that open if it were left behind.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Foundation reads no more than a page of such a file, and the table is longer where much listens.
        let table = { (try? ProgramResult.of(named: "cat", ["/proc/net/tcp"]).output) ?? "" }
        let place = String(port, radix: 16, uppercase: true)
        let row =
            address.split(separator: ".").reversed().map { String(UInt8($0)!, radix: 16, uppercase: true) }
            .map { $0.count == 1 ? "0" + $0 : $0 }.joined() + ":" + String(repeating: "0", count: 4 - place.count)
            + place
        do {
            try wait("nc to listen", state: table) { table().contains("\(row) 00000000:0000 0A") }
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
        return process
    }

    @Test func `A port that another program has is not to be freed by ending one that is in nobody's way`() throws {
        let port = try FreePort().number
        let bystander = try GrilloServer(["--listen", "127.0.0.2:\(port)"])
        let process = try listener(at: "127.0.0.1", port: port)
        // Not SIGTERM, which it inherits blocked.
        defer { kill(process.processIdentifier, SIGKILL) }
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:\(port)", "--data", Scratch().path])
        #expect(outcome.code == 69 && !outcome.errors.contains("kill"), "\(outcome.errors)")
        #expect(outcome.errors.contains("is taken by process \(process.processIdentifier), which is nc"))
        #expect(outcome.errors.contains("choose another port with --listen"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        withExtendedLifetime(bystander) {}
    }

    /// The first file of each of two file systems has the same number.
    @Test(.enabled(if: SmallDisk.isPossible)) func `A folder that another program keeps locked`() throws {
        let folder = Scratch()
        let (one, two) = (folder.file("one"), folder.file("two"))
        let command =
            SmallDisk.wrapper(megabytes: 8, at: one) + SmallDisk.wrapper(megabytes: 8, at: two).drop { $0 != "sh" }
        let script = """
            mkdir -m 700 '\(one)/d' '\(two)/d'; : > '\(one)/d/server.lock'; : > '\(two)/d/server.lock'
            [ $(stat -c %i '\(one)/d/server.lock') = $(stat -c %i '\(two)/d/server.lock') ] || echo differ
            flock '\(one)/d/server.lock' sleep 20 & one=$!; flock '\(two)/d/server.lock' sleep 20 &
            until ! flock -n '\(one)/d/server.lock' true && ! flock -n '\(two)/d/server.lock' true; do :; done
            '\(Programs.grillo)' serve --listen 127.0.0.1:0 --data '\(two)/d'; code=$?
            echo "two: $!"; kill $! $one; exit $code
            """
        let outcome = try ProgramResult.of(named: command[0], Array(command.dropFirst()) + ["sh", "-c", script])
        let holder = outcome.output.firstMatch(of: /two: (\d+)/)?.1 ?? ""
        #expect(outcome.code == 69 && !outcome.errors.contains("kill"), "\(outcome)")
        #expect(outcome.errors.contains("is kept locked by process \(holder), which is flock"), "\(outcome)")
        #expect(!outcome.output.contains("differ"))
    }

    @Test func `A folder that is already served`() throws {
        let room = try GrilloServer()
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", room.dataFolder])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("already serves"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `A data folder that cannot be`() throws {
        let folder = Scratch()
        let file = try folder.write("", to: "file")
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", file + "/below"])
        #expect(outcome.code == 74)
        #expect(outcome.errors.contains("--data DIR"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `A data folder that cannot be written to`() throws {
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", "/proc/grillo"])
        #expect(outcome.code == 74)
        #expect(outcome.errors.contains("/proc/grillo"))
        #expect(outcome.errors.contains("--data DIR"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["", "127.0.0.1", "127.0.0.1:70000", "::1:6697"])
    func `An address that is none`(text: String) throws {
        let outcome = try ProgramResult.of(Programs.grillo, ["serve", "--listen", text])
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("--listen"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    /// Nobody came in meanwhile: a start that fails listens on nothing.
    @Test func `Of two addresses one is taken`() throws {
        let room = try GrilloServer()
        let free = try FreePort()
        let other = Scratch()
        let outcome = try ProgramResult.of(
            Programs.grillo,
            [
                "serve", "--listen", "127.0.0.1:\(free.number)", "--listen", "127.0.0.1:\(room.port)", "--data",
                other.path,
            ])
        #expect(outcome.code == 69 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("127.0.0.1:\(room.port) is taken"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(throws: TestFailure.self) { try RawClient(port: UInt16(free.number)) }
    }

    @Test func `A folder that is somebody else's`() throws {
        let folder = Scratch()
        let path: String
        if geteuid() == 0 {
            path = folder.path
            try #require(chown(path, 65_534, 65_534) == 0)
        } else {
            path = "/usr"
        }
        let outcome = try ProgramResult.of(Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", path])
        #expect(outcome.code == 74 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("\(path) belongs to the user ") && outcome.errors.contains("sudo -u "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    /// Also for root, who may write where modes forbid it.
    @Test(.enabled(if: SmallDisk.isPossible)) func `A folder on a disk that is read only`() throws {
        let folder = Scratch()
        let mount = SmallDisk.wrapper(megabytes: 4, at: folder.path + "/disk")
        let script = "mount -o remount,ro '\(folder.path)/disk' && exec \"$@\""
        for data in ["/disk", "/disk/below"] {
            let command =
                mount + [
                    "sh", "-c", script, "sh", Programs.grillo, "serve", "--listen", "127.0.0.1:0", "--data",
                    folder.path + data,
                ]
            let outcome = try ProgramResult.of(named: command[0], Array(command.dropFirst()))
            #expect(outcome.code == 74 && outcome.output.isEmpty, "\(outcome.errors)")
            #expect(outcome.errors.contains("Read-only file system") && outcome.errors.contains("--data DIR"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `A configuration file that cannot be read`() throws {
        let folder = Scratch()
        let latin = folder.path + "/latin"
        try Data([0x6E, 0xE4]).write(to: URL(filePath: latin))
        for (file, words) in [(folder.path + "/none", "No such file"), (folder.path, "a directory"), (latin, "UTF-8")] {
            let outcome = try ProgramResult.of(
                Programs.grillo,
                ["serve", "--listen", "127.0.0.1:0", "--data", folder.path + "/data", "--config", file])
            #expect(outcome.code == 78 && outcome.output.isEmpty)
            #expect(outcome.errors.contains(file) && outcome.errors.contains(words), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    // MARK: Few descriptors

    private func limited(to count: Int) -> [String] { ["sh", "-c", "ulimit -n \(count) && exec \"$@\"", "sh"] }

    @Test func `With fewer descriptors than a server needs it does not start`() throws {
        let folder = Scratch()
        let command =
            limited(to: 63) + [
                Programs.grillo, "serve", "--listen", "127.0.0.1:0", "--data", folder.path + "/data",
            ]
        let outcome = try ProgramResult.of(named: command[0], Array(command.dropFirst()))
        #expect(outcome.code == 78 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("only 63 files") && outcome.errors.contains("ulimit -n"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `With few it warns, serves whom it can, and says when it can no more`() throws {
        let room = try GrilloServer(wrapper: limited(to: 64))
        #expect(room.log.split(separator: "\n").count == 1, "\(room.log)")
        #expect(room.log.contains("limit=64") && room.log.contains("LimitNOFILE"))
        let guest = try RawClient(port: room.port, nick: "guest")
        let crowd = try (0..<80).map { _ in try RawClient(port: room.port) }
        try wait("the line", state: { room.log }) { room.log.contains("too many files are open") }
        #expect(room.log.split(separator: "\n").count == 2, "\(room.log)")
        guest.send("PRIVMSG #lobby :still", "PING here")
        try guest.expect("here")
        withExtendedLifetime(crowd) {}
    }

    @Test func `An address of another machine`() throws {
        let folder = Scratch()
        let outcome = try ProgramResult.of(
            Programs.grillo, ["serve", "--listen", "192.0.2.1:0", "--data", folder.path])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("192.0.2.1"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
