import CLinux
import Glibc

/// The two ends of a pipe. Programs that this one starts have neither, unless they are given it. Whoever makes a pipe closes its ends.
package struct Pipe {
    /// The descriptor of the end to read from.
    package let reading: Int32
    /// The descriptor of the end to write to.
    package let writing: Int32

    package init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        let code = cl_pipe(&ends)
        guard code == 0 else { throw SystemError(code) }
        (reading, writing) = (ends[0], ends[1])
    }
}
