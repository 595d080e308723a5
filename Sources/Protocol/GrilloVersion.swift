/// The version of Grillo: one for both programs, and for everything that tells it.
package enum GrilloVersion {
    /// The version alone, as `--version` prints it. <https://semver.org>
    package static let number = "0.1.0"
    /// The name of the software with its version, one word: what numerics 002, 004, 351 and 371 and CTCP VERSION tell.
    /// <https://modern.ircdocs.horse/#rplversion-351>
    package static let software = "grillo-\(number)"
}
