import Glibc
import SystemBasics

/// The name of a user of this machine.
enum UserName {
    /// The name as `sudo -u` takes it. The system's name service is not asked: a static program has none.
    static func name(of user: uid_t) -> String {
        let users = String(decoding: (try? PrivateFile.read("/etc/passwd")) ?? [], as: UTF8.self)
        let line = users.split(separator: "\n").first { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            return fields.count > 2 && UInt32(fields[2]) == user
        }
        return line.map { String($0.prefix { $0 != ":" }) } ?? "'#\(user)'"
    }
}
