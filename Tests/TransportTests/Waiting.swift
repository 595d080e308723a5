import Dispatch
import Testing

@testable import Transport

/// Waits until `condition` holds; a minute without it fails the test.
func eventually(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool
) async throws {
    let end = MonotonicClock.after(.seconds(60))
    while !condition() {
        try #require(MonotonicClock.now() < end, what, sourceLocation: sourceLocation)
        try await Task.sleep(for: .milliseconds(1))
    }
}

/// Waits until all that was submitted to `lane` so far has been carried out.
func settle(_ lane: Lane) async {
    await withCheckedContinuation { continuation in
        lane.afterSubmitted { _ in continuation.resume() }
    }
}

/// Waits until `listener` has let go of its address.
func closed(_ listener: Listener) async {
    await withCheckedContinuation { continuation in
        listener.close { continuation.resume() }
    }
}
