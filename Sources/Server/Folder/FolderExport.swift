import Exchange
import Foundation
import Storage

/// What is written of a server's history for people and for other programs, also while a server runs on its folder.
package enum FolderExport {
    /// Where an export goes.
    package enum Place: Hashable, Sendable {
        case standardOutput
        case file(String)
        /// One file for each conversation.
        case folder(String)
    }

    /// Writes what is wanted of the history in a folder. Nothing that is there is overwritten; one that fails leaves nothing.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1, in hundredths.
    /// - Returns: the number of files written to a folder; 1 for any other place.
    package static func make(
        of folder: String, _ filter: ExportFilter, as format: ExportFormat, timeZone: TimeZone, to place: Place,
        progress: (Double) -> Void = { _ in }
    ) throws(StartError) -> Int {
        let reader = try reader(of: folder)
        defer { reader.close() }
        let style = HistoryExport.Style(format: format, timeZone: timeZone, made: WallClock.now())
        var (count, shown) = (1, -1)
        func show(_ part: Double) {
            let percent = Int(part * 100)
            guard percent > shown else { return }
            shown = percent
            progress(part)
        }
        do throws(ImportProblem) {
            // Nobody knows for how long standard output is read.
            try HistoryExport.reading(reader, filter, isHeld: place != .standardOutput) {
                export throws(ImportProblem) in
                switch place {
                case .folder(let path): count = try export.writeFolder(path, style, progress: show)
                case .file, .standardOutput:
                    let output = try output(place)
                    switch format {
                    case .json: try export.writeJSON(to: output, style, progress: show)
                    case .text, .html: try export.writeConversation(to: output, style, progress: show)
                    }
                }
            }
        } catch {
            throw StartError(error.cause, remedy: error.remedy, exitCode: .inputOutput)
        }
        return count
    }

    private static func output(_ place: Place) throws(ImportProblem) -> ExportOutput {
        switch place {
        case .standardOutput: .standardOutput()
        case .file(let path), .folder(let path): try .file(path)
        }
    }

    private static func reader(of folder: String) throws(StartError) -> any LogReader {
        let engine = try DataFolder.engine(ofHistoryIn: folder)
        do throws(LogError) {
            if let reader = try engine.openReader() { return reader }
        } catch {
            switch error {
            case .other(let what):
                throw StartError(
                    "the history in \(folder) cannot be read: \(what)",
                    remedy: "if an earlier Grillo wrote it, start the server once, which brings it up",
                    exitCode: .inputOutput)
            case .full, .readOnly, .io, .corrupt, .foreignSchema, .foreignFile, .locked, .newerSchema, .notAscending,
                .exists, .missing:
                throw StartError(error)
            }
        }
        throw StartError(
            "the history in \(folder) is read by its server alone", remedy: "export it from a folder with SQLite",
            exitCode: .inputOutput)
    }
}
