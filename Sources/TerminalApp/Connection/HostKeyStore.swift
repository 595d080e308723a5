import Client
import Glibc
import Protocol
import Synchronization
import SystemBasics
import Transport

/// The memory of servers, in two files beside each other: their keys, and the list of those that want nothing but TLS.
///
/// May be asked from any thread; each question reads a small file.
package final class HostKeyStore: Sendable {
    /// The conditions that a server must meet besides being the one that is remembered.
    package struct Requirements: Hashable, Sendable {
        /// The key that an invitation names.
        package var invited: String?
        /// True if the server's own rules let nothing pass that nobody vouches for.
        package var isStrict = false

        package init(invited: String? = nil, isStrict: Bool = false) {
            self.invited = invited
            self.isStrict = isStrict
        }
    }

    /// A file is there that cannot be read.
    package struct Unreadable: Error, Hashable {
        /// The cause and the remedy, in one line.
        package let text: String
    }

    private let directory: StateDirectory
    /// The keys that were taken for this time only.
    private let accepted = Mutex<[String: String]>([:])

    package init(in directory: StateDirectory) { self.directory = directory }

    private var hostsPath: String { directory.file("known-hosts") }
    private var strictPath: String { directory.file("strict-transport") }

    // MARK: Keys

    /// Judges what a server showed, and remembers it where that goes without a question.
    package func judge(_ place: String, _ shown: ShownKey, _ requirements: Requirements, at now: Timestamp)
        -> HostKeyCheck.Outcome
    {
        accepted.withLock { accepted in
            // A file that cannot be read may say that the key has changed.
            let known: String
            switch read(hostsPath) {
            case .success(let text): known = text
            case .failure(let failure):
                return .refused(Self.cannotRead(hostsPath, failure))
            }
            let hostKeyCheck = HostKeyCheck(
                place: place, shown: shown, invited: requirements.invited, isStrict: requirements.isStrict,
                accepted: accepted[place])
            let verdict = hostKeyCheck.judge(KnownHosts(known), keptIn: hostsPath)
            if verdict == .remembered, !write(place, shown, at: now) {
                return .refused(cannotRemember)
            }
            return verdict
        }
    }

    /// Takes a key until the program ends.
    package func accept(_ place: String, _ shown: ShownKey) {
        accepted.withLock { $0[place] = shown.fingerprint }
    }

    /// Takes a key from now on; nil, or why it cannot be remembered.
    package func remember(_ place: String, _ shown: ShownKey, at now: Timestamp) -> String? {
        accepted.withLock { _ in write(place, shown, at: now) ? nil : cannotRemember }
    }

    private func write(_ place: String, _ shown: ShownKey, at now: Timestamp) -> Bool {
        guard case .success(let text) = read(hostsPath) else { return false }
        var known = KnownHosts(text)
        known.remember(place, shown, on: String(now.iso8601.prefix(10)))
        return directory.make() && StateDirectory.write(known.text, to: hostsPath)
    }

    private var cannotRemember: String { "its key cannot be remembered in \(hostsPath); make that file writable" }

    // MARK: TLS and nothing else

    /// The port to speak TLS on, where a host may be spoken to in no other way; nil where it may be.
    ///
    /// - Throws: if the list cannot be read: the host may stand in it.
    package func strictPort(for host: String, at now: Timestamp) throws(Unreadable) -> UInt16? {
        switch read(strictPath) {
        case .success(let text): return StrictTransportHosts(text).port(for: host, at: now)
        case .failure(let failure): throw Unreadable(text: Self.cannotRead(strictPath, failure))
        }
    }

    /// Holds a host to TLS for so many seconds; 0 lifts it. If the file cannot be read it stays as it is: other hosts stand in it.
    package func hold(_ host: String, port: UInt16, seconds: Int, at now: Timestamp) {
        guard case .success(let text) = read(strictPath) else { return }
        let before = StrictTransportHosts(text)
        var strict = before
        strict.hold(host, port: port, seconds: seconds, at: now)
        guard strict != before, directory.make() else { return }
        _ = StateDirectory.write(strict.text, to: strictPath)
    }

    private static func cannotRead(_ path: String, _ failure: PrivateFile.Failure) -> String {
        "\(path) cannot be read: \(failure.words); make it readable to you"
    }

    /// Nothing where there is no file.
    private func read(_ path: String) -> Result<String, PrivateFile.Failure> { StateDirectory.read(path) }
}

extension ShownKey {
    init(_ certificate: ServerCertificate) {
        self.init(
            fingerprint: certificate.publicKeyFingerprint.description, isVouchedFor: certificate.isTrustedBySystem,
            problem: certificate.problem)
    }
}
