import Glibc
import SystemBasics

/// Keeps a file under a second name beside it when something takes its place. Nothing that was set aside is ever overwritten. The time of its
/// last change is then that at which it was set aside, from which it is told how long it has been kept.
///
/// A file may have others beside it that belong to it, as a database has its log: they have its name with a suffix behind it, and go with
/// it.
package enum FileReplacement {
    /// Copies that are kept of one file at most; behind them nothing is set aside, and so nothing is replaced.
    private static let most = 1000

    /// The first free name for a copy of a file: `PATH.SUFFIX`, `PATH.SUFFIX.2`, `PATH.SUFFIX.3` and so on. A name counts as free where
    /// neither a file has it nor one of those beside a file.
    ///
    /// - Parameter besides: the suffixes of the files beside it.
    static func freeName(for path: String, suffix: String, besides: [String] = []) throws(LogError) -> String {
        for number in 1...most {
            let name = "\(path).\(suffix)" + (number == 1 ? "" : ".\(number)")
            if ([""] + besides).allSatisfy({ !FileSystem.exists(name + $0) }) { return name }
        }
        throw .exists("\(path).\(suffix).\(most)")
    }

    /// Takes a file to a second name.
    ///
    /// - Returns: the second name; nil where there is no file.
    @discardableResult
    package static func move(_ path: String, as suffix: String) throws(LogError) -> String? {
        guard FileSystem.exists(path) else { return nil }
        let name = try freeName(for: path, suffix: suffix)
        noteChange(of: path)
        try move(path, toFree: name)
        try syncFolder(of: path)
        return name
    }

    /// Puts a file in the place of another, which gets a second name beside it, with the files that belong to it.
    ///
    /// At each moment, be it that of a crash, the place has the old file or the new one, and whole; and no file has two names, so that
    /// whoever writes to what is in the place writes to nothing that was set aside.
    ///
    /// - Parameters:
    ///   - fresh: in the same folder; it is gone afterwards, and still there if this fails.
    ///   - besides: the suffixes of the files that belong to the old file.
    ///   - step: called after each change of names, which could be the last before a crash.
    ///   - exchange: gives two files each other's name; false where the file system cannot, and then the old file is copied.
    /// - Returns: the second name; nil where there was no file.
    @discardableResult
    package static func replace(
        _ path: String, with fresh: String, as suffix: String, besides: [String] = [], step: () -> Void = {},
        exchange: (String, String) throws(SystemError) -> Bool = FileSystem.exchange
    ) throws(LogError) -> String? {
        guard FileSystem.exists(path) else {
            for end in besides { unlink(path + end) }
            try rename(fresh, path)
            try syncFolder(of: path)
            return nil
        }
        let name = try freeName(for: path, suffix: suffix, besides: besides)
        noteChange(of: path)
        var moved: [String] = []
        do {
            // They belong to what was there, and would spoil what comes.
            for end in besides where FileSystem.exists(path + end) {
                try move(path + end, toFree: name + end)
                moved.append(end)
                step()
            }
            try move(fresh, toFree: name)
            step()
            if try !named(path, { () throws(SystemError) in try exchange(path, name) }) {
                try rename(name, fresh)
                step()
                try named(name) { () throws(SystemError) in try FileSystem.copy(path, toFree: name) }
                step()
                try rename(fresh, path)
            }
        } catch {
            if !FileSystem.exists(fresh) { try rename(name, fresh) }
            for end in moved { try rename(name + end, path + end) }
            throw error
        }
        step()
        try syncFolder(of: path)
        return name
    }

    /// Makes now the time of a file's last change, before it has another name: a crash in between makes it no older than it is. A file system
    /// that keeps no such times is content.
    private static func noteChange(of path: String) { utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW) }

    /// Makes durable which names stand in the folder of a file.
    static func syncFolder(of path: String) throws(LogError) {
        do {
            try FileSystem.syncFolder(of: path)
        } catch {
            throw LogError(error, FileSystem.folder(of: path))
        }
    }

    private static func move(_ old: String, toFree new: String) throws(LogError) {
        try named(new) { () throws(SystemError) in try FileSystem.move(old, toFree: new) }
    }

    private static func rename(_ old: String, _ new: String) throws(LogError) {
        guard Glibc.rename(old, new) == 0 else { throw LogError(systemError: errno, path: new) }
    }

    private static func named<Value>(
        _ path: String, _ body: () throws(SystemError) -> Value
    ) throws(LogError) -> Value {
        do {
            return try body()
        } catch {
            throw LogError(error, path)
        }
    }
}
