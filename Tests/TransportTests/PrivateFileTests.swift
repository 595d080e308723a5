import Glibc
import TestSupport
import Testing

@testable import Transport

/// Small files, the arguments of a process, and where a person's files are.
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
        #expect(throws: TLSIdentityError.notAFile(pipe)) { try TLSIdentity(certificateFile: pipe, keyFile: pipe) }
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
        try PrivateFile.write([], to: path + ".third", replacing: false)
        #expect(try PrivateFile.read(path + ".third") == [])
    }

    // MARK: Home

    @Test(arguments: [nil, "", "/", "//", "home", "~"]) func `Without a home there is no folder`(_ home: String?) {
        let folders = HomeFolders { $0 == "HOME" ? home : nil }
        #expect(folders.state == nil && folders.configuration == nil)
        let named = HomeFolders { $0 == "HOME" ? home : $0 == "XDG_STATE_HOME" ? "/s" : "relative" }
        #expect(named.state == "/s" && named.configuration == nil)
    }

    @Test func `Folders are at home unless they are named`() {
        let folders = HomeFolders { $0 == "HOME" ? "/home/anna" : nil }
        #expect(folders.state == "/home/anna/.local/state" && folders.configuration == "/home/anna/.config")
    }

}
