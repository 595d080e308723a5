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
        guard let text = PrivateFile.read(path) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 3 else { return nil }
            return Entry(
                place: words[0], key: words[1], met: words[2], isVouchedFor: words.dropFirst(3).contains("authority"))
        }
    }

    private func write(_ entries: [Entry]) -> Bool {
        StateDirectory.make() && PrivateFile.write(entries.map(\.line).joined(), to: path)
    }
}

/// Where this program keeps what it must not forget: `$XDG_STATE_HOME/grillo`.
enum StateDirectory {
    static var path: String {
        if let state = Environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/grillo" }
        return (Environment["HOME"] ?? "") + "/.local/state/grillo"
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
}
