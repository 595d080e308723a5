import Dispatch
import Synchronization
import Transport

/// Notices that the certificate or its key was changed on the disk, and loads them again.
///
/// Two files cannot be changed at once: they are loaded when a look finds them as the look before did. What does not fit is told once,
/// and tried again when a file changes.
final class CertificateWatch: Sendable {
    private struct State {
        var files: CertificateFiles
        /// As they were when they were last loaded, or found broken.
        var settled: CertificateFiles.Stamp
        var seen: CertificateFiles.Stamp
        var isOver = false
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "grillo.certificate", qos: .utility)

    /// - Parameter files: as they were just loaded.
    init(_ files: CertificateFiles) {
        let stamp = files.stamp
        state = Mutex(State(files: files, settled: stamp, seen: stamp))
    }

    /// Looks every second; `changed` is told, on a queue of its own, what came of a change.
    func start(_ changed: @escaping @Sendable (Result<TLSIdentity, StartError>) -> Void) {
        queue.asyncAfter(deadline: .now() + 1) { [weak self] in
            guard let self, state.withLock({ !$0.isOver }) else { return }
            if let outcome = look() { changed(outcome) }
            start(changed)
        }
    }

    /// Other files from now on, as they were just loaded.
    func follow(_ files: CertificateFiles) {
        let stamp = files.stamp
        state.withLock { $0 = State(files: files, settled: stamp, seen: stamp) }
    }

    func stop() { state.withLock { $0.isOver = true } }

    private func look() -> Result<TLSIdentity, StartError>? {
        let due: CertificateFiles? = state.withLock { state in
            let stamp = state.files.stamp
            defer { state.seen = stamp }
            guard stamp != state.settled, stamp == state.seen else { return nil }
            state.settled = stamp
            return state.files
        }
        guard let due else { return nil }
        do throws(StartError) {
            return .success(try due.load())
        } catch {
            return .failure(error)
        }
    }
}
