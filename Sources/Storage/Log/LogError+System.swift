import Glibc
import SystemBasics

extension LogError {
    package init(_ error: SystemError, _ path: String) { self.init(systemError: error.code, path: path) }

    /// The error for a call of the system on a file that failed.
    init(systemError number: Int32, path: String) {
        switch number {
        case ENOSPC, EDQUOT: self = .full
        case EACCES, EROFS, EPERM: self = .readOnly
        default: self = .io("\(path): \(SystemError(number))")
        }
    }
}
