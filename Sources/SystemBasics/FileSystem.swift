import CLinux
import Glibc

/// Names in folders, and giving files names without ever taking anybody's.
package enum FileSystem {
    /// The folder in which a path's last name stands: `.` where it names none.
    package static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// True where something has the name, be it a link that leads nowhere. A name that cannot be looked at counts as taken.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR
    }

    /// True where a path leads to a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True for a regular file itself: a link to one is none.
    package static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// All names in a folder, in no order; none where it cannot be read.
    package static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    /// Makes durable which names stand in the folder of a file. A file system that has nothing to sync there is content.
    package static func syncFolder(of path: String) throws(SystemError) {
        try syncFolder(of: path) { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }

    /// - Parameter open: the system's call, which gives a descriptor, or -1 and an `errno`.
    static func syncFolder(of path: String, by open: (String) -> Int32) throws(SystemError) {
        let descriptor = open(folder(of: path))
        guard descriptor >= 0 else {
            let code = errno
            // One may put files into a folder without being allowed to read it: then all of the file system is synced.
            guard code == EACCES else { throw SystemError(code) }
            return try syncFileSystem(holding: path)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemError(errno) }
    }

    /// Makes all of the file system durable on which a file lies whose folder may not be read.
    ///
    /// - Throws: `EACCES`, as for the folder, where the file cannot be opened either.
    private static func syncFileSystem(holding path: String) throws(SystemError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(EACCES) }
        defer { close(descriptor) }
        guard cl_sync_file_system(descriptor) == 0 else { throw SystemError(errno) }
    }

    /// Makes an empty file beside `path` under a name that nobody had: `PATH.PID.SUFFIX`, or with a number behind the process's. It is for
    /// its owner alone (mode 0600).
    ///
    /// - Returns: its name, and a descriptor to write to, which the caller closes.
    package static func makeFile(beside path: String, suffix: String) throws(SystemError) -> (
        name: String, descriptor: Int32
    ) {
        for number in 0..<100 {
            let name = "\(path).\(getpid())\(number == 0 ? "" : "-\(number)").\(suffix)"
            let descriptor = Glibc.open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return (name, descriptor) }
            guard errno == EEXIST || errno == EINTR else { throw SystemError(errno) }
        }
        throw SystemError(EEXIST)
    }

    /// O_TMPFILE, which Glibc's module does not show.
    private static let unnamed = 0o20_000_000 | O_DIRECTORY

    /// Makes an empty file in a folder that has no name there, and is gone when it is closed, however the program ends. On a file system
    /// that knows no such files it has a name for a moment.
    ///
    /// - Returns: a descriptor to write to, which the caller closes.
    package static func makeUnnamedFile(in folder: String) throws(SystemError) -> Int32 {
        let descriptor = Glibc.open(folder, O_RDWR | O_CLOEXEC | unnamed, 0o600)
        guard descriptor < 0 else { return descriptor }
        // What a kernel says that does not know them is that a folder cannot be written.
        guard isUnknown(errno) || errno == EISDIR else { throw SystemError(errno) }
        let (name, named) = try makeFile(beside: folder + "/unnamed", suffix: "partial")
        unlink(name)
        return named
    }

    // MARK: Names that change

    /// Gives a file or folder that is whole its name, which is free, and makes that durable; where it cannot be, it has the first name again.
    ///
    /// - Parameter sync: makes durable which names stand in the folder.
    package static func publish(
        _ temporary: String, at path: String, sync: (String) throws(SystemError) -> Void = FileSystem.syncFolder(of:)
    ) throws(SystemError) {
        try move(temporary, toFree: path)
        do throws(SystemError) {
            try sync(path)
        } catch {
            rename(path, temporary)
            throw error
        }
    }

    /// Renames a file or folder to a name that is free, or fails with `EEXIST`; at no moment is the name there without all of it, save on a
    /// file system that cannot rename like that, where the name is taken first and what has it follows.
    package static func move(_ old: String, toFree new: String) throws(SystemError) {
        try move(old, toFree: new) { cl_rename_to_free($0, $1) }
    }

    /// - Parameter rename: the system's call, which gives 0 or an `errno`.
    static func move(
        _ old: String, toFree new: String, by rename: (String, String) -> Int32
    ) throws(SystemError) {
        let code = rename(old, new)
        guard code != 0 else { return }
        guard isUnknown(code) else { throw SystemError(code) }
        var status = stat()
        guard lstat(old, &status) == 0 else { throw SystemError(errno) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        try take(new, isFolder: isFolder)
        guard Glibc.rename(old, new) == 0 else {
            let code = errno
            _ = isFolder ? rmdir(new) : unlink(new)
            throw SystemError(code)
        }
    }

    /// Takes a name that is free by something empty. A folder takes only a folder's place, and a file only a file's.
    private static func take(_ name: String, isFolder: Bool) throws(SystemError) {
        if isFolder {
            guard mkdir(name, 0o700) == 0 else { throw SystemError(errno) }
        } else {
            let descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw SystemError(errno) }
            close(descriptor)
        }
    }

    /// Gives each of two files the other's name, both at once.
    ///
    /// - Returns: false, and nothing is changed, on a file system that cannot do that.
    package static func exchange(_ one: String, _ other: String) throws(SystemError) -> Bool {
        let code = cl_rename_exchange(one, other)
        guard code == 0 || isUnknown(code) else { throw SystemError(code) }
        return code == 0
    }

    /// Copies a file to a name that is free; it appears there when it is whole and on the disk, and is its owner's alone.
    package static func copy(_ old: String, toFree new: String) throws(SystemError) {
        let source = try open(old, O_RDONLY)
        defer { close(source) }
        let (name, descriptor) = try makeFile(beside: new, suffix: "partial")
        defer { close(descriptor) }
        do throws(SystemError) {
            try copy(source, to: descriptor)
            try move(name, toFree: new)
        } catch {
            unlink(name)
            throw error
        }
    }

    private static func copy(_ source: Int32, to target: Int32) throws(SystemError) {
        while true {
            let part = try readPart(of: source, atMost: 1 << 20)
            guard !part.isEmpty else { break }
            try write(part[...], to: target)
        }
        guard fsync(target) == 0 else { throw SystemError(errno) }
    }

    /// True where a call failed because the file system, or the kernel, knows no such call.
    private static func isUnknown(_ code: Int32) -> Bool { [EINVAL, ENOSYS, ENOTSUP].contains(code) }
}
