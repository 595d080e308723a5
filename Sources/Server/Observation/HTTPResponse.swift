/// An answer to an HTTP request, after which the connection is closed. <https://www.rfc-editor.org/rfc/rfc9112#section-4>
struct HTTPResponse: Hashable {
    enum Status: Int {
        case ok = 200
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case requestTimeout = 408
        case headTooLarge = 431
        case unavailable = 503

        /// <https://www.rfc-editor.org/rfc/rfc9110#section-15>
        var reason: String {
            switch self {
            case .ok: "OK"
            case .badRequest: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .requestTimeout: "Request Timeout"
            case .headTooLarge: "Request Header Fields Too Large"
            case .unavailable: "Service Unavailable"
            }
        }
    }

    let status: Status
    var contentType = "text/plain; charset=utf-8"
    let body: String

    /// An answer of one line.
    init(_ status: Status, line: String) {
        self.status = status
        body = line + "\n"
    }

    /// A whole text, with the type of its content.
    init(_ text: String, contentType: String) {
        status = .ok
        self.contentType = contentType
        body = text
    }

    /// - Parameter hasBody: false where HEAD was asked.
    func serialized(hasBody: Bool = true) -> [UInt8] {
        let allow = status == .methodNotAllowed ? "Allow: GET, HEAD\r\n" : ""
        let head = """
            HTTP/1.1 \(status.rawValue) \(status.reason)\r
            Content-Type: \(contentType)\r
            Content-Length: \(body.utf8.count)\r
            Cache-Control: no-store\r
            \(allow)Connection: close\r
            \r

            """
        return Array((hasBody ? head + body : head).utf8)
    }
}
