import Configuration
import Transport

/// The way to a server, as `proxy` in `tui.toml` chooses it.
package enum ProxyChoice: Hashable, Sendable {
    /// Straight to the server: `"none"`.
    case straight
    case through(SOCKS5Proxy)

    /// The choice as it is written, without a password.
    var shown: String {
        switch self {
        case .straight: "none"
        case .through(let proxy): "socks5://\(proxy)"
        }
    }

    /// Nil for the straight way.
    package var proxy: SOCKS5Proxy? {
        switch self {
        case .straight: nil
        case .through(let proxy): proxy
        }
    }
}

extension ConfigurationKey {
    /// The address of a proxy, or `none`.
    static func proxy(_ path: String, _ summary: String, _ shown: Shown, _ place: Place<ProxyChoice?>) -> Self {
        .init(path, summary, .nextStart, shown, place, written: { $0.map { TOML.text($0.shown) } }) {
            value throws(ValueProblem) in
            guard let text = value.filledText else { throw ValueProblem(.notText) }
            guard text != "none" else { return .straight }
            do throws(SOCKS5Proxy.Problem) {
                return .through(try SOCKS5Proxy(text))
            } catch {
                throw .rule(error.words)
            }
        }
    }
}
