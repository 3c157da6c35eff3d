/// How a report looks: on a screen of any width, in the dark, and on paper.
enum ReportStyle {
    static let css = "\n" + base + parts + dark + print

    private static let base = """
        :root {
          --ink: #1f2933; --quiet: #5f6b7a; --line: #e4e7eb; --paper: #fbfbfa; --card: #ffffff; --stripe: #f5f7fa;
          --accent: #0072b2;
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
        }
        header.page, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
        header.page { padding-top: 3rem; padding-bottom: 0.5rem; }
        main { padding-bottom: 4rem; }
        h1, h2, h3 { line-height: 1.2; font-weight: 650; letter-spacing: -0.012em; overflow-wrap: anywhere; }
        h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); margin: 0 0 0.6rem; }
        h2 { font-size: 1.5rem; margin: 0 0 0.4rem; }
        h3 { font-size: 1.08rem; margin: 0 0 0.4rem; }
        .part { margin: 2.6rem 0 0.9rem; }
        h2.part { font-size: 1.3rem; }
        .below { margin-top: 1rem; }
        p { margin: 0 0 0.8rem; }
        a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
        code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.875em; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

        """

    private static let parts = """
        .eyebrow { color: var(--quiet); font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; margin: 0 0 0.5rem; }
        .facts { display: flex; flex-wrap: wrap; gap: 0.1rem 1.4rem; color: var(--quiet); margin: 0; padding: 0; list-style: none; }
        .facts li { overflow-wrap: anywhere; }
        .note, figcaption { color: var(--quiet); font-size: 0.9rem; }
        .note { overflow-wrap: anywhere; }
        .warning { border-left: 3px solid #d55e00; padding-left: 0.8rem; margin-top: 1rem; }
        article.run { border-top: 1px solid var(--line); margin-top: 3.5rem; padding-top: 2.2rem; }
        .results { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); gap: 0.9rem; margin: 1.8rem 0 0.8rem; }
        .results div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.9rem 1.1rem; }
        .results dt { color: var(--quiet); font-size: 0.88rem; overflow-wrap: anywhere; }
        .results dd { margin: 0.15rem 0 0; overflow-wrap: anywhere; }
        .results .value { font-size: 1.55rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
        .results .reference { color: var(--quiet); font-size: 0.85rem; }
        .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 1rem; align-items: start; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; min-width: 0; }
        figure.wide { grid-column: 1 / -1; }
        figure h4 { margin: 0 0 0.4rem; font-size: 0.98rem; font-weight: 600; overflow-wrap: anywhere; }
        figcaption { margin-top: 0.6rem; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        .plot { position: relative; max-width: 34rem; border-radius: 6px; }
        .plot svg { display: block; width: 100%; height: auto; touch-action: pan-y; }
        .scroll img, .scroll > svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
        .scroll > svg { min-width: var(--legible, 0); }
        .pixels { image-rendering: pixelated; }
        .readout { display: none; position: absolute; pointer-events: none; background: var(--card); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 3px 12px rgb(0 0 0 / 0.14); padding: 0.35rem 0.6rem; font-size: 0.82rem; line-height: 1.45; max-width: 85%; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .readout.shown { display: block; }
        .readout svg { display: inline-block; width: 10px; margin-right: 0.4em; }
        table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; min-width: min(100%, 34rem); }
        details table { width: 100%; }
        caption { text-align: left; font-weight: 600; padding: 0 0 0.5rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.42rem 1.1rem 0.42rem 0; border-bottom: 1px solid var(--line); }
        th { font-weight: 600; color: var(--quiet); font-size: 0.85rem; }
        tbody th { color: inherit; font-size: inherit; font-weight: 500; }
        td { max-width: 20rem; }
        details td { max-width: none; }
        th.number, td.number { text-align: right; white-space: nowrap; }
        tr > :last-child { padding-right: 0; }
        .box { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.9rem 1.1rem; margin: 0 0 1rem; }
        .box .note { margin: 0.7rem 0 0; }
        .pairs { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.3rem 1.4rem; margin: 0; font-size: 0.92rem; }
        .pairs dt { color: var(--quiet); }
        .pairs dd { margin: 0; overflow-wrap: anywhere; }
        .settings td, .digest { overflow-wrap: anywhere; }
        .settings td:first-child, .name { white-space: nowrap; }
        .results-list { margin: 0; padding: 0; list-style: none; }
        .results-list strong { white-space: nowrap; }
        details { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 0.8rem; }
        summary { cursor: pointer; padding: 0.7rem 1.1rem; font-weight: 550; font-size: 0.95rem; }
        details[open] > summary { border-bottom: 1px solid var(--line); }
        details > div { padding: 0.8rem 1.1rem; max-height: 32rem; overflow: auto; }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.9rem 1.1rem; margin: 0 0 0.6rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media screen and (max-width: 48rem) {
          .scroll table { width: max-content; }
        }
        @media screen and (max-width: 30rem) {
          .scroll table.overview { width: 100%; }
          body { font-size: 15px; }
          header.page, main { padding-left: 1rem; padding-right: 1rem; }
          header.page { padding-top: 1.8rem; }
          figure { padding: 0.7rem; }
          .results { grid-template-columns: repeat(2, 1fr); gap: 0.6rem; }
          .results div { padding: 0.7rem 0.8rem; }
          .results .value { font-size: 1.25rem; }
          .overview thead { display: none; }
          .overview tr, .overview td { display: block; }
          .overview tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
          .overview td, .overview td.number { border: 0; padding: 0.1rem 0; text-align: left; overflow-wrap: anywhere; }
          .overview .name { white-space: normal; }
          .pairs { grid-template-columns: 1fr; gap: 0; }
          .pairs dd { margin-bottom: 0.5rem; }
        }

        """

    /// Pictures that are part of the page know their colours as attributes, which a rule here overrides.
    private static let dark = """
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ink: #e6eaef; --quiet: #9aa6b4; --line: #2d3640; --paper: #14181d; --card: #1b2026; --stripe: #20262d;
            --accent: #64b5f0;
          }
          svg [fill="#1f2933"] { fill: var(--ink); }
          svg [fill="#5f6b7a"] { fill: var(--quiet); }
          svg [fill="#ffffff"] { fill: var(--card); }
          svg [fill="#f5f7fa"] { fill: var(--stripe); }
          svg [stroke="#1f2933"] { stroke: var(--ink); }
          svg [stroke="#5f6b7a"] { stroke: var(--quiet); }
          svg [stroke="#e4e7eb"] { stroke: var(--line); }
          svg [stroke="#ffffff"] { stroke: var(--card); }
          svg [fill="#0072b2"] { fill: #4aa8e0; }
          svg [stroke="#0072b2"] { stroke: #4aa8e0; }
          svg [fill="#d55e00"] { fill: #ff8a3d; }
          svg [stroke="#d55e00"] { stroke: #ff8a3d; }
          svg [fill="#009e73"] { fill: #2fc79b; }
          svg [stroke="#009e73"] { stroke: #2fc79b; }
          svg [fill="#56b4e9"] { fill: #b5defa; }
          svg [stroke="#56b4e9"] { stroke: #b5defa; }
          svg [fill="#000000"] { fill: #e6eaef; }
          svg [stroke="#000000"] { stroke: #e6eaef; }
          svg [fill="#c0262d"] { fill: #ff7a80; }
        }

        """

    private static let print = """
        @media print {
          @page { margin: 15mm; }
          :root { --paper: #ffffff; }
          body { font-size: 10pt; }
          header.page, main { max-width: none; padding: 0; }
          article.run { break-before: page; margin-top: 0; padding-top: 0; border-top: 0; }
          h2, h3, summary, caption, thead { break-after: avoid; }
          figure, .results div, .box, tr, pre { break-inside: avoid; }
          .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .scroll { overflow: visible; }
          table { width: 100%; }
          .scroll > svg { min-width: 0; width: 100%; }
          .settings td:first-child { white-space: normal; overflow-wrap: anywhere; }
          details > div { max-height: none; overflow: visible; }
          details.screen, .readout.shown, .marks { display: none; }
          :focus-visible { outline: none; }
          details::details-content { content-visibility: visible; }
          a { color: inherit; text-decoration: none; }
        }

        """
}
