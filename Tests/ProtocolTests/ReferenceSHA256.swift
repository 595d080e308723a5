import TestSupport

@testable import Protocol

extension SCRAM.Primitives {
    /// SHA-256 by its definition, so that the exchange is tested without a library. <https://www.rfc-editor.org/rfc/rfc6234>
    static let reference = SCRAM.Primitives(
        hash: ReferenceHash.sha256, hmac: ReferenceHash.hmac, stretch: ReferenceHash.pbkdf2, areEqual: { $0 == $1 },
        randomBytes: { [UInt8](repeating: 7, count: $0) })
}

extension SCRAM.Primitives {
    /// The same with a password that is stretched little, whatever is asked: for what does not depend on the numbers.
    static let quick = SCRAM.Primitives(
        hash: ReferenceHash.sha256, hmac: ReferenceHash.hmac,
        stretch: { password, salt, _ in ReferenceHash.pbkdf2(password, salt, 2) }, areEqual: { $0 == $1 },
        randomBytes: { [UInt8](repeating: 7, count: $0) })
}
