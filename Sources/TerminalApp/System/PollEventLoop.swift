import Glibc
import Synchronization
import SystemBasics

/// The turns of the main thread, by poll(2).
///
/// The thread that a key wakes is the one that draws it. A round takes what can be read, signals and keys first, then what other
/// threads had brought when it came to that, and no more: a flood keeps a key waiting for one round at most.
@MainActor
package final class PollEventLoop: EventLoop {
    /// The turns that are taken when something can be read, each in the place of its descriptor.
    private var watched: [EventLoopTurn] = []
    /// The descriptors that the kernel is asked about, with its answers.
    private var descriptors: [pollfd] = []
    /// The turns that were put off, the earliest last; their times are in nanoseconds.
    private var delayed: [(time: Int64, turn: EventLoopTurn)] = []
    private let mailbox: Mailbox

    /// Nil where the system has no descriptor to spare.
    package init?() {
        guard let mailbox = Mailbox() else { return nil }
        self.mailbox = mailbox
        watch(mailbox.descriptor) { for turn in mailbox.take() { turn() } }
    }

    package nonisolated func enqueue(_ turn: @escaping EventLoopTurn) { mailbox.put(turn) }

    package func after(_ delay: Duration, _ turn: @escaping EventLoopTurn) {
        let (seconds, attoseconds) = delay.components
        let time = SystemClock().monotonic + seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        let place = delayed.firstIndex { $0.time <= time } ?? delayed.endIndex
        delayed.insert((time, turn), at: place)
    }

    /// Takes a turn whenever there is something to read.
    ///
    /// The descriptor that is watched last is looked at first; one that was unwatched leaves its place to the next.
    package func watch(_ descriptor: Int32, _ readable: @escaping EventLoopTurn) {
        let asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if let free = descriptors.firstIndex(where: { $0.fd < 0 }) {
            (watched[free], descriptors[free]) = (readable, asked)
        } else {
            watched.append(readable)
            descriptors.append(asked)
        }
    }

    package func unwatch(_ descriptor: Int32) {
        // The kernel passes over negative descriptors; its answer about this one does not count any more.
        for place in descriptors.indices where descriptors[place].fd == descriptor {
            descriptors[place] = pollfd(fd: -1, events: 0, revents: 0)
        }
    }

    package func run() -> Never {
        while true { runOnce() }
    }

    /// Waits until there is a turn to take, and takes a round of them.
    package func runOnce() {
        let isReady = poll(&descriptors, nfds_t(descriptors.count), pollTimeout) > 0
        if isReady {
            for place in watched.indices.reversed() where descriptors[place].revents != 0 { watched[place]() }
        }
        takeDelayed()
    }

    /// Milliseconds until the first of what was put off; -1 for as long as it takes.
    private var pollTimeout: Int32 {
        guard let first = delayed.last else { return -1 }
        return Int32(clamping: (max(first.time - SystemClock().monotonic, 0) + 999_999) / 1_000_000)
    }

    private func takeDelayed() {
        guard !delayed.isEmpty else { return }
        let now = SystemClock().monotonic
        while let first = delayed.last, first.time <= now {
            delayed.removeLast()
            first.turn()
        }
    }
}

/// The turns that other threads bring, with a pipe that can be read while there are some.
private final class Mailbox: Sendable {
    let descriptor: Int32
    private let wakeDescriptor: Int32
    private let turns = Mutex<[EventLoopTurn]>([])

    init?() {
        guard let pipe = try? Pipe() else { return nil }
        (descriptor, wakeDescriptor) = (pipe.reading, pipe.writing)
    }

    func put(_ turn: @escaping EventLoopTurn) {
        turns.withLock { turns in
            turns.append(turn)
            // Once for all that are there: the pipe never holds more than a byte.
            if turns.count == 1 { _ = write(wakeDescriptor, [0], 1) }
        }
    }

    func take() -> [EventLoopTurn] {
        turns.withLock { turns in
            var rung: UInt8 = 0
            _ = read(descriptor, &rung, 1)
            defer { turns = [] }
            return turns
        }
    }
}
