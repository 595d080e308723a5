/// A program of the person's own that is to be run, with its arguments: no shell reads them.
package struct ProgramRun: Hashable, Sendable {
    /// The program, by its name or path, and its arguments. Never empty.
    package var words: [String]
    /// The bytes that it can read.
    package var input: [UInt8] = []
    /// Variables of the environment that it has beside those of this program.
    package var environment: [String: String] = [:]
    /// True if it can ask the person at the terminal of this program, where there is one: its input and its errors are there then, and it is
    /// given no ``input``.
    package var usesTerminal = false
    /// True if its errors are kept with its output.
    package var keepsErrors = true
    /// True if it is ended once it has written more than is kept.
    package var endsWhenCut = false
    /// True if what it has started goes on when it has ended, and when this program ends.
    package var mayLeaveRunning = false
    /// Seconds after which it is ended.
    package var seconds: Int64
    /// Bytes of its output that are kept.
    package var maxOutputBytes: Int

    package init(words: [String], input: [UInt8] = [], seconds: Int64, maxOutputBytes: Int) {
        self.words = words
        self.input = input
        self.seconds = seconds
        self.maxOutputBytes = maxOutputBytes
    }
}

/// The end of a program.
package struct ProgramOutcome: Hashable, Sendable {
    package enum End: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)
        case timedOut
        /// The program has ended, and the system does not tell in what way.
        case unknown
        /// The program could not be started, with the cause.
        case notStarted(String)
    }

    package var end: End
    /// The beginning of what it wrote, on both streams, or on its output alone: ``ProgramRun/keepsErrors``.
    package var output: [UInt8]
    /// True if it wrote more than that.
    package var isCut: Bool

    package init(end: End, output: [UInt8] = [], isCut: Bool = false) {
        self.end = end
        self.output = output
        self.isCut = isCut
    }

    /// Why it did not end well: the predicate of a sentence. Nil if it did.
    ///
    /// - Parameter seconds: those that it had.
    func problem(seconds: Int64) -> String? {
        switch end {
        case .status(0): nil
        case .status(let status): "ended with \(status)"
        case .signal: "was ended by a signal"
        case .timedOut: "was ended after \(seconds) seconds"
        case .unknown: "ended, and the system does not tell how"
        case .notStarted(let cause): "cannot be started: \(cause)"
        }
    }
}

/// Runs programs beside the main thread.
package protocol ProgramRunner: Sendable {
    /// - Parameter done: called on some thread, once, when the program has ended.
    func run(_ run: ProgramRun, done: @escaping @Sendable (ProgramOutcome) -> Void)

    /// Starts a program that goes on by itself, also when this one ends: it reads nothing, and nothing that it prints is seen.
    ///
    /// - Returns: why it could not be started; nil if it was.
    func launch(_ words: [String]) -> String?

    /// Takes the ends of those that went on by themselves from the system, which keeps a process until then. Waits for none. To be called
    /// now and then.
    func reapLaunched()

    /// Ends all that run, with what they have started, but not what may be left running. No other is run from then on.
    func endAll()
}
