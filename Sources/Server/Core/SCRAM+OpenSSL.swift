import Chat
import Protocol
import Storage
import Transport

extension SCRAM.Primitives {
    /// As OpenSSL computes it.
    package static let openSSL = SCRAM.Primitives(
        hash: { Cryptography.sha256($0) }, hmac: { Cryptography.hmacSHA256(key: $0, bytes: $1) },
        stretch: { Cryptography.pbkdf2SHA256(password: $0, salt: $1, iterations: $2) },
        areEqual: { Cryptography.areEqual($0, $1) }, randomBytes: { Cryptography.randomBytes($0) })
}

extension SCRAM.Credential {
    /// Of a new password. Takes the time that stretching takes.
    package static func make(password: [UInt8]) -> SCRAM.Credential {
        SCRAM.Credential(password: password, salt: Cryptography.randomBytes(16), using: .openSSL)
    }
}

extension Registry {
    /// The notes that a server must have and that are not there before its first run.
    var missingNotes: [RegistryChange] {
        notes[Registry.secretNote] == nil ? [.note(Registry.secretNote, Cryptography.randomBytes(32))] : []
    }
}
