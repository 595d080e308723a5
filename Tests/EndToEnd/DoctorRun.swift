import TestSupport
import Testing

/// Runs `grillo doctor` to its end.
func doctor(
    _ arguments: [String], wrapper: [String] = [], environment: [String: String] = [:]
) throws -> ProgramResult {
    try ProgramResult.of("/usr/bin/env", wrapper + [Programs.grillo, "doctor"] + arguments, environment: environment)
}

extension ProgramResult {
    /// Expects a line of the doctor's that begins and ends with such words.
    func expectLine(_ beginning: String, _ end: String = "", sourceLocation: SourceLocation = #_sourceLocation) {
        let isThere = output.split(separator: "\n").contains { $0.hasPrefix(beginning) && $0.hasSuffix(end) }
        #expect(isThere, "\(beginning) … \(end)\n\(self)", sourceLocation: sourceLocation)
        guard beginning.hasPrefix("error") else { return }
        #expect(code == 1, "\(self)", sourceLocation: sourceLocation)
    }
}

extension GrilloServer {
    /// The folder of a server that has served, and serves no more.
    static func servedFolder(in folder: Scratch) throws -> String {
        let room = try GrilloServer(folder: folder)
        let guest = try RawClient(port: room.port, nick: "guest")
        guest.send("JOIN #lobby", "PRIVMSG #lobby :a line", "PING heard")
        try guest.expect("heard")
        room.stop()
        return room.dataFolder
    }
}
