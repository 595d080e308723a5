import Client
import Protocol

/// The rows of the user list: a heading for each rank that somebody has, and under it those who have it, by name.
///
/// Rows are made without a look at those who are out of sight; but with a filter everybody is looked at whenever this is made.
struct MemberRows {
    enum Row: Hashable {
        case blank
        case heading(String)
        case member(Member)
    }

    /// Those of one rank.
    private struct Group {
        let title: String
        /// The first row: that above the heading, if there is one.
        let firstRow: Int
        let firstMember: Int
        let members: Int
    }

    private let list: MemberList
    /// Those who fit the filter, in order; nil where everybody does.
    private let filtered: [Member]?
    private var groups: [Group] = []
    /// Rows of a group that are no member's.
    private let headRows: Int
    private(set) var count = 0
    private(set) var memberCount = 0

    /// - Parameters:
    ///   - filter: letters that the nicks have in them, in whatever case; empty for everybody.
    ///   - isSpaced: true to have a blank row above each heading.
    init(_ list: MemberList, filter: String, isSpaced: Bool) {
        self.list = list
        headRows = isSpaced ? 2 : 1
        let wanted = filter.lowercased()
        var counts = list.rankCounts
        var fitting: [Member] = []
        if !wanted.isEmpty {
            var first = 0
            for (rank, members) in list.rankCounts.enumerated() {
                let fit = list.slice(first..<(first + members)).filter { $0.nick.lowercased().contains(wanted) }
                counts[rank] = fit.count
                fitting += fit
                first += members
            }
        }
        filtered = wanted.isEmpty ? nil : fitting
        for (rank, members) in counts.enumerated() where members > 0 {
            let title = rank < list.ranks.count ? Self.title(of: list.ranks[rank]) : "all"
            groups.append(Group(title: title, firstRow: count, firstMember: memberCount, members: members))
            count += headRows + members
            memberCount += members
        }
    }

    private static func title(of rank: ChannelModeKinds.Prefix) -> String {
        switch rank.mode {
        case "q": "owners"
        case "a": "admins"
        case "o": "operators"
        case "h": "half-operators"
        case "v": "voiced"
        default: "rank \(rank.symbol)"
        }
    }

    /// The rows from one place up to another, as far as there are any.
    func slice(_ range: Range<Int>) -> [Row] {
        var rows: [Row] = []
        for group in groups {
            let end = group.firstRow + headRows + group.members
            let part = range.clamped(to: group.firstRow..<end)
            guard !part.isEmpty else { continue }
            let firstMemberRow = group.firstRow + headRows
            for row in part where row < firstMemberRow {
                rows.append(row == firstMemberRow - 1 ? .heading(group.title) : .blank)
            }
            let memberRows = part.clamped(to: firstMemberRow..<end)
            let shift = group.firstMember - firstMemberRow
            rows += members((memberRows.lowerBound + shift)..<(memberRows.upperBound + shift)).map { .member($0) }
        }
        return rows
    }

    /// Members by their places in the order, as far as there are any.
    func members(_ range: Range<Int>) -> [Member] {
        filtered.map { Array($0[range.clamped(to: $0.indices)]) } ?? list.slice(range)
    }

    /// The place of somebody among those who are listed; nil where they are not.
    func place(of nick: String) -> Int? {
        guard let filtered else { return list.place(of: nick) }
        guard let member = list[nick] else { return nil }
        return filtered.firstIndex { $0.nick == member.nick }
    }

    /// The row of a member, by the place in the order.
    func row(ofMember place: Int) -> Int {
        let group = groups.last { $0.firstMember <= place }
        return group.map { $0.firstRow + headRows + place - $0.firstMember } ?? 0
    }

    /// How many members stand above a row.
    func membersAbove(_ row: Int) -> Int {
        groups.reduce(0) { $0 + min(max(row - $1.firstRow - headRows, 0), $1.members) }
    }
}
