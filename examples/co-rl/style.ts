/** The style sheet of the page: colours for light and dark, and strokes that tell lines apart without them. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fcfcfb; --ink: #1d1d1b; --soft: #5c5b57; --rule: #e3e2de; --axis: #a9a8a2;
  --separate: #2a78d6; --alternating: #c2570c; --unified: #12805c; --refined: #6d4bc4; --mean: #6b6a65; --gaussian: #b3246b; }
@media (prefers-color-scheme: dark) { :root { --page: #191918; --ink: #f1f0ec; --soft: #b5b4ae; --rule: #353532; --axis: #75746e;
  --separate: #5b9df0; --alternating: #f08c4a; --unified: #35b98c; --refined: #a48bf0; --mean: #a5a49e; --gaussian: #ec6ba6; } }
body { margin: 0 auto; max-width: 1180px; padding: 28px 20px 48px; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 34px 0 8px; } p { margin: 4px 0; color: var(--soft); max-width: 88ch; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 20px; margin-top: 10px; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); } svg .title { font-size: 14px; font-weight: 600; fill: var(--ink); }
svg .grid { stroke: var(--rule); } svg .axis { stroke: var(--axis); } svg .split { stroke: var(--axis); stroke-dasharray: 2 4; }
.line { fill: none; stroke: var(--hue); stroke-width: 2; stroke-linejoin: round; } .band { fill: var(--hue); opacity: 0.1; }
.mark { fill: var(--hue); stroke: var(--page); stroke-width: 1.5; } .dot { fill: transparent; }
${['separate', 'alternating', 'unified', 'refined', 'mean', 'gaussian'].map((name) => `.${name} { --hue: var(--${name}); }`).join(' ')}
.longer { --hue: var(--unified); } .untrained { --hue: var(--axis); }
.unified .line { stroke-width: 3; } .longer .line { stroke-dasharray: 5 4; } .alternating .line { stroke-dasharray: 9 3 2 3; }
.refined .line { stroke-dasharray: 1 4; stroke-width: 3; stroke-linecap: round; } .untrained .line { stroke-width: 1.5; stroke-dasharray: 3 3; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 16px 0 0; padding: 0; list-style: none; } .legend li { display: flex; align-items: center; gap: 7px; }
.legend svg { width: 26px; height: 16px; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; } caption { text-align: left; color: var(--soft); padding: 12px 0 4px; }
th, td { padding: 5px 0 5px 18px; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; } th { font-weight: 600; }
th:first-child { text-align: left; padding-left: 0; } td small { color: var(--soft); }
.shown td, .shown thead th { padding-left: 10px; text-align: left; vertical-align: top; white-space: normal; } .shown thead small { font-weight: 400; color: var(--soft); }
.shown code { display: block; font-size: 11px; line-height: 1.35; color: var(--soft); min-width: 118px; } .shown tbody th { white-space: normal; width: 170px; }
.shown svg { width: 56px; height: 56px; display: block; margin: 2px 0 4px; } .cell0 { fill: #d93a34; } .cell1 { fill: #2f9e44; } .cell2 { fill: #2f6fe0; } .cell3 { fill: #f0c419; }
.beside tbody th { white-space: normal; width: 430px; font-weight: 400; } .beside td { vertical-align: top; }
@media (max-width: 640px) { svg text { font-size: 17px; } svg .title { font-size: 19px; } th { white-space: normal; } tbody th { min-width: 116px; } .beside tbody th { min-width: 170px; } .legend { gap: 2px 14px; } }`
