import Glibc
import SystemBasics
import TerminalApp
import TestSupport
import Testing
import Transport

@Suite struct StateDirectoryTests {
    private let scratch = Scratch()
    private var directory: StateDirectory { StateDirectory(path: scratch.file("a/b/grillo")) }

    @Test func `It is made with what is above it, for its owner only`() {
        #expect(directory.make())
        #expect(directory.make())
        var status = stat()
        #expect(stat(directory.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test func `It cannot be made where a file stands`() throws {
        _ = try scratch.write("", to: "a")
        #expect(!directory.make())
    }

    @Test func `A file that is not there is empty`() {
        #expect(StateDirectory.read(directory.file("screen")) == .success(""))
    }

    @Test func `What is written is read again`() {
        #expect(directory.make())
        #expect(StateDirectory.write("drafts\n", to: directory.file("screen")))
        #expect(StateDirectory.read(directory.file("screen")) == .success("drafts\n"))
        #expect(!PrivateFile.isOpenToOthers(directory.file("screen")))
    }

    @Test func `A file that is there and cannot be read is a failure`() {
        #expect(StateDirectory.read(scratch.path) == .failure(.notAFile))
    }

    @Test func `Nothing is written where there is no directory`() {
        #expect(!StateDirectory.write("drafts\n", to: directory.file("screen")))
    }
}
