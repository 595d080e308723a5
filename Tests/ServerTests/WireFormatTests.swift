import Chat
import Foundation
import Logging
import Protocol
import TestSupport
import Testing

@testable import Server

/// A wire format of this test's own: every line is an object of JSON. All that it takes is this type and the row below.
private final class JSONLinesCodec: SessionCodec {
    private struct Request: Decodable {
        var enter: String?
        var say: String?
        var leave: Bool?
    }

    private struct Report: Encodable {
        var command: String
        var source: String?
        var text: String
    }

    private let lobby: String
    private var sessions: Set<SessionID> = []

    init(lobby: String) { self.lobby = lobby }

    func opened(_ session: SessionID, from origin: Origin) -> DecodedLine {
        sessions.insert(session)
        return DecodedLine(answer: Self.line(Report(command: "HELLO", text: lobby)))
    }

    func decode(_ line: WireLine, from session: SessionID) -> DecodedLine {
        guard sessions.contains(session) else { return DecodedLine() }
        switch line {
        case .end: return DecodedLine(inputs: [.message(Message("QUIT"))])
        case .tooLong: return Self.problem("too long")
        case .text(let bytes):
            guard let request = try? JSONDecoder().decode(Request.self, from: Data(bytes)) else {
                return Self.problem("not JSON")
            }
            var messages: [Message] = []
            if let nick = request.enter { messages += [Message("NICK", nick), Message("USER", nick, "0", "*", nick)] }
            if let text = request.say { messages.append(Message("PRIVMSG", lobby, text)) }
            if request.leave == true { messages.append(Message("QUIT", "bye")) }
            return DecodedLine(inputs: messages.map { .message($0) })
        }
    }

    func encode(_ lines: [UInt8], for sessions: [SessionID]) -> [EncodedLines] {
        let messages = Self.messages(in: lines)
        let bytes = messages.flatMap { message in
            Self.line(
                Report(
                    command: message.command.name, source: message.source.map { Source(parsing: $0).name },
                    text: message.parameters.last?.text ?? ""))
        }
        let isWelcome = messages.contains { $0.command == "001" }
        return [
            EncodedLines(
                bytes: bytes, sessions: sessions, followUps: isWelcome ? [.message(Message("JOIN", lobby))] : [])
        ]
    }

    func closed(_ session: SessionID) { sessions.remove(session) }

    private static func problem(_ text: String) -> DecodedLine {
        DecodedLine(answer: line(Report(command: "PROBLEM", text: text)))
    }

    private static func line(_ report: Report) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return ((try? encoder.encode(report)).map(Array.init) ?? []) + [ASCII.lineFeed]
    }
}

extension WireFormat {
    fileprivate static let jsonLines = WireFormat(
        name: "json", endpoint: { _ in .init(host: "127.0.0.1", port: 0) }, makeCodec: { JSONLinesCodec(lobby: $0) })
}

/// A configuration is checked by the formats that its server is given.
@Suite struct WireFormatCheckTests {
    @Test func `An address in a format that only this server knows is not listened on twice`() throws {
        var configuration = ServerConfiguration(dataFolder: "/nowhere")
        configuration.endpoints = [.init(host: "127.0.0.1", port: 6667)]
        let format = WireFormat(
            name: "json", endpoint: { $0.endpoints.first }, makeCodec: { JSONLinesCodec(lobby: $0) })
        try configuration.check(WireFormat.all)
        #expect(throws: StartError.self) { try configuration.check(WireFormat.all + [format]) }
    }

    @Test func `A format that only this server knows may refuse a configuration`() throws {
        let configuration = ServerConfiguration(dataFolder: "/nowhere")
        var format = WireFormat.jsonLines
        try configuration.check([format])
        format.check = { _ throws(StartError) in throw StartError("no", remedy: "none", exitCode: .configuration) }
        #expect(throws: StartError.self) { try configuration.check([format]) }
    }
}

/// Another wire format takes a codec and a row, and nothing of the server knows it.
@Suite struct WireFormatTests {
    private let scratch = Scratch()
    private let server: ChatServer
    private let amy: TestSocket

    init() throws {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.telnet = .init(host: "127.0.0.1", port: 0)
        configuration.history = .memory
        server = try ChatServer(
            configuration, on: MachineResources(laneCount: 1), formats: WireFormat.all + [.jsonLines],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        server.open { _ in }
        amy = TestSocket(port: server.endpoints[0].port)
        amy.say("NICK amy\r\nUSER amy 0 * :amy\r\nJOIN #lobby\r\n")
        _ = amy.hear(until: " 366 ")
    }

    private func connect(to format: WireFormat) throws -> TestSocket {
        TestSocket(port: try #require(server.endpoint(of: format)).port)
    }

    private func stop() async {
        await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
    }

    @Test func `People talk in IRC, telnet and a format that the server does not know`() async throws {
        let bob = try connect(to: .jsonLines)
        #expect(bob.hear(until: "HELLO").hasPrefix(##"{"command":"HELLO","text":"#lobby"}"##))
        bob.say("{\"enter\":\"bob\"}\n")
        // Bob asked for no channel: the codec entered the lobby in that name after the welcome.
        #expect(bob.hear(until: "\"366\"").contains(##"{"command":"JOIN","source":"bob","text":"#lobby"}"##))
        #expect(amy.hear(until: "JOIN").contains(":bob!"))
        let eve = try connect(to: .telnet)
        #expect(eve.hear(until: "name: ") == "Please enter your name: ")
        eve.say("eve\n")
        #expect(eve.hear(until: "eve joins").contains("bob"))
        amy.say("PRIVMSG #lobby :hello, \u{4E16}\u{754C}\r\n")
        let hello = "{\"command\":\"PRIVMSG\",\"source\":\"amy\",\"text\":\"hello, \u{4E16}\u{754C}\"}\n"
        #expect(bob.hear(until: "hello").hasSuffix(hello))
        #expect(eve.hear(until: "hello").hasSuffix("amy: hello, \u{4E16}\u{754C}\r\n"))
        bob.say("{\"say\":\"hello yourself\"}\n")
        #expect(amy.hear(until: "yourself").contains("PRIVMSG #lobby :hello yourself\r\n"))
        #expect(eve.hear(until: "yourself").hasSuffix("bob: hello yourself\r\n"))
        eve.say("!quit\n")
        #expect(bob.hear(until: "QUIT").contains("\"source\":\"eve\""))
        await stop()
    }

    @Test func `A line that says nothing is answered by the codec, and the last line is translated too`() async throws {
        let bob = try connect(to: .jsonLines)
        bob.say("hello\n{\"enter\":\"bob\"}\n")
        #expect(bob.hear(until: "\"366\"").contains(#"{"command":"PROBLEM","text":"not JSON"}"#))
        bob.say("{\"leave\":true}\n")
        // To the end of the connection.
        let rest = bob.hear(until: "\0")
        #expect(rest.split(separator: "\n").last?.hasPrefix(#"{"command":"ERROR""#) == true)
        #expect(amy.hear(until: "QUIT").contains("bye"))
        await stop()
    }
}
