/// The folders that a service manager made for the service, as the environment names them; nil for one that it does not name in whole.
/// Of several the first counts. <https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html>
package struct ServiceDirectories: Hashable, Sendable {
    /// `$STATE_DIRECTORY`: what the service must not forget.
    package let state: String?
    /// `$CONFIGURATION_DIRECTORY`: what its host decides.
    package let configuration: String?
    /// `$CREDENTIALS_DIRECTORY`: the secrets that it was given.
    package let credentials: String?

    /// - Parameter variable: looks up an environment variable.
    package init(_ variable: (String) -> String?) {
        func folder(_ name: String) -> String? {
            let first = variable(name)?.split(separator: ":", omittingEmptySubsequences: false).first
            return first.flatMap { $0.hasPrefix("/") ? String($0) : nil }
        }
        state = folder("STATE_DIRECTORY")
        configuration = folder("CONFIGURATION_DIRECTORY")
        credentials = folder("CREDENTIALS_DIRECTORY")
    }
}
