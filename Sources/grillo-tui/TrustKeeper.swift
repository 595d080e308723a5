import Client
import Glibc
import Protocol
import Synchronization
import Transport

/// What is remembered of servers, in two files beside each other: their keys, and which of them want nothing but TLS.
///
/// May be asked from any thread; each question reads a small file.
final class TrustKeeper: Sendable {
    /// What a server must be besides the one that is remembered.
    struct Demand: Hashable, Sendable {
        /// The key that an invitation names.
        var invited: String?
        /// Whether the server's own rules let nothing pass that nobody vouches for.
        var isStrict = false
    }

    private let folder: String
    /// The keys that were taken for this time only.
    private let accepted = Mutex<[String: String]>([:])

    init(folder: String) { self.folder = folder }

    /// In `$XDG_STATE_HOME/grillo`.
    static var standard: TrustKeeper { TrustKeeper(folder: StateDirectory.path) }

    private var hostsPath: String { folder + "/known-hosts" }
    private var strictPath: String { folder + "/strict-transport" }

    // MARK: Keys

    /// Judges what a server showed, and remembers it where that goes without a question.
    func judge(_ place: String, _ shown: ShownKey, _ demand: Demand, at now: Timestamp) -> Meeting.Verdict {
        accepted.withLock { accepted in
            // What cannot be read may say that the key has changed.
            guard let known = read(hostsPath) else {
                return .refused("\(hostsPath) cannot be read (\(systemError)); make it readable to you")
            }
            let meeting = Meeting(
                place: place, shown: shown, invited: demand.invited, isStrict: demand.isStrict,
                accepted: accepted[place])
            let verdict = meeting.judge(KnownHosts(known), keptIn: hostsPath)
            if verdict == .remembered, !write(place, shown, at: now) {
                return .refused(cannotRemember)
            }
            return verdict
        }
    }

    /// Takes a key until the program ends.
    func accept(_ place: String, _ shown: ShownKey) {
        accepted.withLock { $0[place] = shown.fingerprint }
    }

    /// Takes a key from now on; nil, or why it cannot be remembered.
    func remember(_ place: String, _ shown: ShownKey, at now: Timestamp) -> String? {
        accepted.withLock { _ in write(place, shown, at: now) ? nil : cannotRemember }
    }

    private func write(_ place: String, _ shown: ShownKey, at now: Timestamp) -> Bool {
        guard let text = read(hostsPath) else { return false }
        var known = KnownHosts(text)
        known.remember(place, shown, on: String(now.iso8601.prefix(10)))
        return StateDirectory.make() && PrivateFile.write(known.text, to: hostsPath)
    }

    private var cannotRemember: String { "its key cannot be remembered in \(hostsPath); make that file writable" }

    // MARK: TLS and nothing else

    /// The port to speak TLS on, where a host may be spoken to in no other way.
    func strictPort(for host: String, at now: Timestamp) -> UInt16? {
        read(strictPath).flatMap { StrictTransport($0).port(for: host, at: now) }
    }

    /// Holds a host to TLS for so many seconds; none lifts it.
    func hold(_ host: String, port: UInt16, seconds: Int, at now: Timestamp) {
        let before = StrictTransport(read(strictPath) ?? "")
        var strict = before
        strict.hold(host, port: port, seconds: seconds, at: now)
        guard strict != before, StateDirectory.make() else { return }
        _ = PrivateFile.write(strict.text, to: strictPath)
    }

    /// Nothing where there is no file; nil where there is one that cannot be read.
    private func read(_ path: String) -> String? {
        if let text = PrivateFile.read(path) { return text }
        return errno == ENOENT ? "" : nil
    }

    private var systemError: String { String(cString: strerror(errno)) }
}

extension ShownKey {
    init(_ certificate: ServerCertificate) {
        self.init(
            fingerprint: certificate.publicKeyFingerprint.description, isVouchedFor: certificate.vouchedBySystem,
            problem: certificate.problem)
    }
}
