import Server
import Synchronization
import TestSupport
import Transport

extension Harness {
    /// What a proxy says first. It is told the same however it is cut, and takes nothing beyond its end.
    static let proxyHeader = Harness(name: "proxy-header", longestInput: 2200) { (input) throws(BrokenRule) in
        func read(_ step: Int) -> (ProxyHeader.Progress, taken: Int) {
            var header = ProxyHeader()
            var taken = 0
            for start in stride(from: 0, to: input.count, by: step) {
                let piece = Array(input[start..<min(start + step, input.count)])
                let progress = piece.withUnsafeBytes { bytes in
                    var rest = bytes
                    defer { taken += bytes.count - rest.count }
                    return header.take(&rest)
                }
                if progress != .needsMore { return (progress, taken) }
            }
            return (.needsMore, taken)
        }
        let whole = read(max(input.count, 1))
        for step in [1, 7] { try require(read(step) == whole, "a header does not depend on how it arrives") }
    }

    /// What a SOCKS5 proxy answers; the first byte says whether it is given a password. It is told the same however it is cut, takes nothing
    /// beyond its end, and is told the request once at most.
    static let socks5 = Harness(name: "socks5", longestInput: 600) { (input) throws(BrokenRule) in
        let credentials = input.first == 1 ? SOCKS5Proxy.Credentials(user: "ana", password: "pw") : nil
        let answers = Array(input.dropFirst())
        func read(_ step: Int) throws(BrokenRule) -> (sent: [[UInt8]], end: SOCKS5Handshake.Progress, taken: Int) {
            guard var handshake = try? SOCKS5Handshake(host: "irc.test", port: 6697, credentials: credentials) else {
                throw BrokenRule(description: "the name can be told to a proxy")
            }
            var (sent, taken): ([[UInt8]], Int) = ([], 0)
            for start in stride(from: 0, to: answers.count, by: step) {
                var piece = answers[start..<min(start + step, answers.count)]
                while !piece.isEmpty {
                    let (progress, left) = piece.withUnsafeBytes { bytes in
                        var rest = bytes
                        return (handshake.take(&rest), rest.count)
                    }
                    taken += piece.count - left
                    piece = piece.suffix(left)
                    switch progress {
                    case .needsMore: break
                    case .send(let answer): sent.append(answer)
                    case .established, .failed: return (sent, progress, taken)
                    }
                }
            }
            return (sent, .needsMore, taken)
        }
        let whole = try read(max(answers.count, 1))
        try require(whole.sent.count <= (credentials == nil ? 1 : 2), "nothing is said to a proxy twice")
        if whole.end == .established {
            try require(!whole.sent.isEmpty, "nothing is established that nobody asked for")
        }
        for step in [1, 7] {
            try require(try read(step) == whole, "what a proxy answers does not depend on how it arrives")
        }
    }

    /// The first bytes of a TLS connection, as a server reads them.
    static let tls = Harness(name: "tls", longestInput: 2048) { (input) throws(BrokenRule) in
        let sink = CiphertextBuffer()
        guard let session = TLSSession(server, sink: sink) else { return }
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
        defer { scratch.deallocate() }
        var isEstablished = false
        for piece in stride(from: 0, to: input.count, by: 100) {
            input[piece..<min(piece + 100, input.count)].withUnsafeBytes { bytes in
                session.feed(bytes, scratch: scratch) { event in
                    if case .handshakeCompleted = event { isEstablished = true }
                    return true
                }
            }
        }
        try require(!isEstablished, "nobody has shaken hands without knowing what the server said")
        try require(sink.bytes.count < 64 << 10, "\(input.count) bytes are answered with \(sink.bytes.count)")
    }

    /// A key of its own, the same for every input.
    private static let server: TLSContext = {
        let folder = Scratch()
        do {
            return try TLSContext.server(TLSIdentity.loadOrCreate(in: folder.path))
        } catch {
            fatalError("a context for TLS cannot be made: \(error)")
        }
    }()

    /// What telnet puts between the text. It is read the same however it is cut.
    static let telnet = Harness(name: "telnet", longestInput: 512) { (input) throws(BrokenRule) in
        func read(_ step: Int) -> ([UInt8], [UInt8]) {
            var filter = TelnetFilter()
            var (text, answer): ([UInt8], [UInt8]) = ([], [])
            for start in stride(from: 0, to: input.count, by: step) {
                let piece = input[start..<min(start + step, input.count)].withUnsafeBytes { filter.read($0) }
                text += piece.text
                answer += piece.answer
            }
            return (text, answer)
        }
        let whole = read(max(input.count, 1))
        try require(read(1) == whole, "telnet's bytes do not depend on how they arrive")
        try require(
            whole.0.count <= input.count && whole.1.count <= input.count, "an answer is no longer than the question")
    }
}
