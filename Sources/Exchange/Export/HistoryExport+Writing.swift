import Chat
import Foundation
import Protocol
import Storage

extension HistoryExport {
    /// How an export is written.
    package struct Style: Hashable, Sendable {
        package var format: ExportFormat
        /// Of the times that people read.
        package var timeZone: TimeZone
        /// The moment of the export.
        package var made: Timestamp

        package init(format: ExportFormat, timeZone: TimeZone, made: Timestamp) {
            self.format = format
            self.timeZone = timeZone
            self.made = made
        }
    }

    /// Writes all that is wanted as one text in JSON.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    package func writeJSON(
        to output: ExportOutput, _ style: Style, progress: (Double) -> Void
    ) throws(ImportProblem) {
        var writer = HistoryJSONWriter(filter)
        try output.write(writer.begin(ExportHeader(version: GrilloVersion.number, made: style.made)))
        if let account {
            try output.write(writer.write(AccountRecord(of: account, in: registry)))
        } else {
            for room in registry.channels.values.sorted(by: { $0.folded < $1.folded }) where isWanted(room) {
                try output.write(writer.write(room))
            }
        }
        try events { event, part throws(ImportProblem) in
            try output.write(writer.write(event, in: nil))
            progress(part)
        }
        try output.write(writer.end())
        try output.finish()
    }

    /// Writes the one conversation that is wanted.
    package func writeConversation(
        to output: ExportOutput, _ style: Style, progress: (Double) -> Void
    ) throws(ImportProblem) {
        guard let conversation = try conversations().first else { return try output.finish() }
        var writer = style.format.writer(filter, timeZone: style.timeZone)
        try output.write(writer.begin(header(of: conversation, style)))
        try events(in: conversation) { event, part throws(ImportProblem) in
            try output.write(writer.write(event, in: conversation))
            progress(part)
        }
        try output.write(writer.end())
        try output.finish()
    }

    /// Writes a folder with a file for each conversation in which there is something that is wanted.
    ///
    /// - Returns: the number of files.
    package func writeFolder(
        _ path: String, _ style: Style, progress: (Double) -> Void
    ) throws(ImportProblem) -> Int {
        let folder = try ExportFolder(path)
        let conversations = try conversations()
        for (index, conversation) in conversations.enumerated() {
            var file: (output: ExportOutput, writer: any ExportWriter)?
            try events(in: conversation) { event, part throws(ImportProblem) in
                if file == nil { file = try begin(conversation, in: folder, style) }
                guard let output = file?.output, let bytes = file?.writer.write(event, in: conversation) else { return }
                try output.write(bytes)
                progress((Double(index) + part) / Double(conversations.count))
            }
            guard let output = file?.output, let end = file?.writer.end() else { continue }
            try output.write(end)
            try output.finish()
        }
        try folder.finish()
        return folder.count
    }

    private func begin(
        _ conversation: Conversation, in folder: ExportFolder, _ style: Style
    ) throws(ImportProblem) -> (output: ExportOutput, writer: any ExportWriter) {
        var writer = style.format.writer(filter, timeZone: style.timeZone)
        let header = try header(of: conversation, style)
        let output = try folder.file(of: header.name ?? "", as: style.format)
        try output.write(writer.begin(header))
        return (output, writer)
    }

    private func header(of conversation: Conversation, _ style: Style) throws(ImportProblem) -> ExportHeader {
        ExportHeader(
            version: GrilloVersion.number, made: style.made, conversation: conversation,
            name: try name(of: conversation), topic: topic(of: conversation))
    }

    private func isWanted(_ room: RegisteredChannel) -> Bool {
        filter.rooms.isEmpty || filter.rooms.contains { Casemapping.ascii.fold($0) == room.folded }
    }

    private func topic(of conversation: Conversation) -> String? {
        if case .channel(let name) = conversation { registry.channels[name]?.topic?.text } else { nil }
    }

    /// The name as it is written: the room's, or that of whoever talks with the account whose data is wanted.
    private func name(of conversation: Conversation) throws(ImportProblem) -> String {
        switch conversation {
        case .channel(let name):
            if let room = registry.channels[name] { return room.name }
            let last = try lastTarget(in: conversation) ?? ""
            return Casemapping.ascii.fold(last) == name ? last : name.description
        case .direct(let one, let other):
            let peer = one == account?.folded ? other : one
            return registry.accounts[peer]?.name ?? peer.description
        }
    }
}
