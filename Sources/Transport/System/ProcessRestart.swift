import CLinux
import Glibc

/// A process that begins anew, as the same program with the same arguments and the same process id.
package enum ProcessRestart {
    /// The number of the first descriptor that is handed on, as service managers have it.
    package static let firstDescriptor: Int32 = 3

    /// Ends all that the process does.
    ///
    /// - Parameters:
    ///   - variables: they go before what stands in the environment.
    ///   - descriptors: what is handed on, as the descriptors from ``firstDescriptor`` on; all others that are not to be inherited are closed.
    ///   - signals: those that do again what they do in a process that says nothing of them.
    package static func begin(
        adding variables: [String: String], handingOn descriptors: [Int32], restoring signals: [Int32]
    ) -> Never {
        handOn(descriptors)
        for number in signals { signal(number, SIG_DFL) }
        var lines: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") }
        var next = cl_environment()
        while let line = next?.pointee {
            next = next?.successor()
            let name = String(cString: line).prefix { $0 != "=" }
            if variables[String(name)] == nil { lines.append(line) }
        }
        cl_start_anew(CommandLine.unsafeArgv, lines + [nil])
        exit(71)
    }

    /// Gives each the number that is its own: what is there may be one of them, so all are moved out of the way first.
    static func handOn(_ descriptors: [Int32], from first: Int32 = firstDescriptor) {
        let end = first + Int32(clamping: descriptors.count)
        let moved = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, end) }
        // Those are inherited: the copy of a descriptor is open in the next program unless that is said of it.
        for (place, descriptor) in zip(first..<end, moved) where descriptor >= 0 { dup2(descriptor, place) }
    }
}
