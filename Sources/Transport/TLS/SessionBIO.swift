import COpenSSL

/// OpenSSL's view of a `TLSSession`: reads come from the ciphertext being fed, writes go to the lane's `CiphertextBuffer`.
///
/// OpenSSL's own memory BIOs would keep a buffer of up to a record in each direction for every idle session.
enum SessionBIO {
    /// A BIO for `session`, which must outlive it. The caller owns it.
    static func make(for session: TLSSession) -> OpaquePointer? {
        guard let method = table.raw, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, Unmanaged.passUnretained(session).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    private static func session(of bio: OpaquePointer?) -> TLSSession? {
        guard let data = BIO_get_data(bio) else { return nil }
        return Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
    }

    /// `@unchecked Sendable` because of the pointer: the table is filled before anybody sees it and never changed after.
    private struct Table: @unchecked Sendable {
        let raw: OpaquePointer?
    }

    private static let table: Table = {
        let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "Grillo TLS session")
        BIO_meth_set_read(method) { bio, target, capacity in
            co_bio_clear_retry(bio)
            guard let session = SessionBIO.session(of: bio), let target, capacity > 0 else { return 0 }
            let count = session.take(into: UnsafeMutableRawBufferPointer(start: target, count: Int(capacity)))
            guard count > 0 else {
                co_bio_retry_read(bio)
                return -1
            }
            return Int32(count)
        }
        BIO_meth_set_write(method) { bio, source, count in
            co_bio_clear_retry(bio)
            guard let session = SessionBIO.session(of: bio), let source, count > 0 else { return 0 }
            return session.put(UnsafeRawBufferPointer(start: source, count: Int(count))) ? count : -1
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in
            command == BIO_CTRL_FLUSH ? 1 : 0
        }
        return Table(raw: method)
    }()
}
