import GRDBSQLite
import Glibc
import Storage
import Synchronization

/// A disk below SQLite that fails when it is told to: a VFS that hands everything on to the system's.
/// <https://www.sqlite.org/vfs.html>
///
/// It takes the place of the system's for all that is opened later in this process, and fails only for files it is told of.
final class FaultyDisk: Sendable {
    enum Operation: Hashable, Sendable {
        case write
        case sync
    }

    private struct Fault {
        var operation: Operation
        var times: Int
    }

    private let faults = Mutex<[String: Fault]>([:])

    static func install() -> FaultyDisk { shared }

    private static let shared: FaultyDisk = {
        let real = sqlite3_vfs_find(nil)!
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: real.pointee)
        vfs.pointee.pNext = nil
        vfs.pointee.zName = UnsafePointer(strdup("faulty"))
        vfs.pointee.pAppData = UnsafeMutableRawPointer(real)
        vfs.pointee.szOsFile = Int32(MemoryLayout<FaultyFile>.stride) + real.pointee.szOsFile
        vfs.pointee.xOpen = { vfs, name, file, flags, outFlags in
            let real = vfs!.pointee.pAppData.assumingMemoryBound(to: sqlite3_vfs.self)
            let own = UnsafeMutableRawPointer(file!).assumingMemoryBound(to: FaultyFile.self)
            let result = real.pointee.xOpen(real, name, own.real, flags, outFlags)
            own.pointee.name = name
            own.pointee.methods = own.real.pointee.pMethods == nil ? nil : FaultyFile.methods.table
            return result
        }
        sqlite3_vfs_register(vfs, 1)
        return FaultyDisk()
    }()

    func open(_ path: String) throws -> SQLiteEventLog { try SQLiteEventLog(path: path, durability: .full) }

    /// The next `times` operations on a database or its WAL fail.
    func fail(_ operation: Operation, of path: String, times: Int) {
        faults.withLock { $0[path] = Fault(operation: operation, times: times) }
    }

    fileprivate static func fails(_ operation: Operation, _ file: UnsafeMutablePointer<FaultyFile>) -> Bool {
        guard let name = file.pointee.name.map({ String(cString: $0) }) else { return false }
        let path = name.hasSuffix("-wal") ? String(name.dropLast(4)) : name
        return shared.faults.withLock { faults in
            guard let fault = faults[path], fault.operation == operation, fault.times > 0 else { return false }
            faults[path]!.times -= 1
            return true
        }
    }
}

/// A file of the faulty disk: SQLite's methods, and behind them the system's own file.
private struct FaultyFile {
    var methods: UnsafePointer<sqlite3_io_methods>?
    var name: UnsafePointer<CChar>?

    /// Made once and never changed, so it is safe from any thread.
    struct Methods: @unchecked Sendable {
        let table: UnsafePointer<sqlite3_io_methods>
    }

    static let methods: Methods = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        var table = sqlite3_io_methods()
        table.iVersion = 2
        table.xClose = { file in file!.real.pointee.pMethods.pointee.xClose(file!.real) }
        table.xRead = { file, bytes, count, offset in
            file!.real.pointee.pMethods.pointee.xRead(file!.real, bytes, count, offset)
        }
        table.xWrite = { file, bytes, count, offset in
            FaultyDisk.fails(.write, file!.own)
                ? SQLITE_IOERR | (3 << 8) : file!.real.pointee.pMethods.pointee.xWrite(file!.real, bytes, count, offset)
        }
        table.xTruncate = { file, size in file!.real.pointee.pMethods.pointee.xTruncate(file!.real, size) }
        table.xSync = { file, flags in
            // The bytes may well have reached the disk: that is what makes it dangerous.
            FaultyDisk.fails(.sync, file!.own)
                ? SQLITE_IOERR | (4 << 8) : file!.real.pointee.pMethods.pointee.xSync(file!.real, flags)
        }
        table.xFileSize = { file, size in file!.real.pointee.pMethods.pointee.xFileSize(file!.real, size) }
        table.xLock = { file, lock in file!.real.pointee.pMethods.pointee.xLock(file!.real, lock) }
        table.xUnlock = { file, lock in file!.real.pointee.pMethods.pointee.xUnlock(file!.real, lock) }
        table.xCheckReservedLock = { file, out in
            file!.real.pointee.pMethods.pointee.xCheckReservedLock(file!.real, out)
        }
        table.xFileControl = { file, operation, argument in
            file!.real.pointee.pMethods.pointee.xFileControl(file!.real, operation, argument)
        }
        table.xSectorSize = { file in file!.real.pointee.pMethods.pointee.xSectorSize(file!.real) }
        table.xDeviceCharacteristics = { file in
            file!.real.pointee.pMethods.pointee.xDeviceCharacteristics(file!.real)
        }
        table.xShmMap = { file, page, size, extend, out in
            file!.real.pointee.pMethods.pointee.xShmMap(file!.real, page, size, extend, out)
        }
        table.xShmLock = { file, offset, count, flags in
            file!.real.pointee.pMethods.pointee.xShmLock(file!.real, offset, count, flags)
        }
        table.xShmBarrier = { file in file!.real.pointee.pMethods.pointee.xShmBarrier(file!.real) }
        table.xShmUnmap = { file, delete in file!.real.pointee.pMethods.pointee.xShmUnmap(file!.real, delete) }
        methods.initialize(to: table)
        return Methods(table: UnsafePointer(methods))
    }()
}

extension UnsafeMutablePointer<FaultyFile> {
    /// The system's file lies behind ours.
    fileprivate var real: UnsafeMutablePointer<sqlite3_file> {
        UnsafeMutableRawPointer(self + 1).assumingMemoryBound(to: sqlite3_file.self)
    }
}

extension UnsafeMutablePointer<sqlite3_file> {
    fileprivate var own: UnsafeMutablePointer<FaultyFile> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: FaultyFile.self)
    }
    fileprivate var real: UnsafeMutablePointer<sqlite3_file> { own.real }
}
