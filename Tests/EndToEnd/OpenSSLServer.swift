import Foundation
import Glibc
import TestSupport

/// A server that speaks TLS and nothing else: OpenSSL's own.
final class OpenSSLServer {
    let port: UInt16
    private let folder: Scratch
    private let process = Process()

    init() throws {
        folder = Scratch()
        port = try FreePort().number
        let key = folder.path + "/key.pem"
        let certificate = folder.path + "/certificate.pem"
        let made = try ProgramResult.of(
            named: "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-keyout", key, "-out", certificate,
            ])
        guard made.code == 0 else { throw TestFailure(description: "openssl: \(made.errors)") }
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-quiet",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try wait("openssl s_server to listen") { (try? RawClient(port: port)) != nil }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
