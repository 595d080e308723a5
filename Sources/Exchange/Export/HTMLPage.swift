import Protocol

/// The parts of a page of ``HistoryHTML`` that are the same in every one of them.
enum HTMLPage {
    /// SHA-256, in Base64, of what stands between `<style>` and `</style>`. A test tells the right one where it is not.
    private static let styleHash: StaticString = "JUAm2Wkbkdyo45z6e6+Vt8xsQxv9uLNHm9uc18qEIkk="
    /// Of what stands between `<script>` and `</script>`.
    private static let scriptHash: StaticString = "GdKArnkS//+jl2SCH68RY/g8DgDRhPMS4iSYA1NCk8E="

    /// Nothing is loaded from anywhere, and only this style and this script are obeyed. <https://www.w3.org/TR/CSP3/#grammardef-hash-source>
    static func appendPolicy(to html: inout HTMLBuffer) {
        html.append(
            markup: "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        html.append(markup: styleHash)
        html.append(markup: "'; script-src 'sha256-")
        html.append(markup: scriptHash)
        html.append(markup: "'; base-uri 'none'; form-action 'none'\">\n")
    }

    /// The row above the lines. It needs the script, which shows it.
    static let tools: StaticString = """
        <nav hidden>
        <input type="search" id="search" placeholder="Search" aria-label="Search" autocomplete="off"\
         spellcheck="false">
        <label><input type="checkbox" id="moves" checked> joins and leaves</label>
        <output id="count"></output>
        </nav>
        <div id="found" hidden></div>
        <main>

        """
}
