import Glibc
import SystemBasics
import TestSupport
import Testing

/// The names of files that are not whole yet.
@Suite struct HalfMadeNameTests {
    @Test func `The name that a file is made under tells what it is to be, and who makes it`() throws {
        let scratch = Scratch()
        for suffix in ["partial", "partial", "new"] {
            let (path, descriptor) = try FileSystem.makeFile(beside: scratch.file("a.tar.gz"), suffix: suffix)
            close(descriptor)
            let name = try #require(HalfMadeName(String(path.dropFirst(scratch.path.count + 1))), "\(path)")
            #expect(name.whole == "a.tar.gz" && name.process == getpid() && !name.isAbandoned)
        }
    }

    @Test(arguments: [
        "a", "a.partial", ".1.partial", "a.0.partial", "a.-1.partial", "a.1-.partial", "a.1-2-3.partial", "a.x.partial",
        "a.1.part", "a.+1.partial", "a.99999999999.partial", "", ".partial", "a.1.partial.gz",
        "a.4194305.partial", "a.20261130.new",
    ]) func `Any other name is none`(_ name: String) {
        #expect(HalfMadeName(name) == nil)
    }

    @Test func `A file is abandoned whose process is no more`() throws {
        // Above the highest number that Linux gives a process.
        let name = try #require(HalfMadeName("a.b.4194304-12.partial"))
        #expect(name.whole == "a.b" && name.isAbandoned)
        #expect(HalfMadeName("a.1.partial")?.isAbandoned == false)
    }
}
