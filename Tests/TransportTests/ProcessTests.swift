import Basics
import Glibc
import SystemBasics
import TestSupport
import Testing

@testable import Transport

/// The arguments of a process, where a person's files are, and which process holds what.
@Suite struct ProcessTests {
    private let folder = Scratch()

    @Test func `A pipe is no certificate, and nobody waits for it`() {
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: TLSIdentityError.notAFile(pipe)) { try TLSIdentity(certificateFile: pipe, keyFile: pipe) }
    }

    @Test func `The name is that of the thread which asks for it`() throws {
        let before = try PrivateFile.read("/proc/thread-self/comm")
        nameProcess("grillo")
        #expect(try PrivateFile.read("/proc/thread-self/comm") == Array("grillo\n".utf8))
        nameProcess(String(decoding: before.dropLast(), as: UTF8.self))
    }

    // MARK: Arguments

    /// Arguments as they are seen from outside once their secrets are hidden.
    private func seen(_ arguments: String...) -> [String] {
        var bytes: [UInt8] = arguments.flatMap { (argument: String) -> [UInt8] in Array(argument.utf8) + [0] }
        bytes.withUnsafeMutableBufferPointer { ProcessArguments.hideSecrets(in: $0) }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: ["grillo://", "GRILLO://", "GriLLo://"])
    func `The secret of a link is hidden in whichever case and form, and nothing else is`(_ scheme: String) {
        #expect(
            seen("grillo-tui", "\(scheme)h/?invite=s", "a?b", "--room=\(scheme)h?x&key=1", "\(scheme)h/") == [
                "grillo-tui", "\(scheme)h/?********", "a?b", "--room=\(scheme)h?*******", "\(scheme)h/",
            ])
        #expect(seen("a?b \(scheme)h?c") == ["a?b \(scheme)h?*"])
    }

    @Test(arguments: [
        ("irc://anna:sesame@h/#den", "irc://anna:******@h/#den"), ("IRCS://anna:a@b@h", "IRCS://anna:***@h"),
        ("irc://:sesame@h:6667", "irc://:******@h:6667"), ("irc://anna:se?same@h", "irc://anna:*********"),
        ("irc://h:6667/#den?key", "irc://h:6667/#den?***"), ("irc://anna@h:6667", "irc://anna@h:6667"),
        ("irc://h/a:b@c", "irc://h/a:b@c"), ("://", "://"), ("://?", "://?"), (":/", ":/"),
    ])
    func `A password and a room's key in a link are hidden, and its host is not`(_ link: String, _ shown: String) {
        #expect(seen(link, "x:y@z") == [shown, "x:y@z"])
    }

    // MARK: Home

    @Test(arguments: [nil, "", "/", "//", "home", "~"]) func `Without a home there is no folder`(_ home: String?) {
        let folders = XDGDirectories { $0 == "HOME" ? home : nil }
        #expect(folders.state == nil && folders.configuration == nil)
        let named = XDGDirectories { $0 == "HOME" ? home : $0 == "XDG_STATE_HOME" ? "/s" : "relative" }
        #expect(named.state == "/s" && named.configuration == nil)
    }

    @Test func `Folders are at home unless they are named`() {
        let folders = XDGDirectories { $0 == "HOME" ? "/home/anna" : nil }
        #expect(folders.state == "/home/anna/.local/state" && folders.configuration == "/home/anna/.config")
    }

    // MARK: Who holds what

    @Test func `Who listens where another would, and who holds a lock, is found, and nobody beside them`() throws {
        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.2", port: 0)
        for host in ["127.0.0.2", "", "*", "0.0.0.0"] {
            #expect(OwningProcess.listening(at: host, port: port)?.id == getpid(), "\(host)")
        }
        for host in ["127.0.0.1", "::1", "not.a.name.invalid"] {
            #expect(OwningProcess.listening(at: host, port: port) == nil, "\(host)")
        }
        #expect(OwningProcess.listening(at: "127.0.0.2", port: port == 1 ? 2 : port - 1) == nil)
        descriptors.forEach { close($0) }
        #expect(OwningProcess.listening(at: "127.0.0.2", port: port) == nil)
        let file = try folder.write("", to: "lock")
        #expect(OwningProcess.locking(file) == nil)
        let descriptor = open(file, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let holder = OwningProcess.locking(file)
        #expect(holder?.id == getpid())
        // It is no program of ours.
        #expect(holder?.stop == nil)
    }

    private func entry(_ address: String, isV6: Bool = false, state: String = "0A") -> ProcNetTCPEntry? {
        let line =
            "   0: \(address) 00000000:0000 \(state) 00000000:00000000 00:00000000 00000000     0        0 4711 1"
        return ProcNetTCPEntry(line[...], isV6: isV6)
    }

    @Test func `A line of the system's table of sockets is read, and what is none is not`() throws {
        let four = try #require(entry("0200007F:1C8E"))
        #expect(four.address == IPAddress("127.0.0.2") && four.port == 7310 && four.socket == "socket:[4711]")
        #expect(entry("00000000000000000000000001000000:1C8E", isV6: true)?.address == IPAddress("::1"))
        #expect(entry("0200007F:1C8E", state: "01") == nil && entry("0200007F:1C8E", isV6: true) == nil)
        for address in ["0200007F", "0200007F:", "0200007F:1C8E1", "0200007:1C8E", "é200007F:1C8E"] {
            let read = entry(address)
            #expect(read == nil || read?.address != IPAddress("127.0.0.2"), "\(address)")
        }
    }

    @Test(
        arguments: [
            ("0200007F", false, "127.0.0.2", 0), ("0200007F", false, "127.0.0.1", nil),
            ("00000000", false, "127.0.0.1", 1),
            ("00000000", false, "0.0.0.0", 0), ("0200007F", false, "0.0.0.0", 0), ("00000000", false, "::1", nil),
            ("00000000000000000000000000000000", true, "::1", 1),
            ("00000000000000000000000000000000", true, "127.0.0.1", 2),
            ("00000000000000000000000000000000", true, "0.0.0.0", 0), ("00000000", false, "", 0),
            ("0200007F", false, "*", 0),
            ("00000000", false, "::", nil),
        ] as [(String, Bool, String, Int?)])
    func `A listener is in the way of its own address first, and of one that is part of it`(
        address: String, isV6: Bool, host: String, conflictRank: Int?
    ) throws {
        let listener = try #require(entry(address + ":1C8E", isV6: isV6))
        #expect(listener.conflictRank(to: host, port: 7310) == conflictRank)
    }

    // MARK: Listening

    @Test func `A name that stands twice for an address is listened on once, and a port that is taken is told`() throws
    {
        guard case .success(let found) = NameResolver.resolve("localhost", port: 0, toListen: true) else { return }
        for (index, address) in found.enumerated() {
            #expect(!found[..<index].contains { $0.isSame(as: address) })
        }
        // An IPv6 socket of somebody else's on all addresses; IPv4 is free.
        let taken = Socket.make(AF_INET6)
        try #require(taken >= 0)
        defer { close(taken) }
        _ = Socket.set(taken, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1)
        try #require(SocketAddress.any(AF_INET6, port: 0).withPointer { bind(taken, $0, $1) } == 0)
        try #require(listen(taken, 1) == 0)
        let port = SocketAddress.local(of: taken).port
        #expect(throws: ListenerError.addressInUse("*:\(port)")) { try ListeningSocket.tcp(host: "*", port: port) }
    }
}
