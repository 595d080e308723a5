import Basics
import Protocol

extension HTMLPage {
    static func appendStyle(to html: inout HTMLBuffer) {
        html.append(markup: style)
        html.append(markup: "@media (prefers-color-scheme:light){")
        append(nicks: NickColors.onLight, to: &html)
        html.append(markup: "}\n@media (prefers-color-scheme:dark){")
        append(nicks: NickColors.onDark, to: &html)
        html.append(markup: "}\n")
        for number in 0..<TextColor.count {
            let rgb = TextColor.indexed(UInt8(clamping: number)).rgb
            append(".f", number, "{--f:#", rgb, to: &html)
            append(".g", number, "{--g:#", rgb, to: &html)
        }
    }

    private static func append(nicks: [UInt8], to html: inout HTMLBuffer) {
        for (index, number) in nicks.enumerated() {
            append(".n", index, "{color:#", XtermPalette.rgb(number), to: &html)
        }
    }

    /// Appends a rule for the class with a number.
    private static func append(
        _ name: StaticString, _ number: Int, _ property: StaticString, _ rgb: (UInt8, UInt8, UInt8),
        to html: inout HTMLBuffer
    ) {
        html.append(markup: name)
        html.append(number: number)
        html.append(markup: property)
        html.append(escaped: Hex.encode([rgb.0, rgb.1, rgb.2]))
        html.append(markup: "}")
    }

    /// A section is as high as ``HistoryHTML/linesOfSection`` lines until it is in sight. A colour of a message that would be lost on the page's
    /// ground is made lighter or darker, unless the message brings a ground.
    private static let style: StaticString = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1c1c1c;--quiet:#6c6c6c;--rule:#dadada;--bar:#f4f4f4;\
        --link:#005fd7;--mark:#fff3c4;\
        --low:0;--high:.6;scroll-padding-top:4rem}
        @media (prefers-color-scheme:dark){:root{--paper:#16181c;--ink:#dadada;--quiet:#949494;--rule:#3a3d44;\
        --bar:#1f2228;--link:#5fafff;\
        --mark:#4a4016;--low:.65;--high:1}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        header,main,#found{max-width:70rem;margin:0 auto;padding:0 1rem}
        header{padding-top:1.2rem}
        h1{margin:0;font-size:1.6rem;overflow-wrap:anywhere}
        header p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
        small{color:var(--quiet)}
        nav{position:sticky;top:0;z-index:1;margin-top:.6rem;background:var(--bar);\
        border-block:1px solid var(--rule);display:flex;\
        flex-wrap:wrap;gap:.3rem 1rem;align-items:center;padding:.4rem max(1rem,calc((100% - 68rem)/2))}
        nav[hidden]{display:none}
        #search{font:inherit;width:20rem;max-width:100%;padding:.15rem .5rem}
        label,output{color:var(--quiet)}
        section{content-visibility:auto;contain-intrinsic-size:auto 90rem}
        h2{font-size:.95rem;color:var(--quiet);text-align:center;margin:1rem 0 .5rem;\
        border-bottom:1px solid var(--rule)}
        main p,#found p{display:grid;grid-template-columns:3.2rem 10rem minmax(0,1fr);column-gap:.7rem;margin:0}
        p:target{background:var(--mark)}
        time{color:var(--quiet);font-variant-numeric:tabular-nums;cursor:pointer}
        p>b{text-align:right;overflow-wrap:anywhere;unicode-bidi:isolate}
        p>span{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
        .j,.k,.r,.x>span,.o>span{color:var(--quiet)}
        .x>span{font-style:italic}
        .still .j{display:none}
        a{color:var(--link)}
        .q{display:block;color:var(--quiet);text-decoration:none;overflow:hidden;text-overflow:ellipsis;\
        white-space:nowrap}
        .e{display:block;margin:.1rem 0 .2rem}
        .e span{display:inline-block;border:1px solid var(--rule);border-radius:.8rem;padding:0 .5rem;\
        margin-right:.3rem;background:var(--bar)}
        .b{font-weight:bold}.i{font-style:italic}.u{text-decoration:underline}.s{text-decoration:line-through}
        .u.s{text-decoration:underline line-through}.m{font-family:monospace}
        .c{color:var(--f)}.h{background:var(--g)}.v{color:var(--paper)}.w{background:var(--ink)}
        @supports (color:oklch(from red l c h)){.c:not(.h):not(.w){color:oklch(from var(--f) \
        clamp(var(--low),l,var(--high)) c h)}}
        @media (max-width:40rem){main p,#found p{grid-template-columns:3.2rem minmax(0,1fr)}p>b{text-align:left}\
        p>span{grid-column:1/-1}}
        @media print{nav{display:none}section{content-visibility:visible}}

        """
}
