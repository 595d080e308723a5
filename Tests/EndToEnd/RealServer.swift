import Foundation
import Glibc
import TestSupport

/// A server that is not ours, as Debian has it: with a configuration, a port and a folder of the test's own.
final class RealServer {
    enum Kind: String, CaseIterable {
        case grillo, ngircd, inspircd
    }

    let port: UInt16
    private let kind: Kind
    private let folder = Scratch()
    private let program: ForeignProgram

    init(_ kind: Kind) throws {
        self.kind = kind
        port = try FreePort().number
        program = ForeignProgram("\(kind)", log: folder.file("log"))
        try start()
    }

    /// Starts it, again on the same port after it ended; returns when it lets people in.
    func start() throws {
        try program.start(command())
        try program.wait("to let people in") {
            guard let probe = try? RawClient(port: port) else { return false }
            probe.send("NICK probe", "USER probe 0 * :probe")
            let isIn = (try? probe.expect(seconds: 2) { $0.contains(" 001 ") }) != nil
            probe.send("QUIT")
            return isIn
        }
    }

    /// Ends it as a power cut would.
    func kill() { program.kill() }

    /// It hears nothing more, and its connections stay.
    func freeze() { program.freeze() }

    private func command() throws -> [String] {
        switch kind {
        case .grillo:
            return [Programs.grillo, "serve", "--listen", "127.0.0.1:\(port)", "--data", folder.path + "/server"]
        case .ngircd:
            let file = try folder.write(
                """
                [Global]
                Name = irc.test.invalid
                Info = A test
                AdminInfo1 = A test
                AdminEMail = nobody@test.invalid
                Listen = 127.0.0.1
                Ports = \(port)
                MotdPhrase = Welcome
                [Limits]
                MaxConnectionsIP = 0
                [Options]
                DNS = no
                Ident = no
                PAM = no

                """, to: "ngircd.conf")
            return ["ngircd", "-n", "-f", file]
        case .inspircd:
            let file = try folder.write(
                """
                <config format="xml">
                <server name="irc.test.invalid" description="A test" network="Test" id="001">
                <admin name="nobody" nick="nobody" email="nobody@test.invalid">
                <bind address="127.0.0.1" port="\(port)" type="clients">
                <connect allow="*" timeout="20" pingfreq="120" recvq="64K" softsendq="64K" hardsendq="1M" fakelag="no"
                         commandrate="100000" threshold="1000" localmax="100" globalmax="100" resolvehostnames="no">
                <pid file="\(folder.path)/pid">
                <log method="file" type="*" level="default" target="\(folder.path)/inspircd.log">

                """, to: "inspircd.conf")
            let asRoot = getuid() == 0 ? ["--runasroot"] : []
            return ["inspircd", "--nofork", "--config=\(file)"] + asRoot
        }
    }
}
