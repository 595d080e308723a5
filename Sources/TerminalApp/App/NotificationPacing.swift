import Protocol

/// How often the person is called: once is enough for a while, however many speak of them.
struct NotificationPacing {
    /// In milliseconds.
    private static var interval: Int64 { 3000 }

    private var last = Timestamp(milliseconds: 0)

    /// Takes a call.
    ///
    /// - Returns: false where the person has just been called.
    mutating func mayCall(at now: Timestamp) -> Bool {
        guard now.milliseconds(since: last) >= Self.interval || now < last else { return false }
        last = now
        return true
    }
}
