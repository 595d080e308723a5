/// The programs that are run for lines: one at a time, and a few that wait.
struct HookQueue {
    /// Programs that wait; what comes while there are so many is left out.
    static let capacity = 16

    /// A program that is to be run for a line.
    struct Call: Hashable {
        /// The hook, by its number.
        let hook: Int
        /// The line, for the program to read.
        let input: [UInt8]
    }

    private var waiting: [Call] = []
    private var isRunning = false
    /// Calls that were left out since that was told last.
    private var omittedCount = 0
    /// What went wrong with the hooks that failed the last time.
    private var failures: [Int: String] = [:]

    /// - Parameter input: made only where there is room for the call.
    mutating func add(_ hook: Int, input: @autoclosure () -> [UInt8]) {
        guard waiting.count < Self.capacity else { return omittedCount += 1 }
        waiting.append(Call(hook: hook, input: input()))
    }

    /// The call that is to be made now; nil while one is made, and where none waits.
    mutating func next() -> Call? {
        guard !isRunning, !waiting.isEmpty else { return nil }
        isRunning = true
        return waiting.removeFirst()
    }

    /// Takes the end of the call that was made.
    ///
    /// - Parameter failure: why it failed; nil if it did not.
    /// - Returns: true where that is to be told: not if the hook failed in the same way the last time.
    mutating func ended(_ hook: Int, failure: String?) -> Bool {
        isRunning = false
        let known = failures[hook]
        failures[hook] = failure
        return failure != nil && failure != known
    }

    /// The calls that were left out, once none waits any more; then they count as told.
    mutating func takeOmitted() -> Int {
        guard waiting.isEmpty else { return 0 }
        defer { omittedCount = 0 }
        return omittedCount
    }
}
