import Foundation
import Server

extension ImportInterruption {
    /// Has an import leave nothing when the program is asked to end, as by Ctrl-C. One that is whole already ends as if nobody had asked.
    func watchSignals() {
        for number in [SIGHUP, SIGINT, SIGTERM] {
            watch(number) { [self] in
                guard removeAll() else { return }
                let clearing = isatty(STDERR_FILENO) == 1 ? "\r\u{1B}[K" : ""
                try? FileHandle.standardError.write(contentsOf: Data("\(clearing)Nothing was written.\n".utf8))
                // Whoever started the program is told by which signal it ended.
                signal(number, SIG_DFL)
                kill(getpid(), number)
            }
        }
    }
}
