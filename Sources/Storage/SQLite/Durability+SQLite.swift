extension Durability {
    /// The value of `PRAGMA synchronous` that keeps it in WAL mode. <https://www.sqlite.org/pragma.html#pragma_synchronous>
    var synchronousMode: String {
        switch self {
        case .full: "FULL"
        case .os: "NORMAL"
        }
    }
}
