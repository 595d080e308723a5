/// A part of the log out of which something was taken.
package struct StaleShard: Hashable, Sendable {
    var shard: SearchShard
    /// How often.
    var mark: Int64
}
