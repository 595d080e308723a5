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
        let folders = HomeFolders { $0 == "HOME" ? home : nil }
        #expect(folders.state == nil && folders.configuration == nil)
        let named = HomeFolders { $0 == "HOME" ? home : $0 == "XDG_STATE_HOME" ? "/s" : "relative" }
        #expect(named.state == "/s" && named.configuration == nil)
    }

    @Test func `Folders are at home unless they are named`() {
        let folders = HomeFolders { $0 == "HOME" ? "/home/anna" : nil }
        #expect(folders.state == "/home/anna/.local/state" && folders.configuration == "/home/anna/.config")
    }

    // MARK: Who holds what

    @Test func `Who listens on a port and who holds a lock is found`() throws {
        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        #expect(HoldingProcess.listening(on: port)?.id == getpid())
        descriptors.forEach { close($0) }
        #expect(HoldingProcess.listening(on: port) == nil)
        let file = try folder.write("", to: "lock")
        #expect(HoldingProcess.locking(file) == nil)
        let descriptor = open(file, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(HoldingProcess.locking(file)?.id == getpid())
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
