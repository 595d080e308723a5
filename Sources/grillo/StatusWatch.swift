import Dispatch
import Foundation
import Server

/// `grillo status --watch`: the status anew each second, until Ctrl-C. A server that is gone is waited for.
struct StatusWatch {
    private let folder: String
    private let json: Bool
    private let isTerminal = isatty(STDOUT_FILENO) == 1

    init(folder: String, json: Bool) {
        self.folder = folder
        self.json = json
    }

    func run() -> Never {
        watch(SIGINT) {
            // The program ends with the cursor on a line of its own.
            if isTerminal { write([""]) }
            // Without the destructors of `exit`, under which the other thread would go on.
            _exit(0)
        }
        while true {
            let next = ContinuousClock.now + .seconds(1)
            show(ServerPresence.find(in: folder))
            let rest = (next - ContinuousClock.now) / .microseconds(1)
            usleep(useconds_t(min(max(rest, 0), 1_000_000)))
        }
    }

    private func show(_ presence: ServerPresence) {
        switch presence {
        case .running(let status): json ? write(["\((try? status.json) ?? "")"]) : draw(StatusText.rows(status))
        case .silent(let words): json ? complain(words) : draw([["server", words]])
        case .unknown(let words): json ? complain(words) : draw([["server", "unknown"], ["why", words]])
        case .absent(let words): json ? complain(words) : draw([["server", "not running"], ["why", words]])
        }
    }

    /// On a terminal over what was drawn before; elsewhere below it, with an empty line between the two.
    private func draw(_ rows: [[String]]) {
        let lines = OutputTable.lines(of: rows)
        guard isTerminal else { return write(lines + [""]) }
        write(["\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"], end: "")
    }

    private func write(_ lines: [String], end: String = "\n") {
        let text = lines.joined(separator: "\n") + end
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            // Nobody reads it any more.
            exit(0)
        }
    }

    private func complain(_ words: String) { _ = fail(words, code: 1) }
}
