import Glibc
import Protocol
import SystemBasics
import Transport

/// Measures the machine on which the program runs.
struct SystemProbe: MachineProbe {
    var now: Timestamp { WallClock.now() }

    var isClockSynchronized: Bool? { ClockSynchronization.isActive }

    func disk(holding folder: String) -> MachineSurvey.Disk? {
        FileSystemUsage(holding: folder).map { .init(space: $0.space, freeFiles: $0.freeFiles) }
    }

    func mount(holding folder: String) -> MachineSurvey.Mount? {
        guard let resolved = realpath(folder, nil) else { return nil }
        defer { free(resolved) }
        return MountTable(Self.text(of: "/proc/self/mountinfo")).mount(of: String(cString: resolved))
    }

    // MARK: Syncs

    /// The trials end after so many, or after so many seconds.
    private static let (mostTrials, mostSeconds) = (20, 2.0)
    /// As large as what is stored of a few lines.
    private static let trialBytes = [UInt8](repeating: 0x2E, count: 4096)

    func trySyncs(in folder: String) -> MachineSurvey.SyncTrial {
        var trial = MachineSurvey.SyncTrial()
        do throws(SystemError) {
            let descriptor = try FileSystem.makeUnnamedFile(in: folder)
            defer { close(descriptor) }
            let start = MonotonicClock.now()
            for _ in 0..<Self.mostTrials where Self.seconds(since: start) < Self.mostSeconds {
                let before = MonotonicClock.now()
                try FileSystem.write(Self.trialBytes[...], to: descriptor)
                guard fdatasync(descriptor) == 0 else { throw SystemError(errno) }
                trial.seconds.append(Self.seconds(since: before))
            }
        } catch {
            trial.failure = "\(error)"
        }
        return trial
    }

    private static func seconds(since moment: UInt64) -> Double { Double(MonotonicClock.since(moment)) / 1e9 }

    // MARK: Processes

    func descriptors(of server: Int32?) -> MachineSurvey.Descriptors? {
        guard let server else {
            // A server raises it as far as it may, as this does for itself.
            let limit = Int(clamping: raiseDescriptorLimit().soft)
            return limit > 0 ? .init(limit: limit) : nil
        }
        // `Max open files            1024                 524288               files`
        let line = Self.text(of: "/proc/\(server)/limits").split(separator: "\n").first {
            $0.hasPrefix("Max open files")
        }
        guard let words = line?.split(separator: " "), words.count > 3 else { return nil }
        let open = FileSystem.names(in: "/proc/\(server)/fd").count { Int32($0) != nil }
        return .init(limit: Int(words[3]) ?? .max, open: open > 0 ? open : nil)
    }

    func libraries(of server: Int32?) -> [String] {
        // `7f…-7f… r-xp 00000000 08:01 1234    /usr/lib/libexample.so`
        let lines = Self.text(of: "/proc/\(server.map { "\($0)" } ?? "self")/maps").split(separator: "\n")
        return Set(lines.compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }).sorted()
    }

    /// A file of the system's own; empty where it cannot be read.
    private static func text(of file: String) -> String {
        String(decoding: (try? PrivateFile.read(file, atMost: 1 << 24)) ?? [], as: UTF8.self)
    }
}
