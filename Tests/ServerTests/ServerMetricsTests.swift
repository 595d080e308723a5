import Chat
import Dispatch
import Storage
import TestSupport
import Testing

@testable import Server

/// Each series against a load of known size, in a server that runs in the test's process.
@Suite struct ServerMetricsTests {
    private let scratch = Scratch()

    private func running(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws -> RunningServer {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.history = .memory
        configuration.metrics = .init(host: "127.0.0.1", port: 0)
        change(&configuration)
        let running = try RunningServer(configuration)
        running.server.open { _ in }
        return running
    }

    /// Somebody who has come in and is in some rooms.
    private func client(_ nick: String, in channels: String..., of running: RunningServer) -> TestSocket {
        let socket = TestSocket(port: running.server.endpoints[0].port)
        socket.say("NICK \(nick)\r\nUSER u 0 * :u\r\n")
        for channel in channels { socket.say("JOIN \(channel)\r\n") }
        settle(socket)
        return socket
    }

    /// Waits until all is done that was said.
    private func settle(_ socket: TestSocket) {
        socket.say("PING :it-is-done\r\n")
        _ = socket.hear(until: "it-is-done\r\n")
    }

    /// The metrics, without the head of the answer.
    private func page(_ running: RunningServer) throws -> String {
        let socket = TestSocket(port: try #require(running.server.metricsEndpoints.first).port)
        socket.say("GET /metrics HTTP/1.1\r\n\r\n")
        return String(try #require(socket.hearAll().split(separator: "\r\n\r\n", maxSplits: 1).last))
    }

    /// The value of a sample; nil where it is not told.
    private func value(of sample: String, _ running: RunningServer) throws -> Double? {
        let line = try page(running).split(separator: "\n").first { $0.hasPrefix(sample + " ") }
        return line.flatMap { Double($0.dropFirst(sample.utf8.count + 1)) }
    }

    /// True once a sample has a value, which is looked at for 20 seconds at most.
    private func becomes(_ sample: String, _ wanted: Double, _ running: RunningServer) async throws -> Bool {
        for _ in 0..<2000 {
            if try value(of: sample, running) == wanted { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    @Test func `What members of a room say is counted, and for how many it was`() async throws {
        let running = try running()
        let metrics = running.server.metrics
        let people = (0..<5).map { client("n\($0)", in: "#a", of: running) }
        for person in people {
            for number in 0..<7 { person.say("PRIVMSG #a :\(number)\r\n") }
            person.say("NOTICE #a :hush\r\n")
            settle(person)
        }
        let counts = Dictionary(uniqueKeysWithValues: metrics.counts(of: .messages).map { ($0.label, $0.count) })
        #expect(counts == ["PRIVMSG": 35, "NOTICE": 5, "TAGMSG": 0])
        // The speaker is one of the five.
        #expect(metrics.count(of: .deliveries) == 40 * 5)
        #expect(try value(of: "grillo_messages_total{command=\"PRIVMSG\"}", running) == 35)
        #expect(try value(of: "grillo_people", running) == 5)
        #expect(try value(of: "grillo_sessions{state=\"registered\"}", running) == 5)
        #expect(try value(of: "grillo_sessions{state=\"unregistered\"}", running) == 0)
        withExtendedLifetime(people) {}
        await running.end()
    }

    @Test func `What only goes to some, and tags alone, count for those who can read them`() async throws {
        let running = try running()
        let metrics = running.server.metrics
        let able = client("able", in: "#a", of: running)
        able.say("CAP REQ :message-tags\r\n")
        settle(able)
        let plain = client("plain", in: "#a", of: running)
        able.say("@+typing=active TAGMSG #a\r\n")
        able.say("PRIVMSG plain :for you\r\n")
        // What a service is told was said to nobody.
        able.say("PRIVMSG NickServ :HELP\r\n")
        settle(able)
        let counts = Dictionary(uniqueKeysWithValues: metrics.counts(of: .messages).map { ($0.label, $0.count) })
        #expect(counts == ["PRIVMSG": 1, "NOTICE": 0, "TAGMSG": 1])
        // The tags for the one who said them alone, the message for both.
        #expect(metrics.count(of: .deliveries) == 1 + 2)
        withExtendedLifetime(plain) {}
        await running.end()
    }

    @Test func `Connections are counted by their way in, and those that are open until they end`() async throws {
        let running = try running { $0.telnet = .init(host: "127.0.0.1", port: 0) }
        var people = (0..<3).map { client("n\($0)", of: running) }
        let visitor = TestSocket(port: try #require(running.server.telnet).port)
        _ = visitor.hear(until: ":")
        let accepted = Dictionary(
            uniqueKeysWithValues: running.server.metrics.counts(of: .connectionsAccepted).map { ($0.label, $0.count) })
        #expect(accepted == ["tls": 0, "plain": 3, "host": 0, "other": 1])
        #expect(try await becomes("grillo_connections_open{kind=\"plain\"}", 3, running))
        people.removeLast()
        #expect(try await becomes("grillo_connections_open{kind=\"plain\"}", 2, running))
        #expect(try await becomes("grillo_people", 2, running))
        #expect(try value(of: "grillo_connections_open{kind=\"other\"}", running) == 1)
        withExtendedLifetime((people, visitor)) {}
        await running.end()
    }

    @Test func `Each rule that refuses is counted by its name`() async throws {
        let running = try running { configuration in
            configuration.settings.limits.loopback = true
            configuration.settings.limits.sessionsPerAddress = 2
        }
        let people = (0..<2).map { client("n\($0)", of: running) }
        for _ in 0..<3 {
            let third = TestSocket(port: running.server.endpoints[0].port)
            third.say("NICK late\r\n")
            #expect(third.hearAll().contains("ERROR"))
        }
        people[0].say("PRIVMSG #a\u{0} :what\r\n")
        settle(people[0])
        var counts: [String: Int] = [:]
        for (rule, count) in running.server.metrics.counts(of: .refusals) { counts[rule] = count }
        #expect(counts["connection_limit"] == 3 && counts["malformed"] == 1 && counts["ban"] == 0)
        let rules = RefusalRule.allCases.map(\.rawValue) + ServerMetrics.HostRefusalRule.allCases.map(\.rawValue)
        #expect(Set(counts.keys) == Set(rules))
        await running.end()
    }

    @Test func `Somebody who says too much at once is counted as often as that makes them wait`() async throws {
        let running = try running { $0.settings.limits.loopback = true }
        let person = client("ada", in: "#a", of: running)
        let before = running.server.metrics.counts(of: .refusals).first { $0.label == "rate" }?.count
        person.say(String(repeating: "PRIVMSG #a :flood\r\n", count: 100))
        #expect(person.hear(until: "waits its turn").contains("waits its turn"))
        let after = running.server.metrics.counts(of: .refusals).first { $0.label == "rate" }?.count
        #expect(try #require(after) > (try #require(before)))
        await running.end()
    }

    @Test func `Logins are counted, the right ones and the wrong ones`() async throws {
        let running = try running()
        let ada = client("ada", of: running)
        ada.say("PRIVMSG NickServ :REGISTER open-sesame\r\n")
        #expect(ada.hear(until: " 900 ").contains(" 900 "))
        let other = client("bob", of: running)
        for _ in 0..<2 {
            other.say("OPER root wrong\r\n")
            #expect(other.hear(until: " 464 ").contains(" 464 "))
        }
        let counts = Dictionary(
            uniqueKeysWithValues: running.server.metrics.counts(of: .logins).map { ($0.label, $0.count) })
        #expect(counts == ["ok": 1, "failed": 2])
        await running.end()
    }

    @Test(arguments: [ServerConfiguration.History.memory, .sqlite])
    func `What the log stores is counted by groups, each with its time`(history: ServerConfiguration.History)
        async throws
    {
        let running = try running { $0.history = history }
        let metrics = running.server.metrics
        let person = client("ada", in: "#a", of: running)
        let before = metrics.count(of: .appends)
        for number in 0..<20 { person.say("PRIVMSG #a :\(number)\r\n") }
        settle(person)
        #expect(metrics.count(of: .appends) - before == 20)
        let (groups, times) = (metrics.histogram(of: .appendGroup), metrics.histogram(of: .fsync))
        #expect(groups.map { Int($0.sum) } == metrics.count(of: .appends))
        #expect(try #require(groups).count == (try #require(times)).count)
        #expect(try #require(times?.quantile(0.99)) > 0 && (try #require(times?.last)) > 0)
        // What waits for the log waits at least as long as storing takes.
        #expect(try #require(metrics.histogram(of: .gateWait)).sum >= (try #require(times)).sum)
        #expect(try value(of: "grillo_gate_waiting_outputs", running) == 0)
        #expect(try value(of: "grillo_log_backlog_entries", running) == 0)
        #expect(try await becomes("grillo_index_lag_seconds", 0, running))
        await running.end()
    }

    @Test func `What was shown and then lost is counted`() {
        let metrics = ServerMetrics()
        metrics.count(CommitResult(through: 4, failure: .full, waiting: 3))
        #expect(metrics.count(of: .logLost) == 0)
        metrics.count(CommitResult(through: 5, failure: .full, waiting: 3, lost: 2))
        metrics.count(CommitResult(through: 6, lost: 1))
        #expect(metrics.count(of: .logLost) == 3)
    }

    @Test func `Bytes that nobody reads are told as long as they wait`() async throws {
        let running = try running()
        let deaf = client("deaf", in: "#a", of: running)
        let speaker = client("ada", in: "#a", of: running)
        let line = "PRIVMSG #a :" + String(repeating: "x", count: 400) + "\r\n"
        // More than the kernel keeps for them, and less than they are closed for.
        var bytes = 0.0
        for _ in 0..<200 where bytes == 0 {
            speaker.say(String(repeating: line, count: 200))
            settle(speaker)
            bytes = try value(of: "grillo_queue_bytes", running) ?? 0
        }
        #expect(bytes > 0)
        withExtendedLifetime(deaf) {}
        await running.end()
    }

    /// Labels, as the page tells them: the values alone.
    private func labelValues(_ page: String) -> Set<String> {
        Set(page.split(separator: "=\"").dropFirst().compactMap { $0.split(separator: "\"").first.map(String.init) })
    }

    @Test func `No label has the name of a person, a room or an address, however strange it is`() async throws {
        let running = try running()
        let empty = labelValues(try page(running))
        let strange = ["[a]{b}|\\^`", "__le__", "kind", "Inf"].map { nick in
            client(nick, in: "#\"}=,{le=\"x", "#\\n{\\\"", "#NaN", of: running)
        }
        for person in strange {
            person.say("PRIVMSG #NaN :# HELP grillo_people x\r\nPRIVMSG #\\n{\\\" :a\r\nQUITE #x\r\nOPER \"} y\r\n")
            _ = person.hear(until: " 464 ")
        }
        let page = try page(running)
        #expect(page.contains("\ngrillo_people 4\n"))
        // Nothing but numbers has changed.
        #expect(labelValues(page) == empty)
        let known =
            ServerMetrics.ConnectionKind.allCases.map(\.rawValue) + ServerMetrics.SpokenCommand.allCases.map(\.rawValue)
            + ServerMetrics.LoginResult.allCases.map(\.rawValue) + ServerMetrics.SessionState.allCases.map(\.rawValue)
            + RefusalRule.allCases.map(\.rawValue) + ServerMetrics.HostRefusalRule.allCases.map(\.rawValue)
            + (ServerMetrics.timeBounds + ServerMetrics.groupBounds + [.infinity]).map { PrometheusText.number($0) }
        #expect(labelValues(page) == Set(known))
        for word in ["__le__", "127.0.0.1", "#"] {
            #expect(!page.split(separator: "\n").contains { !$0.hasPrefix("#") && $0.contains(word) }, "\(word)")
        }
        withExtendedLifetime(strange) {}
        await running.end()
    }

    @Test func `A server that is stuck is not well, and is again when it goes on`() async throws {
        let running = try running()
        let port = try #require(running.server.metricsEndpoints.first).port
        func health() -> String {
            let socket = TestSocket(port: port)
            socket.say("GET /health HTTP/1.1\r\n\r\n")
            return socket.hearAll()
        }
        #expect(health().hasSuffix("\r\n\r\nok\n"))
        running.server.loop.queue.suspend()
        #expect(health().hasSuffix("\r\n\r\nthe server does not answer\n"))
        let stuck = try page(running)
        #expect(stuck.contains("\ngrillo_deliveries_total 0\n") && !stuck.contains("grillo_rooms"))
        running.server.loop.queue.resume()
        #expect(health().hasSuffix("\r\n\r\nok\n"))
        await running.end()
    }

    @Test func `An address for the metrics that people come in by is refused`() throws {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 6697)]
        configuration.metrics = configuration.endpoints[0]
        let error = #expect(throws: StartError.self) { try configuration.check([]) }
        #expect(error?.description == "127.0.0.1:6697 is to be listened on twice: say it once")
    }

    @Test func `HTTP on the port of IRC is still refused`() async throws {
        let running = try running()
        let socket = TestSocket(port: running.server.endpoints[0].port)
        socket.say("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = socket.hearAll()
        #expect(answer.contains("This is a chat server, not a web server") && !answer.contains("grillo_people"))
        await running.end()
    }

    @Test func `Each series has a name of its own after the conventions, and words for it`() {
        let families = ServerMetrics.Series.allCases.map(\.family)
        #expect(Set(families.map(\.name)).count == families.count)
        for family in families {
            #expect(family.name.hasPrefix("grillo_") && family.help.hasSuffix("."), "\(family.name)")
            #expect((family.kind == .counter) == family.name.hasSuffix("_total"), "\(family.name)")
        }
    }
}

extension ServerMetrics {
    /// The count of a series that only grows, over all values of its label.
    fileprivate func count(of series: Series) -> Int { counts(of: series).reduce(0) { $0 + $1.count } }
}
