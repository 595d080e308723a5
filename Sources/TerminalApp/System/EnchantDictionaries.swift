import Glibc
import Synchronization
import TUI

/// Dictionaries of the system's library enchant-2, which is loaded when it is wanted: the program does not need it to start.
/// <https://rrthomas.github.io/enchant/lib/html/index.html>
final class EnchantDictionaries: SpellChecker {
    private typealias MakeBroker = @convention(c) () -> OpaquePointer?
    private typealias RequestDictionary = @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> OpaquePointer?
    private typealias Check = @convention(c) (OpaquePointer, UnsafePointer<CChar>, Int) -> Int32
    private typealias Suggest =
        @convention(c) (OpaquePointer, UnsafePointer<CChar>, Int, UnsafeMutablePointer<Int>) -> UnsafeMutablePointer<
            UnsafeMutablePointer<CChar>?
        >?
    private typealias FreeList =
        @convention(c) (OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Void

    /// The library's objects, which only one thread uses at a time. They live as long as the program.
    private struct Library {
        let check: Check
        let suggest: Suggest
        let freeList: FreeList
        let dictionaries: [OpaquePointer]
    }

    private static let libraryName = "libenchant-2.so.2"
    /// Words that are told for a misspelt one.
    private static let maxCorrections = 8

    private let library: Mutex<Library>

    /// - Parameter languages: their tags; a word of any of them is correct.
    init(_ languages: [String]) throws(DictionaryProblem) {
        guard let handle = dlopen(Self.libraryName, RTLD_NOW | RTLD_LOCAL) else {
            throw DictionaryProblem(
                text: "Spelling is not checked: enchant-2 is not installed. Install it (in Debian: libenchant-2-2).")
        }
        guard let makeBroker = dlsym(handle, "enchant_broker_init").map({ unsafeBitCast($0, to: MakeBroker.self) }),
            let request = dlsym(handle, "enchant_broker_request_dict")
                .map({ unsafeBitCast($0, to: RequestDictionary.self) }),
            let check = dlsym(handle, "enchant_dict_check").map({ unsafeBitCast($0, to: Check.self) }),
            let suggest = dlsym(handle, "enchant_dict_suggest").map({ unsafeBitCast($0, to: Suggest.self) }),
            let freeList = dlsym(handle, "enchant_dict_free_string_list")
                .map({ unsafeBitCast($0, to: FreeList.self) }),
            let broker = makeBroker()
        else {
            throw DictionaryProblem(
                text: "Spelling is not checked: \(Self.libraryName) is not the enchant-2 that was expected. Update it.")
        }
        var dictionaries: [OpaquePointer] = []
        for language in languages {
            guard let dictionary = request(broker, language) else {
                throw DictionaryProblem(
                    text: "Spelling is not checked: there is no dictionary for “\(language)”. Install one, such as "
                        + "hunspell's, or change spelling in tui.toml; enchant-lsmod-2 -list-dicts lists them.")
            }
            dictionaries.append(dictionary)
        }
        library = Mutex(
            Library(check: check, suggest: suggest, freeList: freeList, dictionaries: dictionaries))
    }

    func isCorrect(_ word: String) -> Bool {
        library.withLock { library in
            library.dictionaries.contains { dictionary in
                // Negative where the dictionary fails: then nothing is known against the word.
                word.withCString { library.check(dictionary, $0, strlen($0)) } <= 0
            }
        }
    }

    func corrections(of word: String) -> [String] {
        library.withLock { library in
            var corrections: [String] = []
            for dictionary in library.dictionaries {
                var count = 0
                guard let list = word.withCString({ library.suggest(dictionary, $0, strlen($0), &count) }) else {
                    continue
                }
                for place in 0..<max(min(count, Self.maxCorrections), 0) {
                    guard let text = list[place].map({ String(cString: $0) }), !corrections.contains(text) else {
                        continue
                    }
                    corrections.append(text)
                }
                library.freeList(dictionary, list)
            }
            return Array(corrections.prefix(Self.maxCorrections))
        }
    }
}
