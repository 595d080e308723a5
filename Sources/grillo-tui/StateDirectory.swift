import Glibc

/// Where this program keeps what it must not forget: `$XDG_STATE_HOME/grillo`.
enum StateDirectory {
    static var path: String {
        if let state = Environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/grillo" }
        return (Environment["HOME"] ?? "") + "/.local/state/grillo"
    }

    /// Makes it, for its owner only, with what is above it.
    static func make() -> Bool {
        var end = path.startIndex
        while let slash = path[end...].dropFirst().firstIndex(of: "/") {
            mkdir(String(path[..<slash]), 0o700)
            end = slash
        }
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }
}
