/// A part of the log out of which something was taken.
package struct StaleShard: Hashable, Sendable {
    var shard: SearchShard
    /// The number of times that something was taken out.
    var mark: Int64
}
