import Glibc

/// A command of the person's own that prints a password, such as `pass show irc`.
///
/// It runs before the screen is there, with the terminal, so that it may ask for a passphrase.
enum PasswordCommand {
    /// Bytes that are taken of what it prints.
    private static let longest = 4096

    struct Failure: Error {
        /// Why there is no password: one line, with the remedy.
        let text: String
    }

    /// The first line that it prints.
    static func run(_ command: String) throws(Failure) -> String {
        guard let stream = popen(command, "re") else {
            throw failure(command, "cannot be started: \(String(cString: strerror(errno)))")
        }
        var bytes: [UInt8] = []
        while bytes.count < longest {
            let byte = fgetc(stream)
            guard byte >= 0, byte != 0x0A else { break }
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        // What more it has to say is of no interest, but it must not die of saying it.
        while fgetc(stream) >= 0 {}
        let status = pclose(stream)
        guard status == 0 else {
            throw failure(command, status & 0x7F == 0 ? "ended with \(status >> 8 & 0xFF)" : "was ended by a signal")
        }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count < longest, let text = String(validating: bytes, as: UTF8.self) else {
            throw failure(command, "printed no password")
        }
        return text
    }

    private static func failure(_ command: String, _ cause: String) -> Failure {
        Failure(text: "the password-command “\(command)” \(cause). Try it by itself, and mend it in tui.toml.")
    }
}
