import Glibc
import Logging
import TestSupport
import Testing

@testable import Server

/// What a service manager says in the environment.
@Suite struct ServiceEnvironmentTests {
    private static func environment(_ variables: [String: String]) -> ServiceEnvironment {
        ServiceEnvironment(process: 7) { variables[$0] }
    }

    // MARK: Sockets

    @Test func `The sockets are those from descriptor 3 on, each with its name`() {
        let two = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "irc:telnet"]
        let sockets = Self.environment(two).sockets
        #expect(sockets.map(\.name) == ["irc", "telnet"] && sockets.map(\.descriptor) == [3, 4])
        let short = two.merging(["LISTEN_FDNAMES": "irc"]) { $1 }
        #expect(Self.environment(short).sockets.map(\.name) == ["irc", "unknown"])
        let unnamed = two.filter { $0.key != "LISTEN_FDNAMES" }
        #expect(Self.environment(unnamed).sockets.map(\.name) == ["unknown", "unknown"])
    }

    @Test(arguments: ["0", "2147483645", "-1", "x", "", "9223372036854775808"])
    func `A number of sockets that cannot be is none`(count: String) {
        let environment = Self.environment(["LISTEN_PID": "7", "LISTEN_FDS": count])
        #expect(environment.sockets.isEmpty && environment.surplusDescriptors.isEmpty)
    }

    @Test func `As many sockets as there may be are taken, and the rest is known`() {
        for (count, surplus) in [("256", Int32(259)..<259), ("257", 259..<260), ("2147483644", 259..<Int32.max)] {
            let environment = Self.environment(["LISTEN_PID": "7", "LISTEN_FDS": count])
            #expect(environment.sockets.count == 256 && environment.sockets.last?.descriptor == 258)
            #expect(environment.surplusDescriptors == surplus)
        }
    }

    @Test func `Of the sockets that are too many those are closed that are open`() {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        // Numbers that nothing else in the test's process gets meanwhile.
        let (open, beside) = (fcntl(0, F_DUPFD_CLOEXEC, 900), fcntl(0, F_DUPFD_CLOEXEC, 950))
        InheritedSockets.close(open..<beside, logger: logger)
        #expect(fcntl(open, F_GETFD) == -1 && fcntl(beside, F_GETFD) >= 0)
        close(beside)
    }

    @Test func `An empty place for notifications is none`() {
        #expect(Self.environment(["NOTIFY_SOCKET": ""]).notifySocket == nil)
        #expect(Self.environment(["NOTIFY_SOCKET": "/n"]).notifySocket == "/n")
    }

    @Test(arguments: [nil, "8", "", "x"]) func `Sockets for another process are not ours`(process: String?) {
        let variables = ["LISTEN_PID": process, "LISTEN_FDS": "1"]
        #expect(ServiceEnvironment(process: 7) { variables[$0] ?? nil }.sockets.isEmpty)
    }

    @Test(arguments: [
        ("irc", "irc"), ("", "irc"), ("unknown", "irc"), ("grillo.socket", "irc"), ("telnet", "telnet"),
        ("metrics", "metrics"), ("IRC", nil), ("telent", nil), ("connection", nil),
    ])
    func `A socket's name says what it serves, and one without a name serves IRC`(name: String, purpose: String?) {
        #expect(InheritedSockets.Purpose(socketName: name)?.name == purpose)
    }

    @Test func `What the process hands on to itself is what it was given, with the sockets that it uses`() {
        let given = [
            "NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "7", "LISTEN_PID": "7", "LISTEN_FDS": "3",
            "LISTEN_FDNAMES": "irc:nothing:telnet",
        ]
        let told = ["NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "7"]
        #expect(Self.environment(given).variables(handingOn: []) == told)
        let listening = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "irc:telnet"]
        #expect(Self.environment(given).variables(handingOn: ["irc", "telnet"]) == told.merging(listening) { $1 })
    }

    // MARK: Folders

    @Test(arguments: [
        (nil, nil), ("", nil), ("relative", nil), ("/s", "/s"), ("/s:/t", "/s"), (":/t", nil), ("/s:", "/s"),
    ])
    func `Of the folders that a service manager made the first counts`(variable: String?, folder: String?) {
        for name in ["STATE_DIRECTORY", "CONFIGURATION_DIRECTORY", "CREDENTIALS_DIRECTORY"] {
            let folders = ServiceDirectories { $0 == name ? variable : nil }
            let found = [folders.state, folders.configuration, folders.credentials].compactMap { $0 }
            #expect(found == [folder].compactMap { $0 }, "\(name)")
        }
    }

    @Test func `The data is in the service's folder, else at home, else nowhere`() {
        let home = ["HOME": "/home/ada", "STATE_DIRECTORY": "/var/lib/grillo"]
        #expect(DataFolder.standard { home[$0] } == "/var/lib/grillo")
        #expect(DataFolder.standard { $0 == "HOME" ? "/home/ada" : nil } == "/home/ada/.local/state/grillo/server")
        #expect(DataFolder.standard { _ in nil } == "")
        let error = #expect(throws: StartError.self) { try DataFolder.requireNamed("") }
        #expect(error?.exitCode == .configuration && error?.remedy.contains("StateDirectory=grillo") == true)
    }

    @Test func `The service's folder may have a configuration, and need not`() throws {
        let folder = Scratch()
        let variable = { $0 == "CONFIGURATION_DIRECTORY" ? folder.path : nil }
        #expect(ConfigurationFile.standard(variable) == nil)
        let file = try folder.write("", to: "grillo.toml")
        #expect(ConfigurationFile.standard(variable) == file)
        #expect(ConfigurationFile.standard { _ in nil } == nil)
    }

    // MARK: Credentials

    @Test func `A credential is a file among the secrets of the service`() throws {
        let folder = Scratch()
        for name in ["password", "chain", "key"] { _ = try folder.write("", to: name) }
        var configuration = ServerConfiguration(dataFolder: "/d")
        configuration.passwordFile = "credential:password"
        (configuration.tlsCertificate, configuration.tlsKey) = ("credential:chain", "credential:key")
        try configuration.resolveCredentials(in: folder.path)
        #expect(configuration.passwordFile == folder.file("password"))
        #expect(configuration.tlsCertificate == folder.file("chain") && configuration.tlsKey == folder.file("key"))
        // Another file is what it was, and needs no such folder.
        configuration.passwordFile = "password"
        try configuration.resolveCredentials(in: nil)
        #expect(configuration.passwordFile == "password")
    }

    @Test func `Outside of the service a credential stays what it is, and a name that is none is refused`() throws {
        var configuration = ServerConfiguration(dataFolder: "/d")
        (configuration.passwordFile, configuration.tlsKey) = ("password", "credential:key")
        try configuration.resolveCredentials(in: nil, isOutside: true)
        #expect(configuration.unknownCredentials.map(\.key) == ["tls.key"])
        #expect(configuration.isPasswordKnown && !configuration.isCertificateKnown)
        // With the folder of the secrets one is in the service.
        let folder = Scratch()
        #expect(throws: ConfigurationFile.Problem.self) {
            try configuration.resolveCredentials(in: folder.path, isOutside: true)
        }
        _ = try folder.write("", to: "key")
        try configuration.resolveCredentials(in: folder.path, isOutside: true)
        #expect(configuration.tlsKey == folder.file("key") && configuration.unknownCredentials.isEmpty)
        configuration.passwordFile = "credential:../x"
        let problem = #expect(throws: ConfigurationFile.Problem.self) {
            try configuration.resolveCredentials(in: nil, isOutside: true)
        }
        #expect(problem?.key == "password-file" && problem?.leavesDataFolder == true)
    }

    @Test func `Which mistakes leave the data folder in doubt`() {
        func leaves(_ text: String) -> Bool? {
            var configuration = ServerConfiguration(dataFolder: "/d")
            do throws(ConfigurationFile.Problem) {
                try ConfigurationFile.read(text, from: "f", into: &configuration)
                return nil
            } catch {
                return error.leavesDataFolder
            }
        }
        #expect(leaves("data = \"/e\"") == nil && leaves("opne = true\ndata = \"/e\"") == true)
        #expect(leaves("data = 5") == false && leaves("data = \"/e") == false)
    }

    @Test(arguments: ["", "..", ".", "a/b", "/etc/shadow", "missing"])
    func `What is no credential is refused, with the remedy`(name: String) {
        let folder = Scratch()
        for place in [folder.path, nil] {
            var configuration = ServerConfiguration(dataFolder: "/d")
            configuration.tlsKey = "credential:\(name)"
            let problem = #expect(throws: ConfigurationFile.Problem.self) {
                try configuration.resolveCredentials(in: place)
            }
            let remedy = name == "missing" ? "LoadCredential=missing:FILE" : "write credential:NAME"
            #expect(problem?.description.hasPrefix("'tls.key' ") == true)
            #expect(problem?.description.contains(remedy) == true, "\(problem?.description ?? "")")
        }
    }
}
