import Glibc
import TestSupport
import Testing

@testable import SystemBasics

/// Names in folders.
@Suite struct FileSystemTests {
    private let folder = Scratch()

    private func text(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 100)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    @Test(arguments: [("a", "."), ("/a", "/"), ("b/a", "b"), ("/c/b/a", "/c/b"), ("b/", "b"), ("", "."), ("/", "/")])
    func `The folder of a path is what stands before its last name`(path: String, expected: String) {
        #expect(FileSystem.folder(of: path) == expected)
    }

    @Test func `A name is there also where its link leads nowhere, and not below a file`() throws {
        let file = try folder.write("x", to: "file")
        #expect(symlink("nowhere", folder.file("link")) == 0)
        #expect(FileSystem.exists(file) && FileSystem.exists(folder.file("link")))
        #expect(!FileSystem.exists(folder.file("none")) && !FileSystem.exists(file + "/below"))
        #expect(FileSystem.isFolder(folder.path) && !FileSystem.isFolder(file))
        #expect(Set(FileSystem.names(in: folder.path)) == [".", "..", "file", "link"])
    }

    @Test func `A file without a name can be written, and never stands in the folder`() throws {
        let descriptor = try FileSystem.makeUnnamedFile(in: folder.path)
        defer { close(descriptor) }
        #expect(FileSystem.names(in: folder.path).count == 2)
        try FileSystem.write(Array("abc".utf8)[...], to: descriptor)
        #expect(lseek(descriptor, 0, SEEK_SET) == 0)
        #expect(try FileSystem.read(descriptor, atMost: 10) == Array("abc".utf8))
        var status = stat()
        #expect(fstat(descriptor, &status) == 0 && status.st_nlink == 0 && status.st_mode & 0o777 == 0o600)
        #expect(throws: SystemError(ENOENT)) { _ = try FileSystem.makeUnnamedFile(in: folder.file("none")) }
        let file = try folder.write("", to: "file")
        #expect(throws: SystemError(ENOTDIR)) { _ = try FileSystem.makeUnnamedFile(in: file) }
    }

    @Test func `A folder is made with those above it, and not below a file`() throws {
        let path = folder.file("a/b/c")
        try FileSystem.makeFolder(path)
        try FileSystem.makeFolder(path)
        #expect(FileSystem.isFolder(path) && PrivateFile.isOpenToOthers(path) == false)
        let file = try folder.write("x", to: "file")
        do throws(FileSystem.FolderFailure) {
            try FileSystem.makeFolder(file + "/below/that")
            Issue.record("a folder was made below a file")
        } catch {
            #expect(error.path == file + "/below" && error.cause == SystemError(ENOTDIR))
        }
    }

    @Test func `A folder that is there keeps its mode when one is made below it`() throws {
        let parent = folder.file("parent")
        #expect(mkdir(parent, 0o755) == 0 && chmod(parent, 0o755) == 0)
        try FileSystem.makeFolder(parent + "/child")
        #expect(PrivateFile.isOpenToOthers(parent) == true && PrivateFile.isOpenToOthers(parent + "/child") == false)
    }

    /// The folder that a program works in belongs to all tests that run, so none is changed: the path leads up from it.
    @Test func `A relative path begins in the folder that the program works in`() throws {
        let here = try #require(getcwd(nil, 0))
        defer { free(here) }
        let up = Array(repeating: "..", count: String(cString: here).split(separator: "/").count)
        let path = folder.file("relative/below")
        try FileSystem.makeFolder((up + [String(path.dropFirst())]).joined(separator: "/"))
        #expect(FileSystem.isFolder(path))
    }

    @Test(arguments: [0, EINVAL, ENOSYS, ENOTSUP])
    func `A file takes a free name and nobody's, also where the system cannot rename so`(refusal: Int32) throws {
        func move(_ old: String, _ new: String) throws(SystemError) {
            guard refusal != 0 else { return try FileSystem.move(old, toFree: new) }
            try FileSystem.move(old, toFree: new) { _, _ in refusal }
        }
        let (one, two) = (try folder.write("one", to: "one"), try folder.write("two", to: "two"))
        #expect(throws: SystemError(EEXIST)) { try move(one, two) }
        #expect(text(one) == "one" && text(two) == "two")
        try move(one, folder.file("three"))
        #expect(text(folder.file("three")) == "one" && !FileSystem.exists(one))
        #expect(throws: SystemError(ENOENT)) { try move(one, folder.file("four")) }
        #expect(!FileSystem.exists(folder.file("four")))
    }

    @Test(arguments: [0, EINVAL, ENOSYS, ENOTSUP])
    func `A folder takes a free name and nobody's, also where the system cannot rename so`(refusal: Int32) throws {
        func move(_ old: String, _ new: String) throws(SystemError) {
            guard refusal != 0 else { return try FileSystem.move(old, toFree: new) }
            try FileSystem.move(old, toFree: new) { _, _ in refusal }
        }
        let (inside, file) = (try folder.write("in", to: "one/file"), try folder.write("two", to: "two"))
        _ = try folder.write("theirs", to: "full/file")
        let (one, full, free) = (folder.file("one"), folder.file("full"), folder.file("three"))
        for taken in [file, full] { #expect(throws: SystemError(EEXIST)) { try move(one, taken) } }
        #expect(text(inside) == "in" && text(file) == "two" && text(full + "/file") == "theirs")
        try move(one, free)
        #expect(text(free + "/file") == "in" && !FileSystem.exists(one))
    }

    @Test func `What cannot be made durable under its name has the one before again`() throws {
        let (file, made) = (try folder.write("x", to: "a.partial"), folder.file("a"))
        func publish(_ code: Int32) throws(SystemError) {
            try FileSystem.publish(file, at: made) { _ throws(SystemError) in
                #expect(FileSystem.exists(made))
                if code != 0 { throw SystemError(code) }
            }
        }
        #expect(throws: SystemError(EIO)) { try publish(EIO) }
        #expect(text(file) == "x" && !FileSystem.exists(made))
        try publish(0)
        #expect(text(made) == "x" && !FileSystem.exists(file))
    }

    @Test func `Any other failure of a rename is told, and no name is taken for it`() throws {
        let one = try folder.write("one", to: "one")
        #expect(throws: SystemError(EIO)) { try FileSystem.move(one, toFree: folder.file("two")) { _, _ in EIO } }
        #expect(!FileSystem.exists(folder.file("two")))
    }

    @Test(arguments: [(EACCES, true), (EMFILE, false)])
    func `A folder that may be written and not read is made durable all the same`(code: Int32, isMade: Bool) throws {
        let file = try folder.write("x", to: "file")
        func sync() throws(SystemError) {
            try FileSystem.syncFolder(of: file) { _ in
                errno = code
                return -1
            }
        }
        if isMade { try sync() } else { #expect(throws: SystemError(code)) { try sync() } }
        try FileSystem.syncFolder(of: file)
    }

    @Test func `A file of one's own takes the place of none that has the name it would have`() throws {
        let path = folder.file("copy")
        let taken = try folder.write("precious", to: "copy.\(getpid()).partial")
        let (name, descriptor) = try FileSystem.makeFile(beside: path, suffix: "partial")
        close(descriptor)
        #expect(name != taken && text(taken) == "precious" && text(name) == "")
        #expect(throws: SystemError(ENOTDIR)) { try FileSystem.makeFile(beside: taken + "/copy", suffix: "partial") }
    }

    @Test func `Two files exchange their names, and a copy is a file of its own`() throws {
        let (one, two) = (try folder.write("one", to: "one"), try folder.write("two", to: "two"))
        #expect(throws: SystemError(EEXIST)) { try FileSystem.copy(one, toFree: two) }
        try FileSystem.copy(one, toFree: folder.file("three"))
        if try FileSystem.exchange(one, two) { #expect(text(one) == "two" && text(two) == "one") }
        #expect(text(folder.file("three")) == "one")
        #expect(Set(FileSystem.names(in: folder.path)) == [".", "..", "one", "two", "three"])
    }
}
