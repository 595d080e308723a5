import Glibc
import SystemBasics
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
        let isExposed: Bool
        let line: [UInt8]
        do throws(SystemError) {
            let descriptor = try FileSystem.open(file, O_RDONLY)
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw SystemError(errno) }
            guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(EISDIR) }
            isExposed = status.st_mode & 0o006 != 0
            line = isExposed ? [] : try firstLine(of: descriptor)
        } catch {
            throw StartError(
                "the password file \(file) cannot be read: \(error)",
                remedy: "check its name and its mode", exitCode: .configuration)
        }
        guard !isExposed else {
            throw StartError(
                "the password in \(file) can be read by everybody on this machine", remedy: "chmod o-rwx \(file)",
                exitCode: .configuration)
        }
        guard !line.isEmpty else {
            throw StartError(
                "\(file) has no password in its first line", remedy: "write one there", exitCode: .configuration)
        }
        guard line.count <= longest, let text = String(validating: line, as: UTF8.self), !text.contains("\0") else {
            throw StartError(
                "the first line of \(file) cannot be a password",
                remedy: "write one there of at most \(longest) bytes of UTF-8", exitCode: .configuration)
        }
        guard !text.contains(":") else {
            throw StartError(
                "the password in \(file) has a colon, and so would be taken for an account and its password",
                remedy: "choose one without", exitCode: .configuration)
        }
        return ServerPassword(text)
    }

    /// Reads to the end of the first line and no further, for the file may be a pipe or a terminal.
    private static func firstLine(of descriptor: Int32) throws(SystemError) -> [UInt8] {
        let isEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
        var bytes: [UInt8] = []
        while bytes.count <= longest, !bytes.contains(where: isEnd) {
            let part = try FileSystem.readPart(of: descriptor, atMost: 4096)
            guard !part.isEmpty else { break }
            bytes += part
        }
        return Array(bytes.prefix { !isEnd($0) })
    }
}
