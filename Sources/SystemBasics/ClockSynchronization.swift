import CLinux

/// The kernel's word for the system's clock.
package enum ClockSynchronization {
    /// True where a program keeps the clock right, such as one that speaks NTP; nil where the kernel does not say.
    /// <https://man7.org/linux/man-pages/man2/adjtimex.2.html>
    package static var isActive: Bool? {
        switch cl_clock_is_synchronized() {
        case 0: false
        case 1: true
        default: nil
        }
    }
}
