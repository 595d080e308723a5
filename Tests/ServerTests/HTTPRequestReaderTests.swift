import TestSupport
import Testing

@testable import Server

@Suite struct HTTPRequestReaderTests {
    /// The answer to a request that comes whole, byte by byte and in two halves: each time the same.
    private func progress(_ text: String) -> HTTPRequestReader.Progress? {
        let bytes = Array(text.utf8)
        let middle = bytes.count / 2
        let all = [[bytes], bytes.map { [$0] }, [Array(bytes[..<middle]), Array(bytes[middle...])]].map { pieces in
            var reader = HTTPRequestReader()
            for piece in pieces {
                let progress = reader.append(piece)
                guard progress == .incomplete else { return progress }
            }
            return .incomplete
        }
        return Set(all).count == 1 ? all[0] : nil
    }

    @Test(arguments: [
        "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "GET /metrics HTTP/1.0\r\n\r\n", "GET /metrics HTTP/1.1\n\n",
        "\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n", "GET /metrics?a=b?c HTTP/1.1\r\nA: b\r\n\r\n",
        "GET /metrics HTTP/1.1\r\n\r\nand more that nobody reads", "GET /metrics HTTP/1.9\r\n\r\n",
        "GET http://x/metrics HTTP/1.1\r\n\r\n", "GET HTTPS://[::1]:9464/metrics?a=/b HTTP/1.1\r\n\r\n",
    ])
    func `A request for a page is understood`(text: String) {
        #expect(progress(text) == .request(HTTPRequestLine(method: "GET", path: "/metrics")))
    }

    @Test(arguments: [
        ("http://x", "/"), ("http://x/", "/"), ("http://x?a=/b", "/"), ("http://x//a", "//a"), ("//x/a", "//x/a"),
        ("/http://x/a", "/http://x/a"),
    ])
    func `The path is what stands behind the host of a URL, and all of it where there is no URL`(
        target: String, path: String
    ) {
        #expect(progress("GET \(target) HTTP/1.1\r\n\r\n") == .request(HTTPRequestLine(method: "GET", path: path)))
    }

    @Test(arguments: [
        "GET\r\n\r\n", "GET /metrics\r\n\r\n", "GET  /metrics HTTP/1.1\r\n\r\n", "GET metrics HTTP/1.1\r\n\r\n",
        "GET http:///metrics HTTP/1.1\r\n\r\n", "GET http://:80/metrics HTTP/1.1\r\n\r\n",
        "GET http:/x/metrics HTTP/1.1\r\n\r\n", "GET ftp://x/metrics HTTP/1.1\r\n\r\n", "GET http:// HTTP/1.1\r\n\r\n",
        "GET x:80 HTTP/1.1\r\n\r\n", "GET * HTTP/1.1\r\n\r\n", "GET ?a HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.9zzz\r\n\r\n", "GET /metrics HTTP/1.\r\n\r\n", "GET /metrics HTTP/1.x\r\n\r\n",
        "GET /metrics HTTP/1.10\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", " /metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/2\r\n\r\n", "GET /m\u{0}s HTTP/1.1\r\n\r\n", "GET /m\tx HTTP/1.1\r\n\r\n",
        "GET /é HTTP/1.1\r\n\r\n", "NICK ada\r\nUSER ada 0 * :Ada\r\n\r\n", "GET /metrics HTTP/1.1 more\r\n\r\n",
    ])
    func `What is no request is told so`(text: String) {
        #expect(progress(text) == .malformed)
    }

    @Test(arguments: ["", "\r\n", "GET /metrics HTTP/1.1", "GET /metrics HTTP/1.1\r\n", "GET / HTTP/1.1\r\nA: b\r\n"])
    func `A head without its end is waited for`(text: String) {
        #expect(progress(text) == .incomplete)
    }

    @Test func `A head may be as long as the bound and no longer`() {
        let (start, end) = ("GET / HTTP/1.1\r\nA: ", "\r\n\r\n")
        let room = HTTPRequestReader.limit - start.utf8.count - end.utf8.count
        let fits = start + String(repeating: "a", count: room) + end
        #expect(progress(fits) == .request(HTTPRequestLine(method: "GET", path: "/")))
        #expect(progress(start + String(repeating: "a", count: room + 1) + end) == .tooLong)
        #expect(progress(String(repeating: "\n", count: HTTPRequestReader.limit + 1)) == .tooLong)
        #expect(progress(String(repeating: "a", count: HTTPRequestReader.limit)) == .incomplete)
    }

    @Test func `Garbage never ends in more than a refusal`() {
        var generator = SeededGenerator(seed: 18)
        for _ in 0..<500 {
            var reader = HTTPRequestReader()
            var progress = HTTPRequestReader.Progress.incomplete
            while progress == .incomplete {
                progress = reader.append((0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) })
            }
            #expect(progress == .malformed || progress == .tooLong)
        }
    }
}
