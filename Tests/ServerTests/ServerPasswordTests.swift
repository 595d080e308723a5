import Glibc
import TestSupport
import Testing

@testable import Server

/// Reading the file that holds the server's password.
@Suite struct ServerPasswordTests {
    private let scratch = Scratch()

    /// A folder is told as one, and is not taken for a file that others may read.
    @Test(arguments: [0o700, 0o755] as [mode_t]) func `A folder is named as a folder, for whomever it is open`(
        mode: mode_t
    ) throws {
        let folder = scratch.file("password")
        try #require(mkdir(folder, 0o700) == 0 && chmod(folder, mode) == 0)
        let error = try #require(throws: StartError.self) { try ServerPassword.read(folder) }
        #expect(error.cause == "the password file \(folder) cannot be read: Is a directory")
        #expect(error.exitCode == .configuration)
    }

    @Test func `The first line of a file is the password`() throws {
        let file = try scratch.write("open sesame\r\nsecond\n", to: "password")
        try #require(chmod(file, 0o600) == 0)
        let password = try #require(try ServerPassword.read(file))
        #expect(password.accepts("open sesame"))
        #expect(!password.accepts("open sesame\r") && !password.accepts("second"))
    }
}
