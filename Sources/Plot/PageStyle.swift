extension Page {
  /// One ink, one accent for the plugin, a cool grey for the circuit, red for what is wrong.
  public static let style = """
    :root {
      --paper: #faf8f4; --ink: #24211c; --quiet: #6f6a61; --hair: #e4dfd5; --zero: #c9c2b4;
      --circuit: #9fb4c7; --plugin: #a8480f; --error: #b3261e; --drive: #5d6b3a;
      --p0: #7a3b69; --p1: #a8480f; --p2: #c98a1b; --p3: #5d7f3a; --p4: #24708c;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #17181a; --ink: #e9e5dc; --quiet: #9a958a; --hair: #2b2c2f; --zero: #47484c;
        --circuit: #5f7d99; --plugin: #f0a05a; --error: #ff7a6b; --drive: #b3c487;
        --p0: #d291c0; --p1: #f0a05a; --p2: #e9c860; --p3: #9fcf7f; --p4: #7cc4e0;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 17px/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "Liberation Serif", Georgia, serif;
      -webkit-text-size-adjust: 100%;
    }
    main { max-width: 60rem; margin: 0 auto; padding: 4.5rem 1.5rem 6rem; }
    h1 { font-size: 2.9rem; line-height: 1.1; font-weight: 500; letter-spacing: -0.015em; margin: 0 0 0.9rem; }
    h2 { font-size: 1.45rem; line-height: 1.25; font-weight: 500; margin: 4rem 0 0.4rem; }
    p { max-width: 38em; margin: 0 0 1rem; }
    p.lead { font-size: 1.2rem; line-height: 1.5; }
    .eyebrow, .figures dt, .legend, text, th, figcaption, .players span, footer {
      font-family: system-ui, -apple-system, "Segoe UI", "Liberation Sans", "Helvetica Neue", Arial, sans-serif;
    }
    .eyebrow { color: var(--quiet); font-size: 0.8rem; letter-spacing: 0.04em; margin: 0 0 0.6rem; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1.6rem 2rem;
      margin: 2.6rem 0 0; padding: 1.5rem 0; border-top: 1px solid var(--zero); border-bottom: 1px solid var(--zero); }
    .figures dd { margin: 0; font-size: 2.1rem; line-height: 1.15; font-variant-numeric: lining-nums tabular-nums; }
    .figures small { font-size: 1rem; margin-left: 0.3em; color: var(--quiet); }
    .figures dt { font-size: 0.8rem; line-height: 1.4; color: var(--quiet); }
    .figures div { display: flex; flex-direction: column; }
    figure { margin: 1.4rem 0 0; }
    figure svg { display: block; width: 100%; height: auto; overflow: visible; }
    figcaption { margin-top: 0.5rem; max-width: 46em; font-size: 0.86rem; line-height: 1.5; color: var(--quiet); }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.5rem; }
    .legend { display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; list-style: none; margin: 0 0 0.7rem; padding: 0;
      font-size: 0.82rem; color: var(--quiet); }
    .legend svg { display: inline-block; width: 22px; height: 8px; margin-right: 0.45em; vertical-align: middle; }
    text { font-size: 12px; fill: var(--quiet); font-variant-numeric: tabular-nums; }
    text.middle { text-anchor: middle; }
    text.end { text-anchor: end; }
    text.mark { font-size: 12.5px; }
    path { fill: none; }
    .grid { stroke: var(--hair); stroke-width: 1; }
    .grid.zero { stroke: var(--zero); }
    .line { stroke: var(--ink); stroke-width: 1.4; stroke-linejoin: round; stroke-linecap: round; }
    .line.circuit { stroke: var(--circuit); stroke-width: 5; }
    .line.level { stroke: var(--circuit); stroke-width: 2; }
    .line.plugin { stroke: var(--plugin); }
    .line.error { stroke: var(--error); }
    .line.drive { stroke: var(--drive); stroke-width: 2; }
    .line.knob { stroke: var(--plugin); stroke-width: 2; }
    .line.truth { stroke: var(--ink); stroke-width: 1.1; stroke-dasharray: 1 4; }
    .line.p0 { stroke: var(--p0); } .line.p1 { stroke: var(--p1); } .line.p2 { stroke: var(--p2); }
    .line.p3 { stroke: var(--p3); } .line.p4 { stroke: var(--p4); }
    .line.p0, .line.p1, .line.p2, .line.p3, .line.p4 { stroke-width: 2.4; }
    text.p0 { fill: var(--p0); } text.p1 { fill: var(--p1); } text.p2 { fill: var(--p2); }
    text.p3 { fill: var(--p3); } text.p4 { fill: var(--p4); }
    .band { stroke-width: 0.6; }
    .band.dry { fill: var(--quiet); stroke: var(--quiet); opacity: 0.75; }
    .band.wet { fill: var(--plugin); stroke: var(--plugin); opacity: 0.9; }
    .band.off { fill: var(--error); stroke: var(--error); opacity: 0.9; }
    .rule { stroke: var(--zero); stroke-dasharray: 3 3; }
    .players { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1.4rem 2.5rem;
      margin: 1.2rem 0 0; }
    .players b { font-weight: 500; }
    .players span { display: block; font-size: 0.82rem; line-height: 1.45; color: var(--quiet); margin-bottom: 0.4rem; }
    audio { width: 100%; height: 2.4rem; }
    table { width: 100%; border-collapse: collapse; margin: 1.2rem 0; font-size: 0.95rem; }
    th { font-weight: 400; font-size: 0.8rem; color: var(--quiet); }
    th, td { text-align: right; padding: 0.38rem 0 0.38rem 1rem; border-bottom: 1px solid var(--hair); }
    th:first-child, td:first-child { text-align: left; padding-left: 0; }
    td { font-variant-numeric: lining-nums tabular-nums; }
    footer { margin-top: 4rem; font-size: 0.82rem; color: var(--quiet); }
    """
}
