import Dispatch
import Glibc

/// Waits on the main thread for what people do and for what the main queue has to do.
///
/// `dispatchMain()` would take a key through two threads, some 0.3 ms, before it is looked at. Here the keyboard and the
/// signals are looked at on the main thread itself, and the main queue is drained between, by the two functions that
/// libdispatch exports for run loops (those of CoreFoundation and Foundation use them on every system).
@MainActor
enum MainLoop {
    /// Never returns. Of several things that have come, what a person did is first.
    static func run(watching descriptors: [(Int32, @MainActor @Sendable () -> Void)]) -> Never {
        let queue = mainQueueDescriptor()
        var polled = (descriptors.map(\.0) + [queue]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while true {
            guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
            for (index, (_, handler)) in descriptors.enumerated() where polled[index].revents != 0 { handler() }
            guard polled[descriptors.count].revents != 0 else { continue }
            var count: UInt64 = 0
            _ = read(queue, &count, MemoryLayout<UInt64>.size)
            drainMainQueue(nil)
        }
    }
}

@_silgen_name("_dispatch_get_main_queue_handle_4CF")
private func mainQueueDescriptor() -> Int32

@_silgen_name("_dispatch_main_queue_callback_4CF")
private func drainMainQueue(_ message: UnsafeMutableRawPointer?)
