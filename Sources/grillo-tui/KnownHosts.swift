import Glibc
import Protocol
import Synchronization
import Transport

/// The servers met before, each with its key: a file of lines `host:port SHA256:… YYYY-MM-DD [authority]`.
///
/// A server is remembered at the first meeting, without a question. From then on it must show the same key; one that an
/// authority vouched for may change its key, but must be vouched for.
final class KnownHosts: Sendable {
    /// What a meeting came to.
    enum Verdict: Equatable {
        case known
        /// Remembered from now on.
        case firstMeeting
        /// Not to be trusted, and why and what to do.
        case refused(String)
    }

    private struct Entry {
        var place: String
        var key: String
        var met: String
        var isVouchedFor: Bool

        var line: String { "\(place) \(key) \(met)" + (isVouchedFor ? " authority" : "") + "\n" }
    }

    let path: String
    private let lock = Mutex(())

    init(path: String) { self.path = path }

    /// In `$XDG_STATE_HOME/grillo`.
    static var standard: KnownHosts { KnownHosts(path: StateDirectory.path + "/known-hosts") }

    /// Judges what a server showed. Reads the file, and writes it at a first meeting: brief, from any thread.
    func judge(_ place: String, _ certificate: ServerCertificate, at now: Timestamp) -> Verdict {
        lock.withLock { _ in
            let key = certificate.publicKeyFingerprint.description
            let entries = read()
            guard let entry = entries.last(where: { $0.place == place }) else {
                let met = String(now.iso8601.prefix(10))
                let new = Entry(place: place, key: key, met: met, isVouchedFor: certificate.vouchedBySystem)
                guard write(entries + [new]) else {
                    return .refused("its key cannot be remembered in \(path); make that file writable")
                }
                return .firstMeeting
            }
            if entry.isVouchedFor, certificate.vouchedBySystem || entry.key == key, certificate.vouchedBySystem {
                return .known
            }
            if !entry.isVouchedFor, entry.key == key { return .known }
            let change =
                entry.isVouchedFor
                ? "no authority vouches for it any more (\(certificate.problem ?? "unknown")), as one did on \(entry.met)"
                : "its key has changed since the first meeting on \(entry.met): it was \(entry.key), it is \(key)"
            return .refused(
                "\(change). Someone may be in between. Ask who runs it; if they changed it, delete the line “\(place)” from \(path)"
            )
        }
    }

    private func read() -> [Entry] {
        guard let file = open(path, O_RDONLY | O_CLOEXEC).nonNegative else { return [] }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 1 << 24, let count = Glibc.read(file, &chunk, chunk.count).positive {
            bytes += chunk[..<count]
        }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard words.count >= 3 else { return nil }
            return Entry(
                place: words[0], key: words[1], met: words[2], isVouchedFor: words.dropFirst(3).contains("authority"))
        }
    }

    /// All or nothing: into another file, which then takes this one's place.
    private func write(_ entries: [Entry]) -> Bool {
        guard StateDirectory.make() else { return false }
        let bytes = Array(entries.map(\.line).joined().utf8)
        let temporary = "\(path).\(getpid())"
        unlink(temporary)
        guard let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600).nonNegative else {
            return false
        }
        let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        let isSafe = written == bytes.count && fsync(file) == 0
        close(file)
        guard isSafe, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }
}

/// Where this program keeps what it must not forget: `$XDG_STATE_HOME/grillo`.
enum StateDirectory {
    static var path: String {
        if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/grillo" }
        return (variable("HOME") ?? "") + "/.local/state/grillo"
    }

    /// Makes it, for its owner only, with what is above it.
    static func make() -> Bool {
        var end = path.startIndex
        while let slash = path[end...].dropFirst().firstIndex(of: "/") {
            mkdir(String(path[..<slash]), 0o700)
            end = slash
        }
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

extension BinaryInteger {
    fileprivate var nonNegative: Self? { self >= 0 ? self : nil }
    fileprivate var positive: Self? { self > 0 ? self : nil }
}
