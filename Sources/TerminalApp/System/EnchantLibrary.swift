import Glibc

/// The functions of the system's library enchant-2, which is loaded when it is wanted: the program does not need it to start.
/// <https://rrthomas.github.io/enchant/lib/html/index.html>
struct EnchantLibrary {
    typealias Broker = OpaquePointer
    typealias Dictionary = OpaquePointer
    /// A list of strings that end with a zero byte; nil behind the last.
    typealias StringList = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    private static let name = "libenchant-2.so.2"

    let makeBroker: @convention(c) () -> Broker?
    let freeBroker: @convention(c) (Broker) -> Void
    /// Gives the dictionary of a language; nil where there is none. The tag must not be empty.
    let requestDictionary: @convention(c) (Broker, UnsafePointer<CChar>) -> Dictionary?
    /// To be called once for each dictionary that was requested, before its broker is freed.
    let freeDictionary: @convention(c) (Broker, Dictionary) -> Void
    /// Takes a word and its bytes. Zero for one that is correct, less where the dictionary fails.
    let check: @convention(c) (Dictionary, UnsafePointer<CChar>, Int) -> CInt
    /// Takes a word and its bytes, and gives a list and the number of its strings; nil where it has none.
    let suggest: @convention(c) (Dictionary, UnsafePointer<CChar>, Int, UnsafeMutablePointer<Int>) -> StringList?
    /// To be called with a list before its dictionary is freed.
    let freeList: @convention(c) (Dictionary, StringList) -> Void

    /// Loads the library, which stays loaded until the program ends.
    init() throws(DictionaryProblem) {
        guard let handle = dlopen(Self.name, RTLD_NOW | RTLD_LOCAL) else {
            throw DictionaryProblem(
                text: "Spelling is not checked: enchant-2 is not installed. Install it (in Debian: libenchant-2-2).")
        }
        func function<Function>(_ name: String) throws(DictionaryProblem) -> Function {
            guard let address = dlsym(handle, name) else {
                throw DictionaryProblem(
                    text: "Spelling is not checked: \(Self.name) is not the enchant-2 that was expected. Update it.")
            }
            return unsafeBitCast(address, to: Function.self)
        }
        makeBroker = try function("enchant_broker_init")
        freeBroker = try function("enchant_broker_free")
        requestDictionary = try function("enchant_broker_request_dict")
        freeDictionary = try function("enchant_broker_free_dict")
        check = try function("enchant_dict_check")
        suggest = try function("enchant_dict_suggest")
        freeList = try function("enchant_dict_free_string_list")
    }
}
