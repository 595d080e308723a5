import CFuzzer
import FuzzHarnesses
import Glibc

/// `grillo-fuzzer HARNESS …`: has libFuzzer look for inputs that end the process or break a rule. The other arguments are libFuzzer's.
@main enum Fuzzer {
    /// Made once, before the first input.
    private static let harness: Harness = {
        let name = CommandLine.arguments.dropFirst().first ?? ""
        guard let harness = Harness.all.first(where: { $0.name == name }) else {
            print("no such harness; there are", Harness.all.map(\.name).joined(separator: " "))
            exit(64)
        }
        return harness
    }()

    static func main() {
        _ = harness
        // libFuzzer is not to see the harness's name: it would take it for a folder of inputs. What is given overrides what comes first.
        let own: UnsafeMutablePointer<CChar>? = strdup("-max_len=\(harness.longestInput)")
        let given = (2..<max(2, Int(CommandLine.argc))).map { CommandLine.unsafeArgv[$0] }
        var arguments = [CommandLine.unsafeArgv[0], own] + given + [nil]
        var count = CInt(arguments.count - 1)
        arguments.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            exit(LLVMFuzzerRunDriver(&count, &start) { bytes, count in Fuzzer.feed(bytes, count) })
        }
    }

    private static func feed(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        do throws(BrokenRule) {
            try harness.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        } catch {
            fatalError(error.description)
        }
        return 0
    }
}
