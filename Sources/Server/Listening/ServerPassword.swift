import Glibc
import Transport

/// The server's password, which strangers can come in with: the first line of a file.
struct ServerPassword: Sendable {
    private let digest: [UInt8]

    init(_ text: String) { digest = Cryptography.sha256(Array(text.utf8)) }

    /// Tells in a time that does not depend on how much of a guess is right.
    func accepts(_ guess: String) -> Bool { Cryptography.areEqual(Cryptography.sha256(Array(guess.utf8)), digest) }

    /// The most that a client can send.
    private static let longest = 300

    /// Nil where no file is named.
    static func read(_ file: String?) throws(StartError) -> ServerPassword? {
        guard let file else { return nil }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(file, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(file, errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw unreadable(file, EISDIR) }
        guard status.st_mode & 0o006 == 0 else {
            throw StartError(
                "the password in \(file) can be read by everybody on this machine", remedy: "chmod o-rwx \(file)",
                .configuration)
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw unreadable(file, errno) }
        let line = bytes[..<count].prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty else {
            throw StartError("\(file) has no password in its first line", remedy: "write one there", .configuration)
        }
        guard line.count <= longest, let text = String(validating: line, as: UTF8.self), !text.contains("\0") else {
            throw StartError(
                "the first line of \(file) cannot be a password",
                remedy: "write one there of at most \(longest) bytes of UTF-8", .configuration)
        }
        guard !text.contains(":") else {
            throw StartError(
                "the password in \(file) has a colon, and so would be taken for an account and its password",
                remedy: "choose one without", .configuration)
        }
        return ServerPassword(text)
    }

    private static func unreadable(_ file: String, _ code: Int32) -> StartError {
        StartError(
            "the password file \(file) cannot be read: \(String(cString: strerror(code)))",
            remedy: "check its name and its mode", .configuration)
    }
}
