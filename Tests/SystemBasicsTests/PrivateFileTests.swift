import Glibc
import SystemBasics
import TestSupport
import Testing

@Suite struct PrivateFileTests {
    private let folder = Scratch()

    @Test func `A pipe, a folder, a device and a file too long are refused at once`() throws {
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, folder.path, "/dev/null", "/dev/tty"] {
            let error = #expect(throws: PrivateFile.Failure.self) { try PrivateFile.read(path) }
            // Without a terminal there is none to open.
            #expect(error == .notAFile || error == .system(errno: ENXIO), "\(path)")
        }
        #expect(try PrivateFile.read("/dev/null", takesStreams: true) == [])
        let long = try folder.write("12345", to: "long")
        #expect(try PrivateFile.read(long, atMost: 5).count == 5)
        #expect(throws: PrivateFile.Failure.tooLong) { try PrivateFile.read(long, atMost: 4) }
    }

    @Test func `What is written takes a file's place whole, or not at all`() throws {
        let path = try folder.write("before", to: "file")
        #expect(throws: PrivateFile.Failure.system(errno: EEXIST)) {
            try PrivateFile.write(Array("after".utf8), to: path, replacing: false)
        }
        #expect(try PrivateFile.read(path) == Array("before".utf8))
        #expect(link(path, path + ".second") == 0)
        try PrivateFile.write(Array("after".utf8), to: path)
        #expect(try PrivateFile.read(path) == Array("after".utf8))
        #expect(try PrivateFile.read(path + ".second") == Array("before".utf8))
        let taken = try folder.write("mine", to: "file.third.\(getpid()).new")
        try PrivateFile.write([], to: path + ".third", replacing: false)
        #expect(try PrivateFile.read(taken) == Array("mine".utf8))
        #expect(try PrivateFile.read(path + ".third") == [])
    }

    @Test func `A part of a file is read as it comes, and all of it up to a bound`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        try FileSystem.write(Array("first ".utf8)[...], to: ends[1])
        #expect(try FileSystem.readPart(of: ends[0], atMost: 64) == Array("first ".utf8))
        try FileSystem.write(Array("second".utf8)[...], to: ends[1])
        close(ends[1])
        #expect(try FileSystem.read(ends[0], atMost: 3) == Array("sec".utf8))
        #expect(try FileSystem.read(ends[0], atMost: 64) == Array("ond".utf8))
        #expect(try FileSystem.readPart(of: ends[0], atMost: 64) == [])
        #expect(throws: SystemError(ENOENT)) { try FileSystem.open(folder.file("none"), O_RDONLY) }
    }
}
