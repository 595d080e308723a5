/// A way to read a log beside the one who writes it.
package protocol LogReader: LogReading {
    /// To be called between one question and the next: what is remembered of the log may have changed meanwhile.
    func beginQuestion()

    /// Ends all use. Asking anything afterwards fails.
    func close()
}
