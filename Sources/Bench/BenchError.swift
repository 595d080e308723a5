import Glibc
import SystemBasics

/// Why a load was not run, or not to its end. Its description is one line: cause, then remedy.
package enum BenchError: Error, Hashable, CustomStringConvertible {
    case notATarget(String)
    case notLoopback(String)
    /// A number that is out of its bounds; in words.
    case outOfBounds(String)
    case noSuchProcess(Int)
    case unreachable(TargetAddress, errno: Int32)
    case tlsFailed(TargetAddress, String)
    /// A session was not let in; the server's last words, and whether they tell of a limit of its.
    case refused(TargetAddress, words: String, isLimit: Bool)
    /// The very first connection was closed before anything was said.
    case hungUp(TargetAddress)
    /// A session ended before its time; the server's last words.
    case closed(TargetAddress, words: String)
    case stalled(TargetAddress, got: Int, expected: Int)
    /// A session was told more than it should have been, or less.
    case wrongDeliveryCount(TargetAddress, session: Int, got: Int, expected: Int)
    case noHistory(TargetAddress, words: String)
    /// A line came that has no end.
    case endlessLine(TargetAddress)
    case system(String, errno: Int32)

    /// 64 for what the person can put right on the command line, 69 for the server, 74 for the machine.
    package var exitCode: Int32 {
        switch self {
        case .notATarget, .notLoopback, .outOfBounds, .noSuchProcess: 64
        case .unreachable, .tlsFailed, .refused, .hungUp, .closed, .stalled, .wrongDeliveryCount, .noHistory,
            .endlessLine:
            69
        case .system: 74
        }
    }

    package var description: String {
        switch self {
        case .notATarget(let text):
            "'\(text)' is not an address: say HOST:PORT, such as 127.0.0.1:6697"
        case .notLoopback(let text):
            "\(text) is not on this machine's loopback, and a load is sent nowhere else: say 127.0.0.1:PORT or [::1]:PORT"
        case .outOfBounds(let words): words
        case .noSuchProcess(let number):
            "there is no process \(number) to be looked at: give --pid the number of the server's"
        case .unreachable(let target, let code):
            "\(target) cannot be reached (\(SystemError(code))): start a server there, such as grillo serve --unlimited --listen \(target)"
        case .tlsFailed(let target, let cause):
            "\(target) does not speak TLS (\(cause)): leave --tls out, or point at its TLS port"
        case .refused(let target, let words, isLimit: true):
            "\(target) did not let all in (\(words)): lift its limits, as grillo serve --unlimited does"
        case .refused(let target, let words, isLimit: false):
            "\(target) did not let all in: \(words)"
        case .hungUp(let target):
            "\(target) closed the first connection without a word: lift its limits, or say --tls if it speaks TLS there"
        case .closed(let target, let words):
            "\(target) ended a session in the middle of the load (\(words)): look at its log, and lift its limits"
        case .stalled(let target, let got, let expected):
            "\(target) stopped answering, with \(got) of \(expected) come: look at its log, and lift its flood limits"
        case .wrongDeliveryCount(let target, let session, let got, let expected):
            "\(target) told session \(session) \(got) of the \(expected) messages that were for it: "
                + "look at its log, and lift its limits"
        case .noHistory(let target, let words):
            "\(target) gives no pages of history (\(words)): it needs draft/chathistory, batch and server-time"
        case .endlessLine(let target):
            "\(target) sent a line that has no end: point at the IRC port of a server"
        case .system(let what, EADDRNOTAVAIL):
            "\(what): \(SystemError(EADDRNOTAVAIL)); "
                + "ask for fewer sessions, or widen net.ipv4.ip_local_port_range"
        case .system(let what, let code):
            "\(what): \(SystemError(code)); raise the limit (ulimit -n) or ask for fewer sessions"
        }
    }
}
