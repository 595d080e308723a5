import Foundation
import Testing

/// What goes wrong at the start is one line, cause then remedy, and the exit code that the command line promises.
@Suite struct ServeErrorTests {
    @Test func `a port that is taken`() throws {
        let room = try HostedRoom()
        let other = try Scratch()
        let outcome = try Outcome.of(
            Programs.grillo, ["serve", "--listen", "127.0.0.1:\(room.port)", "--data", other.path])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("127.0.0.1:\(room.port) is taken"))
        #expect(outcome.errors.contains("--listen"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
    }

    @Test func `a folder that is already served`() throws {
        let room = try HostedRoom()
        let outcome = try Outcome.of(Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", room.dataFolder])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("already serves"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `a data folder that cannot be`() throws {
        let folder = try Scratch()
        let file = try folder.write("", to: "file")
        let outcome = try Outcome.of(Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", file + "/below"])
        #expect(outcome.code == 74)
        #expect(outcome.errors.contains("--data DIR"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `a data folder that cannot be written to`() throws {
        let outcome = try Outcome.of(Programs.grillo, ["serve", "--listen", "127.0.0.1:0", "--data", "/proc/grillo"])
        #expect(outcome.code == 74)
        #expect(outcome.errors.contains("/proc/grillo"))
        #expect(outcome.errors.contains("--data DIR"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["", "127.0.0.1", "127.0.0.1:70000", "::1:6697"])
    func `an address that is none`(text: String) throws {
        let outcome = try Outcome.of(Programs.grillo, ["serve", "--listen", text])
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("--listen"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func `an address of another machine`() throws {
        let folder = try Scratch()
        let outcome = try Outcome.of(Programs.grillo, ["serve", "--listen", "192.0.2.1:0", "--data", folder.path])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("192.0.2.1"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
