import Testing

@testable import Protocol

@Suite struct MisspeltOptionTests {
    private static let known = ["--host", "--uses", "--data", "--help"]

    @Test(
        arguments: [
            (["--hots", "x"], "--hots", "--host"), (["--host", "x", "--usse=3"], "--usse", "--uses"),
            (["--HOST"], "--HOST", "--host"), (["--loud"], "--loud", nil), (["--x"], "--x", nil), (["--="], "--", nil),
        ] as [([String], String, String?)])
    func `The first option that there is not is named, and the one that was meant`(
        arguments: [String], typed: String, nearest: String?
    ) throws {
        let option = try #require(MisspeltOption(in: arguments, known: Self.known))
        #expect(option.typed == typed && option.nearest == nearest)
        #expect(option.words == "There is no option \(typed)." + (nearest.map { " Did you mean \($0)?" } ?? ""))
    }

    @Test(arguments: [["--host", "x"], ["-n", "3"], ["-1"], ["--", "--hots"], ["hots"], ["--uses=3"], []])
    func `What there is, what is none, and what is behind two dashes is not misspelt`(arguments: [String]) {
        #expect(MisspeltOption(in: arguments, known: Self.known) == nil)
    }

    @Test func `Half of a short word, and two letters of a long one, may be mistyped`() {
        let near = { MisspeltOption.nearest(to: $0, in: ["list", "x", "restore"]) }
        #expect(near("lst") == "list" && near("ls") == nil && near("y") == nil)
        #expect(near("restoore") == "restore" && near("rsetor") == "restore" && near("rsetr") == nil)
    }
}
