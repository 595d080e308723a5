/// The folders of a person's own files, as the environment names them; nil for one that it names in no way that can be used.
/// <https://specifications.freedesktop.org/basedir-spec/latest/>
package struct XDGDirectories: Hashable, Sendable {
    /// `$HOME`. A home that is not named in whole, or is the root of the file system, is none: files would end where they are nobody's.
    package let home: String?
    /// `$XDG_STATE_HOME`, or `.local/state` at home.
    package let state: String?
    /// `$XDG_CONFIG_HOME`, or `.config` at home.
    package let configuration: String?

    /// - Parameter variable: looks up an environment variable.
    package init(_ variable: (String) -> String?) {
        func folder(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let home = folder("HOME").flatMap { $0.allSatisfy { $0 == "/" } ? nil : $0 }
        self.home = home
        state = folder("XDG_STATE_HOME") ?? home.map { $0 + "/.local/state" }
        configuration = folder("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
    }
}
