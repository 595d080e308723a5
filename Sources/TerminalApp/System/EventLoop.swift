/// A turn of the main thread.
package typealias EventLoopTurn = @MainActor @Sendable () -> Void

/// The turns of the main thread, one at a time: a descriptor that can be read, what was put off, and what other threads bring.
package protocol EventLoop: AnyObject, Sendable {
    /// Takes a turn as soon as it can be. To be called from any thread; turns are taken in the order in which they were asked for.
    func enqueue(_ turn: @escaping EventLoopTurn)
    /// Takes a turn once so much time has passed.
    @MainActor func after(_ delay: Duration, _ turn: @escaping EventLoopTurn)
    /// Takes a turn whenever there is something to read.
    @MainActor func watch(_ descriptor: Int32, _ readable: @escaping EventLoopTurn)
    @MainActor func unwatch(_ descriptor: Int32)
}
