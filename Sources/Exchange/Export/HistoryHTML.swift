import Chat
import Foundation
import Protocol

/// A conversation as one page for a browser, which needs nothing else: it opens offline, loads nothing, and its policy lets it run no script but
/// its own. <https://www.w3.org/TR/CSP3/>
///
/// The page is written from its beginning to its end in constant memory. What is told of an earlier line (a reaction, a redaction, the words that a
/// reply is to) stands in the place of its own time, and the page's script takes it to that line; without scripts it is read where it is.
/// A browser lays out only the sections in sight, so that a page of 100,000 lines opens at once.
package struct HistoryHTML: ExportWriter {
    /// Lines of a section. The height that the style expects of one is this many lines.
    static let linesOfSection = 64

    private let clock: LocalClock
    private let zone: String
    private var html = HTMLBuffer()
    private var linesInSection = 0
    private var day: Int?

    /// - Parameter timeZone: of the times and the days.
    package init(timeZone: TimeZone) {
        clock = LocalClock(timeZone)
        zone = timeZone.identifier == "GMT" ? "UTC" : timeZone.identifier
    }

    package mutating func begin(_ header: ExportHeader) -> Bytes {
        let name = header.name ?? "All rooms"
        html.append(markup: "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        HTMLPage.appendPolicy(to: &html)
        html.append(
            markup: """
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>
                """)
        html.append(text: name)
        html.append(markup: "</title>\n<style>")
        HTMLPage.appendStyle(to: &html)
        html.append(markup: "</style>\n</head>\n<body>\n<header>\n<h1>")
        html.append(text: name)
        html.append(markup: "</h1>\n")
        if let topic = header.topic, !topic.isEmpty {
            html.append(markup: "<p>")
            html.append(message: topic)
            html.append(markup: "</p>\n")
        }
        html.append(markup: "<small>Written by Grillo ")
        html.append(text: header.version)
        html.append(markup: " on ")
        html.append(text: "\(clock.dayTitle(header.made)) at \(clock.hourAndMinute(header.made))")
        html.append(markup: ". All times are of ")
        html.append(text: zone)
        html.append(markup: ".</small>\n</header>\n")
        html.append(markup: HTMLPage.tools)
        return html.take()
    }

    package mutating func write(_ event: Event, in conversation: Conversation?) -> Bytes {
        guard event.kind != .tagMessage || event.reaction != nil else { return [] }
        if linesInSection == Self.linesOfSection {
            html.append(markup: "</section>\n")
            linesInSection = 0
        }
        if linesInSection == 0 { html.append(markup: "<section>\n") }
        linesInSection += 1
        let day = clock.day(event.time)
        if day != self.day {
            self.day = day
            html.append(markup: "<h2>")
            html.append(text: clock.dayTitle(event.time))
            html.append(markup: "</h2>\n")
        }
        html.append(line: event, at: clock.hourAndMinute(event.time))
        return html.take()
    }

    package mutating func end() -> Bytes {
        html.append(markup: linesInSection > 0 ? "</section>\n</main>\n<script>" : "</main>\n<script>")
        html.append(markup: HTMLPage.script)
        html.append(markup: "</script>\n</body>\n</html>\n")
        return html.take()
    }
}
