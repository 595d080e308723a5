import Client
import Protocol
import Server
import TUI
import TerminalApp

extension Harness {
    /// `grillo.toml`. What is refused is told in one line.
    static let serverConfiguration = Harness(name: "server-configuration", longestInput: 2048) {
        (input) throws(BrokenRule) in
        guard let text = String(validating: input, as: UTF8.self) else { return }
        var configuration = ServerConfiguration(dataFolder: "/nowhere")
        do throws(ConfigurationFile.Problem) {
            try ConfigurationFile.read(text, from: "grillo.toml", into: &configuration)
        } catch {
            try require(!error.description.contains(where: \.isNewline), "a problem is one line: \(error)")
        }
    }

    /// `tui.toml`. What is refused is told in one line, with the line of the file that it stands in.
    static let preferences = Harness(name: "preferences", longestInput: 2048) { (input) throws(BrokenRule) in
        guard let text = String(validating: input, as: UTF8.self) else { return }
        do throws(Preferences.Problem) {
            _ = try Preferences(text, "tui.toml").server("irc.test", 6697)
        } catch {
            try require(!error.text.contains(where: \.isNewline), "a problem is one line: \(error.text)")
        }
    }

    /// What the client keeps of itself: each file reads what it writes.
    static let clientFiles = Harness(name: "client-files", longestInput: 2048) { (input) throws(BrokenRule) in
        let text = String(decoding: input, as: UTF8.self)
        let savedState = SavedState(text)
        try require(SavedState(savedState.text) == savedState, "a saved state reads what it writes")
        let hosts = KnownHosts(text)
        try require(KnownHosts(hosts.text) == hosts, "known hosts read what they write")
        _ = hosts.entry(for: "irc.test:6697")
        let policies = StrictTransportHosts(text)
        try require(StrictTransportHosts(policies.text) == policies, "policies read what they write")
        _ = StrictTransportPolicy(text)
    }

    /// A backup in a tar, compressed or not: no more is read of a file than its header says.
    static let backup = Harness(name: "backup", longestInput: 4096) { (input) throws(BrokenRule) in
        let source = MemorySource(input)
        var read: (name: String, size: Int64, count: Int64) = ("", 0, 0)
        var isSameSize = true
        do throws(TarError) {
            var reader = TarReader(input.starts(with: GzipSource.magic) ? try GzipSource(source) : source)
            while let header = try reader.next() {
                read = (header.name, header.size, 0)
                let again = try TarHeader(header.block(at: 0))
                isSameSize = isSameSize && again.size == header.size
                while case let part = try reader.read(atMost: 1000), !part.isEmpty { read.count += Int64(part.count) }
            }
        } catch {
            try require(read.count <= read.size, "\(read) is more than its header says")
            return
        }
        try require(isSameSize, "a header reads the size that it writes")
        try require(read.count == read.size, "\(read) is whole where the tar is")
    }

    /// Bytes in memory, some of them at a time.
    private final class MemorySource: ByteSource {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        func read(atMost limit: Int) -> [UInt8] {
            let part = Array(rest.prefix(min(limit, 300)))
            rest = rest.dropFirst(part.count)
            return part
        }
    }

    /// Links and addresses, wherever somebody pastes one.
    static let links = Harness(name: "links", longestInput: 1024) { (input) throws(BrokenRule) in
        let text = String(decoding: input, as: UTF8.self)
        if let link = InvitationLink(text) {
            try require(InvitationLink(link.description) == link, "\(text) is a link, and \(link) another")
        }
        for range in LinkFinder.ranges(in: text) { _ = LinkFinder.target(text[range]) }
        if let endpoint = ServerConfiguration.Endpoint(text) {
            try require(
                ServerConfiguration.Endpoint("\(endpoint)") == endpoint,
                "\(text) is an endpoint, and \(endpoint) another")
        }
        _ = ServerConfiguration.PublicEndpoint(text)
    }
}
