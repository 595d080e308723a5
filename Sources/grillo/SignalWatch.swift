import Dispatch
import Foundation

/// Has a handler called whenever a signal comes, on a queue of its own and as long as the process lives. The signal has no other effect any
/// more; from the return on none is lost.
func watch(_ signalNumber: Int32, _ handler: @escaping @Sendable () -> Void) {
    signal(signalNumber, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: signalNumber, queue: .global())
    source.setEventHandler(handler: handler)
    // The source must live as long as the process, which is as long as the handler keeps it.
    source.setCancelHandler { withExtendedLifetime(source) {} }
    let isWatched = DispatchSemaphore(value: 0)
    source.setRegistrationHandler { isWatched.signal() }
    source.activate()
    isWatched.wait()
}
