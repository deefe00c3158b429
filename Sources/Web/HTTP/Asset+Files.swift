// Written by scripts/embed-assets from Sources/Web/Assets. Do not edit.
// swift-format-ignore-file

extension Asset {
    static let all: [Asset] = [rapportCSS, rapport_markSVG, rapportJS]

    package static let rapportCSS = Asset(
        name: "rapport.css", hash: "29c905291ac0", contentType: "text/css; charset=utf-8",
        body: #"""
/* Paper and ink: a light and a dark twin of each colour, one accent, two signal colours. A section may force either side with data-theme. */
:root {
  color-scheme: light dark;

  --paper: light-dark(oklch(0.984 0.007 88), oklch(0.215 0.021 255));
  --paper-raised: light-dark(oklch(1 0.002 88), oklch(0.25 0.023 255));
  --paper-sunk: light-dark(oklch(0.958 0.010 88), oklch(0.185 0.020 255));
  --ink: light-dark(oklch(0.235 0.018 250), oklch(0.925 0.010 90));
  --ink-soft: light-dark(oklch(0.455 0.020 250), oklch(0.755 0.016 240));
  --line: light-dark(oklch(0.875 0.014 85), oklch(0.345 0.022 255));
  --line-strong: light-dark(oklch(0.60 0.018 250), oklch(0.60 0.022 250));

  --accent: light-dark(oklch(0.455 0.082 195), oklch(0.795 0.092 190));
  --accent-strong: light-dark(oklch(0.375 0.072 197), oklch(0.865 0.080 188));
  --on-accent: light-dark(oklch(0.99 0.006 190), oklch(0.20 0.030 220));
  --accent-wash: light-dark(oklch(0.945 0.022 190), oklch(0.285 0.038 215));
  --accent-mid: light-dark(oklch(0.845 0.048 192), oklch(0.40 0.055 205));

  /* Large areas of charts are calmer than text in the accent. */
  --fill: light-dark(oklch(0.50 0.080 195), oklch(0.63 0.080 193));
  --fill-soft: light-dark(oklch(0.835 0.050 192), oklch(0.40 0.052 205));
  --fill-faint: light-dark(oklch(0.925 0.026 190), oklch(0.295 0.036 213));

  --amber: light-dark(oklch(0.50 0.105 70), oklch(0.83 0.115 80));
  --amber-wash: light-dark(oklch(0.955 0.040 85), oklch(0.30 0.045 75));
  --red: light-dark(oklch(0.48 0.165 27), oklch(0.77 0.125 27));
  --red-wash: light-dark(oklch(0.955 0.022 25), oklch(0.29 0.060 22));
  --on-red: light-dark(oklch(0.99 0.005 25), oklch(0.20 0.030 25));

  --series-1: var(--accent);
  --series-2: light-dark(oklch(0.50 0.125 45), oklch(0.80 0.105 60));
  --series-3: light-dark(oklch(0.46 0.115 290), oklch(0.79 0.090 295));
  --series-4: light-dark(oklch(0.47 0.095 130), oklch(0.82 0.105 130));
  --series-5: light-dark(oklch(0.48 0.125 350), oklch(0.80 0.095 350));

  --serif: ui-serif, "Iowan Old Style", "Palatino Linotype", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;

  --size-small: 0.8125rem;
  --size-1: 1.25rem;
  --size-2: 1.5625rem;
  --size-3: 1.9375rem;
  --size-4: 2.4375rem;
  --size-5: 3.0625rem;

  --radius: 6px;
  --page: 72rem;
  --gutter: clamp(1rem, 4vw, 2.5rem);
}

[data-theme="light"] { color-scheme: light; }
[data-theme="dark"] { color-scheme: dark; }
[data-theme] { background: var(--paper); color: var(--ink); }
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 var(--sans);
  font-variant-numeric: tabular-nums;
  overflow-wrap: break-word;
}
/* Names are other people's: the longest word breaks sooner than the page scrolls sideways. Tables scroll by themselves. */
main { overflow-wrap: anywhere; }
table, .button { overflow-wrap: break-word; }
h1, h2, h3, h4 { margin: 0; font-family: var(--serif); font-weight: 600; line-height: 1.15; text-wrap: balance; }
h1 { font-size: clamp(var(--size-3), 1.4rem + 2.6vw, var(--size-5)); font-weight: 500; letter-spacing: -0.012em; }
h2 { font-size: var(--size-2); font-weight: 500; }
h3 { font-size: var(--size-1); }
h4 { font-size: 1rem; font-family: var(--sans); }
p { margin: 0 0 0.75rem; text-wrap: pretty; }
ul, ol { margin: 0; padding: 0; list-style: none; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
img, svg, iframe { display: block; max-width: 100%; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
time { white-space: nowrap; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
main:focus, .errors:focus { outline: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet-text, .hint, .why, .chart-note { color: var(--ink-soft); font-size: var(--size-small); }
.skip { position: absolute; left: -100rem; top: 0.5rem; z-index: 9; padding: 0.5rem 1rem; background: var(--paper-raised); border: 1px solid var(--line-strong); border-radius: var(--radius); }
.skip:focus { left: 0.5rem; }
.prose { max-width: 42rem; font-size: 1.0625rem; line-height: 1.6; }
.prose > * + * { margin-top: 1rem; }
.prose p { margin-bottom: 0; }
.prose h2, .prose h3 { margin-top: 2rem; }
.prose ul, .prose ol { padding-left: 1.25rem; }
.prose ul { list-style: disc; }
.prose ol { list-style: decimal; }
.prose li::marker { color: var(--ink-soft); }
.prose blockquote { margin: 1.5rem 0; padding-left: 1.25rem; border-left: 2px solid var(--accent); font-family: var(--serif); font-size: var(--size-1); line-height: 1.4; }

@media (prefers-reduced-motion: no-preference) {
  a, button, .button { transition: background-color 120ms, border-color 120ms, color 120ms; }
  .bar, .bar-part, .part, .reached, .evidenced { transition: width 200ms, x 200ms; }
}
.masthead { border-bottom: 1px solid var(--line); background: var(--paper); }
.masthead-row { max-width: var(--page); margin: 0 auto; padding: 0.75rem var(--gutter); display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 2rem; }
.brand { font: 500 var(--size-2)/1.2 var(--serif); color: var(--ink); text-decoration: none; letter-spacing: -0.01em; }
.brand:hover { color: var(--accent); }
.navigation { flex: 1; }
.navigation ul, .areas ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.navigation a, .areas a { display: inline-block; padding: 0.5rem 0; color: var(--ink); text-decoration: none; border-bottom: 2px solid transparent; }
.navigation a:hover, .areas a:hover { border-color: var(--line-strong); }
.navigation [aria-current], .areas [aria-current] { border-color: var(--accent); color: var(--accent-strong); font-weight: 600; }
.own { display: flex; align-items: center; gap: 0.5rem; margin-left: auto; min-height: 2.5rem; color: var(--ink); text-decoration: none; }
.own:hover .own-name { text-decoration: underline; }
.areas { border-top: 1px solid var(--line); }
.areas ul { max-width: var(--page); margin: 0 auto; padding: 0 var(--gutter); font-size: 0.9375rem; }
.initials { display: inline-grid; place-items: center; flex: none; width: 2rem; height: 2rem; border-radius: 50%; background: var(--accent-wash); color: var(--accent-strong); font-size: var(--size-small); font-weight: 600; }

.personas { background: light-dark(oklch(0.27 0.022 250), oklch(0.165 0.018 255)); color: oklch(0.93 0.008 90); font-size: var(--size-small); }
.personas form { max-width: var(--page); margin: 0 auto; padding: 0.25rem var(--gutter); display: flex; flex-wrap: wrap; align-items: center; gap: 0.125rem 1rem; }
.personas p { margin: 0; color: oklch(0.80 0.012 240); }
.personas ul { display: flex; flex-wrap: wrap; gap: 0.125rem; }
.personas button { min-height: 1.75rem; padding: 0 0.625rem; border: 0; border-radius: var(--radius); background: transparent; color: inherit; font: inherit; cursor: pointer; }
.personas button:hover { background: oklch(0.37 0.025 250); }
.personas button[aria-pressed="true"] { background: oklch(0.93 0.008 90); color: oklch(0.22 0.02 250); font-weight: 600; }
.personas :focus-visible { outline-color: oklch(0.93 0.008 90); }

main { max-width: var(--page); min-height: 60vh; margin: 0 auto; padding: 0 var(--gutter) 5rem; }
.reading main { max-width: 48rem; }
.bare main { max-width: 34rem; }
.site-notice { margin: 0; padding: 0.5rem 0; border-bottom: 1px solid var(--line); color: var(--ink-soft); font-size: var(--size-small); }
.flash { margin: 1rem 0 0; padding: 0.75rem 1rem; border-radius: var(--radius); background: var(--accent-wash); border-left: 4px solid var(--accent); }
.flash.problem { background: var(--red-wash); border-color: var(--red); }
.flash.note { background: var(--amber-wash); border-color: var(--amber); }
.flash p { margin: 0; }
.page-head { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: 1rem 2rem; padding: clamp(2rem, 5vw, 4rem) 0 2rem; }
.page-title { flex: 1 1 28rem; max-width: 52rem; }
.kicker { margin: 0 0 0.5rem; color: var(--ink-soft); font-size: var(--size-small); }
.kicker p { margin: 0; }
.intro { max-width: 42rem; margin: 1rem 0 0; font-size: var(--size-1); line-height: 1.4; color: var(--ink-soft); }
main > .intro + p { margin-top: 1.5rem; }
.section { padding-top: 3rem; }
.section + .section { margin-top: 3rem; border-top: 1px solid var(--line); }
.section-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.5rem 1.5rem; margin-bottom: 1.25rem; }
.section .intro { margin: -0.5rem 0 1.25rem; font-size: 1rem; }
.columns { display: grid; gap: 2rem 4rem; }
.column-main { min-width: 0; }
aside > * + * { margin-top: 1.5rem; }
.footer { max-width: var(--page); margin: 0 auto; padding: 1.5rem var(--gutter) 2rem; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; color: var(--ink-soft); font-size: var(--size-small); }
.footer p { margin: 0; }
.footer ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
.footer a { color: inherit; }

@media (min-width: 62rem) {
  .columns { grid-template-columns: minmax(0, 1fr) 18rem; }
}
@media (max-width: 40rem) {
  .masthead-row { gap: 0 1rem; padding-block: 0.5rem; }
  .brand { font-size: var(--size-1); }
  .own-name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  /* The places that everyone goes to, where the thumb is. */
  .navigation { position: fixed; inset: auto 0 0; z-index: 5; background: var(--paper-raised); border-top: 1px solid var(--line); padding-bottom: env(safe-area-inset-bottom); }
  .navigation ul { justify-content: space-around; flex-wrap: nowrap; gap: 0; }
  .navigation li { flex: 1; text-align: center; }
  .navigation a { display: block; padding: 0.875rem 0.25rem; border-bottom: 0; border-top: 2px solid transparent; font-size: 0.875rem; }
  .areas ul { gap: 0 1.25rem; }
  body:has(.navigation) .footer { padding-bottom: 5.5rem; }
  .page-actions, .page-actions .actions { width: 100%; }
}
@media print {
  .personas, .masthead, .footer, .skip, .page-actions, .pages, .flash, .more { display: none; }
  body { font-size: 10.5pt; background: white; }
  main { max-width: none; padding: 0; }
  .section, .item, tr, .chart { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  .prose a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; }
}
.button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.5rem; padding: 0.375rem 1rem; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--paper-raised); color: var(--ink); font: 600 0.9375rem/1.3 var(--sans); text-decoration: none; text-align: center; cursor: pointer; }
.button:hover { border-color: var(--ink); color: var(--ink); text-decoration: none; }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
.button.quiet { border-color: transparent; background: transparent; color: var(--accent); padding-inline: 0.5rem; }
.button.quiet:hover { background: var(--accent-wash); }
.button.danger { border-color: var(--red); color: var(--red); }
.button.danger:hover { background: var(--red); color: var(--on-red); }
.button[aria-pressed="true"] { background: var(--accent-wash); border-color: var(--accent); color: var(--accent-strong); }
.button:disabled { opacity: 0.55; cursor: not-allowed; }
.inline { display: inline-block; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; }

.form { max-width: 38rem; }
.field { margin: 0 0 1.5rem; padding: 0; border: 0; min-width: 0; }
.field > label:not(.choice), legend { display: block; padding: 0; font-weight: 600; }
.field .hint, .part > .hint { margin: 0.125rem 0 0; }
.field .error { margin: 0.25rem 0 0; color: var(--red); font-size: 0.9375rem; font-weight: 600; }
.field.wrong { padding-left: 1rem; border-left: 3px solid var(--red); }
input, textarea, select { font: inherit; color: inherit; accent-color: var(--accent); }
input:not([type="checkbox"], [type="radio"], [type="file"], [type="hidden"]), textarea, select { display: block; width: 100%; min-height: 2.5rem; margin-top: 0.375rem; padding: 0.4375rem 0.75rem; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--paper-raised); }
input.short { max-width: 10rem; }
input[type="date"], input[type="datetime-local"] { max-width: 16rem; }
input[type="file"] { margin-top: 0.5rem; max-width: 100%; color: var(--ink-soft); font: 0.9375rem/1.3 var(--sans); }
input[type="file"]::file-selector-button { min-height: 2.5rem; margin-right: 0.75rem; padding: 0.375rem 1rem; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--paper-raised); color: var(--ink); font: 600 0.9375rem/1.3 var(--sans); cursor: pointer; }
textarea { resize: vertical; line-height: 1.5; }
textarea.code, .code { font-family: var(--mono); font-size: 0.9375rem; tab-size: 2; }
[aria-invalid="true"] { border-color: var(--red); border-width: 2px; }
.choice { display: flex; gap: 0.75rem; align-items: baseline; padding: 0.375rem 0; cursor: pointer; }
.choice input { flex: none; width: 1.125rem; height: 1.125rem; margin: 0; translate: 0 0.1875rem; }
.choice .hint { display: block; }
.part { margin: 0 0 2rem; padding: 1.5rem 0 0; border: 0; border-top: 1px solid var(--line); }
.part > legend { float: left; width: 100%; font: 500 var(--size-1)/1.2 var(--serif); margin-bottom: 1rem; }
.part > legend + * { clear: both; }
.part > legend + .hint { margin-bottom: 1rem; }
.errors { margin: 0 0 1.5rem; padding: 1rem 1.25rem; border: 2px solid var(--red); border-radius: var(--radius); }
.errors h2 { font-size: var(--size-1); margin-bottom: 0.5rem; }
.errors a { color: var(--red); }
.errors li + li { margin-top: 0.25rem; }
.live { margin-top: 0.5rem; padding: 0.75rem 1rem; background: var(--paper-sunk); border-radius: var(--radius); }
.live > :last-child { margin-bottom: 0; }
.live:empty { display: none; }
.live[data-stale] { opacity: 0.6; }
.filter { display: flex; flex-wrap: wrap; align-items: end; gap: 0.75rem 1rem; margin-bottom: 1.5rem; }
.filter .field { margin: 0; flex: 1 1 10rem; max-width: 16rem; }
.star-field .field { display: block; }
.star-field .choice { display: inline-flex; margin-right: 1.25rem; }

.table { position: relative; overflow-x: auto; margin: 0 0 1.5rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.35; }
caption { padding-bottom: 0.75rem; text-align: left; color: var(--ink-soft); font-size: var(--size-small); }
th, td { padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-color: var(--line-strong); color: var(--ink-soft); font-size: var(--size-small); font-weight: 600; white-space: nowrap; }
thead a { color: inherit; text-decoration: none; }
thead a:hover { color: var(--accent); text-decoration: underline; }
tbody th { font-weight: 600; }
tbody th .quiet-text { font-weight: 400; }
@media (max-width: 40rem) { tbody th { min-width: 9rem; } }
tbody th a { color: var(--ink); }
.number { text-align: right; white-space: nowrap; }
.sort { display: inline-block; width: 0.5rem; height: 0.5rem; margin-left: 0.375rem; fill: currentColor; }
tr.linked { position: relative; }
tr.linked:hover { background: var(--paper-sunk); }
.number + th:not(.number), .number + td:not(.number) { padding-left: 1.5rem; }
.row-link { text-decoration: none; }
.row-link::after { content: ""; position: absolute; inset: 0; }
.row-link:hover { text-decoration: underline; }
.pages { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; padding: 0.5rem 0; }
.pages a { display: inline-block; padding: 0.375rem 0; }
.empty { padding: 2.5rem 1.5rem; border: 1px dashed var(--line-strong); border-radius: var(--radius); text-align: center; }
.empty p { max-width: 30rem; margin-inline: auto; color: var(--ink-soft); }
.empty .empty-title { margin-bottom: 0.5rem; font: 500 var(--size-1)/1.25 var(--serif); color: var(--ink); }
.facts > div { padding: 0.625rem 0; border-top: 1px solid var(--line); }
.facts > div:last-child { border-bottom: 1px solid var(--line); }
dl { margin: 0; }
dt { color: var(--ink-soft); font-size: var(--size-small); }
dd { margin: 0; }

.notice { margin: 0 0 1.5rem; padding: 0.875rem 1.125rem; border-radius: var(--radius); background: var(--paper-sunk); border-left: 4px solid var(--line-strong); }
.notice.good { background: var(--accent-wash); border-color: var(--accent); }
.notice.amber { background: var(--amber-wash); border-color: var(--amber); }
.notice.red { background: var(--red-wash); border-color: var(--red); }
.notice > :last-child { margin-bottom: 0; }
.notice-title { margin-bottom: 0.25rem; font-weight: 600; }
.state { display: inline-flex; align-items: center; gap: 0.4375rem; font-size: var(--size-small); font-weight: 600; white-space: nowrap; }
.state::before { content: ""; width: 0.5625rem; height: 0.5625rem; border: 2px solid var(--ink-soft); border-radius: 50%; }
.state.good { color: var(--accent-strong); }
.state.good::before { background: var(--accent); border-color: var(--accent); }
.state.amber { color: var(--amber); }
.state.amber::before { background: var(--amber); border-color: var(--amber); border-radius: 1px; }
.state.red { color: var(--red); }
.state.red::before { background: var(--red); border-color: var(--red); border-radius: 0; rotate: 45deg; }
.tag { display: inline-block; padding: 0.125rem 0.625rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--ink-soft); font-size: var(--size-small); text-decoration: none; }
a.tag:hover { border-color: var(--accent); color: var(--accent); }
.stat { display: flex; align-items: baseline; gap: 0.875rem; margin: 0 0 0.75rem; line-height: 1.35; }
.stat b { flex: none; font: 500 var(--size-4)/1 var(--serif); }
.stars { display: inline-flex; align-items: center; gap: 0.5rem; }
.star-full { fill: var(--accent); }
.star-empty { fill: none; stroke: var(--line-strong); stroke-width: 1; }
.person { display: inline-flex; align-items: center; gap: 0.75rem; }
.person-words { display: grid; line-height: 1.3; }
.person-name { font-weight: 600; }

.tabs { margin: 0 0 2rem; border-bottom: 1px solid var(--line); }
.tabs ul { display: flex; gap: 0 1.75rem; overflow-x: auto; scrollbar-width: none; }
.tabs li { flex: none; }
.tabs a { display: block; padding: 0.625rem 0; border-bottom: 2px solid transparent; color: var(--ink-soft); text-decoration: none; }
.tabs a:hover { color: var(--ink); border-color: var(--line-strong); }
.tabs [aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
.crumbs ol { display: flex; flex-wrap: wrap; }
.crumbs li + li::before { content: "/"; margin: 0 0.5rem; color: var(--line-strong); }
.crumbs a { color: var(--ink-soft); }
.steps { display: flex; flex-wrap: wrap; margin: 0 0 2rem; counter-reset: step; }
.steps li { flex: 1 1 8rem; position: relative; padding: 1.25rem 1rem 0 0; border-top: 2px solid var(--line); }
.steps li::before { content: ""; position: absolute; top: -0.4375rem; left: 0; width: 0.75rem; height: 0.75rem; border-radius: 50%; border: 2px solid var(--line-strong); background: var(--paper); }
.steps .done { border-color: var(--accent); }
.steps .done::before { background: var(--accent); border-color: var(--accent); }
.steps .current::before { border: 4px solid var(--accent); }
.steps .current .step-label { font-weight: 600; }
.steps .ahead .step-label { color: var(--ink-soft); }
.steps .step-label, .steps .quiet-text { display: block; }
@media (max-width: 40rem) {
  .steps { flex-direction: column; margin-left: 0.4375rem; }
  .steps li { flex: none; padding: 0 0 1.25rem 1.25rem; border-top: 0; border-left: 2px solid var(--line); }
  .steps li:last-child { border-color: transparent; padding-bottom: 0; }
  .steps .done { border-color: var(--accent); }
  .steps li::before { top: 0.375rem; left: -0.4375rem; }
}
.mail-preview { border: 1px solid var(--line-strong); border-radius: var(--radius); overflow: hidden; background: white; }
.mail-preview iframe { display: block; width: 100%; height: 40rem; border: 0; color-scheme: light; }
.mail-preview.phone { max-width: 24.375rem; }
pre.code { margin: 0 0 1.5rem; padding: 0.75rem 1rem; overflow-x: auto; border-radius: var(--radius); background: var(--paper-sunk); white-space: pre-wrap; }
.more { margin-top: 0.75rem; }
.more > summary { display: inline-block; padding: 0.25rem 0; color: var(--accent); font-size: var(--size-small); cursor: pointer; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
.more > summary::marker { content: ""; }
.more[open] > summary { margin-bottom: 0.75rem; }

.cover { width: 100%; height: 100%; }
.tint-1 { fill: var(--accent-wash); }
.tint-2 { fill: var(--accent-mid); }
.tint-3 { fill: light-dark(oklch(0.905 0.030 191), oklch(0.34 0.046 210)); }
.tint-4 { fill: light-dark(oklch(0.66 0.075 194), oklch(0.56 0.075 198)); }
.tint-5 { fill: light-dark(oklch(0.44 0.075 197), oklch(0.74 0.085 192)); }
.tint-warm { fill: light-dark(oklch(0.86 0.065 75), oklch(0.66 0.075 70)); }
.items.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: 2.5rem 2rem; }
.items + .items, .items + .table { margin-top: 3rem; }
.items.rows > li { padding: 1.25rem 0; border-top: 1px solid var(--line); }
.items.rows > li:last-child { border-bottom: 1px solid var(--line); }
.item { position: relative; }
.item-picture { overflow: hidden; border-radius: var(--radius); aspect-ratio: 4 / 3; }
.item-picture img { width: 100%; height: 100%; object-fit: cover; }
.item h2 a, .item h3 a { color: var(--ink); text-decoration: none; }
.item h2 a::after, .item h3 a::after { content: ""; position: absolute; inset: 0; }
.item h2 a:hover, .item h3 a:hover { color: var(--accent); text-decoration: underline; text-decoration-thickness: 2px; }
.item-words p { margin-bottom: 0.375rem; }
.item .kicker { margin-bottom: 0.25rem; }
.item.card .item-words { padding-top: 1rem; }
.item h3 { margin-bottom: 0.375rem; }
.item-meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; color: var(--ink-soft); font-size: var(--size-small); }
.item.card .item-meta { flex-direction: column; align-items: start; }
.why { font-style: italic; font-family: var(--serif); font-size: 0.875rem; }
.item.row { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 1.25rem; }
.item.row .item-picture { aspect-ratio: 1; align-self: start; }
.item.lead { display: grid; gap: 1.5rem 3rem; }
.item.lead .item-picture { aspect-ratio: 2 / 1; }
.item.lead h2 { font-size: clamp(var(--size-2), 1.2rem + 2vw, var(--size-4)); margin-bottom: 0.75rem; }
.item.lead .item-text { font-size: var(--size-1); line-height: 1.4; color: var(--ink-soft); }
@media (min-width: 62rem) {
  .item.lead { padding-bottom: 1.5rem; }
  .item.lead .item-picture { aspect-ratio: 5 / 2; }
  .item.lead .item-words { max-width: 40rem; }
}

.gallery { margin: 0 calc(50% - 50vw); padding: 1rem calc(50vw - 50%) 4rem; }
.gallery-title { padding-top: 3rem; color: var(--ink-soft); font-size: var(--size-1); font-style: italic; }
.chart { margin: 0 0 2.5rem; }
.chart > figcaption { max-width: 42rem; margin-bottom: 1.25rem; font: 500 var(--size-1)/1.35 var(--serif); text-wrap: balance; }
.chart-note { margin: 0.75rem 0 0; max-width: 42rem; }
.bar-rows { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr) max-content; gap: 0 1rem; }
.bar-rows > li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; padding: 0.375rem 0; }
.bar-label { line-height: 1.25; }
.bar-figure { font-weight: 600; white-space: nowrap; }
.bar-figure .quiet-text { font-weight: 400; }
.bar-band { width: 100%; height: 1rem; }
.interval-band { width: 100%; height: 1.75rem; }
.bar-ground { fill: var(--paper-sunk); }
.bar { fill: var(--fill-soft); }
.bar-band .bar:last-child { fill: var(--fill); }
.bar-part { fill: var(--fill); }
.hatch { fill: var(--line-strong); }
.progress-band { width: 100%; height: 1.5rem; border-radius: 3px; }
.part { fill: var(--line-strong); }
.part.good { fill: var(--fill); }
.part.amber { fill: var(--amber); }
.part.red { fill: var(--red); }
.progress-labels { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 0.75rem; font-size: 0.9375rem; }
.progress-labels .nobody { color: var(--ink-soft); }
.mark { display: inline-block; width: 0.625rem; height: 0.625rem; margin-right: 0.25rem; background: var(--line-strong); border-radius: 50%; }
.mark.good { background: var(--fill); }
.mark.amber { background: var(--amber); border-radius: 1px; }
.mark.red { background: var(--red); border-radius: 0; rotate: 45deg; }

.plot { overflow: visible; }
.grid, .axis { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.axis { stroke: var(--line-strong); }
.tick { fill: var(--ink-soft); stroke: var(--paper); stroke-width: 4; stroke-linejoin: round; paint-order: stroke; font: 400 0.8125rem var(--sans); }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.line.holdout { stroke-dasharray: 6 5; }
.line-1 { stroke: var(--series-1); }
.line-2 { stroke: var(--series-2); }
.line-3 { stroke: var(--series-3); }
.line-4 { stroke: var(--series-4); }
.line-5 { stroke: var(--series-5); }
.line-name { stroke: var(--paper); stroke-width: 5; stroke-linejoin: round; paint-order: stroke; font: 600 0.875rem var(--sans); }
.line-name.line-1 { fill: var(--series-1); }
.line-name.line-2 { fill: var(--series-2); }
.line-name.line-3 { fill: var(--series-3); }
.line-name.line-4 { fill: var(--series-4); }
.line-name.line-5 { fill: var(--series-5); }
.interval { fill: var(--fill-soft); }
.interval.holdout { fill: var(--paper-sunk); stroke: var(--line-strong); stroke-width: 1; vector-effect: non-scaling-stroke; }
.estimate { stroke: var(--accent-strong); stroke-width: 3; vector-effect: non-scaling-stroke; }
.axis-labels { overflow: visible; }
@media (max-width: 40rem) {
  .bar-rows { grid-template-columns: minmax(0, 1fr) max-content; }
  .bar-figure { text-align: right; }
  .bar-rows > li { row-gap: 0.125rem; padding: 0.5rem 0; }
  .bar-rows svg { grid-row: 2; grid-column: 1 / -1; }
}

.glass { display: grid; grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr) 13rem; gap: 0 1.5rem; max-width: 58rem; }
.band { position: relative; display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; height: 6.25rem; }
.band:last-child { height: 3.875rem; }
.glass-band { width: 100%; height: 6.25rem; }
.glass-label { font: 500 var(--size-1)/1.2 var(--serif); padding-top: 1.125rem; text-align: right; }
.glass-label a { color: var(--ink); text-decoration-color: var(--line-strong); }
.glass-label a::after { content: ""; position: absolute; inset: 0; }
.band:has(a):hover { background: var(--paper-sunk); }
.glass-figure { display: flex; align-items: baseline; gap: 0.5rem; height: 3.875rem; padding-top: 0.9375rem; line-height: 1.2; }
.glass-figure b { font: 500 var(--size-2)/1.1 var(--serif); }
.glass-share { color: var(--ink-soft); font-size: var(--size-small); }
.glass-joint { grid-column: 3; position: absolute; top: 3.875rem; right: 0; left: 0; height: 2.375rem; display: flex; align-items: center; padding-left: 0.75rem; border-left: 1px solid var(--line-strong); font-size: var(--size-small); line-height: 1.3; pointer-events: none; }
.glass-after { color: var(--ink-soft); }
.reached { fill: var(--fill-soft); }
.evidenced { fill: var(--fill); }
.neck { fill: var(--fill-faint); }
.unknown { fill: var(--paper-sunk); }
.hatch-line, .absent { stroke: var(--line-strong); stroke-width: 1.25; vector-effect: non-scaling-stroke; }
.glass-band .holdout, .glass-band .holdout-ground { fill: none; vector-effect: non-scaling-stroke; }
.glass-band .holdout-ground { stroke: var(--paper); stroke-width: 4; }
.glass-band .holdout { stroke: var(--ink); stroke-width: 2.5; stroke-dasharray: 0.1 5; stroke-linecap: round; }
.band.waist::before { content: ""; position: absolute; inset: -1px 0 auto; border-top: 1px solid var(--line-strong); }
.waist-label { position: absolute; left: 0; top: -1.5rem; color: var(--ink-soft); font-size: var(--size-small); font-style: italic; font-family: var(--serif); }
@media (min-width: 40.01rem) {
  .waist-note { display: none; }
}
@media (max-width: 40rem) {
  .glass { grid-template-columns: minmax(3.25rem, max-content) minmax(0, 1fr) 6.5rem; gap: 0 0.625rem; }
  .glass-label { font-size: 1.0625rem; }
  .glass-figure { gap: 0.375rem; }
  .glass-figure b { font-size: var(--size-1); }
  .glass-joint { padding-left: 0.5rem; }
  .glass-after { display: block; white-space: nowrap; }
  .glass-count { display: none; }
  .waist-label { display: none; }
}
/* What is written and, beside it, how it arrives. */
.desk { display: grid; gap: 2rem 3rem; }
.desk > div { min-width: 0; }
.desk .form { max-width: none; }
.desk .section:first-child { padding-top: 0; }
/* A message as it arrives: its line in the inbox, and below it the mail. */
.arrival.phone { max-width: 24.375rem; }
.arrival.dark .mail-preview { background: #14181c; }
.arrival.dark .mail-preview iframe { color-scheme: dark; }
.inbox-size { margin: 0 0 0.5rem; color: var(--ink-soft); font-size: var(--size-small); }
.inbox-row { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.875rem; padding: 0.875rem 1rem; border: 1px solid var(--line-strong); border-bottom: 0; border-radius: var(--radius) var(--radius) 0 0; background: var(--paper-raised); }
[data-arrival]:has(.inbox-row) + .mail-preview { border-radius: 0 0 var(--radius) var(--radius); }
.inbox-mark { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--accent-wash); color: var(--accent-strong); font-weight: 600; font-size: var(--size-small); }
.inbox-row p { margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 1.4; }
.inbox-sender span, .inbox-preheader { color: var(--ink-soft); }
.inbox-sender span { font-size: var(--size-small); }
.inbox-subject { font-weight: 600; }
.inbox-row .inbox-files { margin-top: 0.25rem; font-size: var(--size-small); white-space: normal; }
#files h3 { margin: 2rem 0 0.75rem; }
.files { margin: 0 0 1.25rem; }
.files li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1rem; align-items: center; padding: 0.75rem 0; border-top: 1px solid var(--line); }
.files li:last-child { border-bottom: 1px solid var(--line); }
.files .picture { grid-template-columns: 4.5rem minmax(0, 1fr) auto; }
.files img { width: 4.5rem; height: 3.375rem; border-radius: var(--radius); object-fit: cover; background: var(--paper-sunk); }
.files code { overflow-wrap: anywhere; }
.files p { margin: 0; }
@media (max-width: 30rem) {
  .files .picture { grid-template-columns: 4.5rem minmax(0, 1fr); }
  .files .picture form { grid-column: 2; }
}
@media (min-width: 62rem) {
  .desk.wide { grid-template-columns: minmax(0, 1fr); }
  .desk:not(.wide) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
}
.rule-sentence { max-width: 52rem; margin: 0 0 1.5rem; font: 500 clamp(var(--size-1), 1.1rem + 1.2vw, var(--size-3))/1.3 var(--serif); text-wrap: pretty; overflow-wrap: anywhere; }
.rule-cell { display: block; max-width: 44rem; font-weight: 400; line-height: 1.45; overflow-wrap: anywhere; }
.rule-cell b { display: block; margin-bottom: 0.125rem; font: 500 var(--size-1)/1.25 var(--serif); }
.rule-live p { margin: 0; }
.rule-live .stat { margin: 0 0 0.25rem; }
.rule-live .stat b { font-size: var(--size-3); }
.rule-spot { margin: 0.5rem 0; }
mark.spot { background: var(--red-wash); color: inherit; border-bottom: 2px solid var(--red); padding: 0 1px; }
.form:has(.rule-group) { max-width: 52rem; }
.rule-group { min-width: 0; margin: 0; padding: 0; border: 0; }
.rule-group .rule-group { padding-left: 1rem; border-left: 2px solid var(--accent-mid); }
.rule-head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem 0.75rem; margin: 0 0 0.5rem; }
.rule-head p { margin: 0; }
.rule-modes { display: inline-flex; border: 1px solid var(--line-strong); border-radius: var(--radius); overflow: hidden; }
.rule-modes button { min-height: 2rem; padding: 0.125rem 0.75rem; border: 0; background: var(--paper-raised); color: var(--ink); font: 400 0.9375rem/1.3 var(--sans); cursor: pointer; }
.rule-modes button + button { border-left: 1px solid var(--line-strong); }
.rule-modes button:hover { background: var(--accent-wash); }
.rule-modes button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); font-weight: 600; }
.rule-modes :focus-visible { outline-offset: -3px; outline-color: var(--ink); }
.rule-parts > li { padding: 0.625rem 0; border-top: 1px solid var(--line); }
.rule-line { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem 0.625rem; }
.rule-line input:not([type="checkbox"]), .rule-line select, .rule-add select { width: auto; min-width: 0; max-width: 100%; margin: 0; }
.rule-line input:not([type="checkbox"]) { flex: 1 1 9rem; max-width: 22rem; }
.rule-line input[type="date"] { flex: 0 1 11rem; }
.rule-subject { min-width: 7.5rem; font-weight: 600; }
.rule-not { display: inline-flex; align-items: center; gap: 0.375rem; min-height: 2.5rem; color: var(--ink-soft); }
.rule-line .button { margin-left: auto; }
.rule-line.wrong { padding-left: 0.75rem; border-left: 3px solid var(--red); }
.rule-line .error { flex-basis: 100%; margin: 0; color: var(--red); font-size: 0.9375rem; font-weight: 600; }
.rule-add { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem 0.625rem; padding: 0.75rem 0; border-top: 1px solid var(--line); }
.rule-add label { color: var(--ink-soft); font-size: 0.9375rem; }
.rule-reasons { max-width: 46rem; }
.rule-reasons ul { margin: 0.25rem 0 0.25rem 0.5625rem; padding-left: 1.25rem; border-left: 1px solid var(--line); }
.rule-reasons li { padding: 0.25rem 0; }
.reason { display: flex; gap: 0.625rem; align-items: baseline; }
.reason svg { flex: none; width: 0.875rem; height: 0.875rem; translate: 0 0.125rem; fill: none; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; }
.reason.yes svg { stroke: var(--accent); }
.reason.no svg { stroke: var(--red); }
.people-grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1rem 2rem; }
@media (max-width: 40rem) {
  .rule-group .rule-group { padding-left: 0.625rem; }
  .rule-line .button { margin-left: 0; }
}
/* Reviews and news on an offering's page: entries of a list, each with its own head, apart by space rather than by lines. */
.review, .news { margin-block: 0 1.75rem; }
.review > p:first-child { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; margin-block: 0 0.5rem; }
.review > p:first-child time { color: var(--ink-soft); font-size: 0.8125rem; }
.news > p:first-child { margin-block: 0 0.125rem; }
.news .prose > :first-child { margin-top: 0; }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.plain li { padding-block: 0.25rem; }
ul.settings li { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-block: 0.5rem; border-top: 1px solid var(--line); }
ul.settings li:last-child { border-bottom: 1px solid var(--line); }

"""#,
        address: Address(path: "/assets/rapport.29c905291ac0.css"))

    package static let rapport_markSVG = Asset(
        name: "rapport-mark.svg", hash: "135d04fcfb80", contentType: "image/svg+xml",
        body: #"""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0f6b6b" d="M5 3h22c0 6.500-7.500 8.500-7.500 13S27 22.500 27 29H5c0-6.500 7.500-8.500 7.500-13S5 9.500 5 3Z"/></svg>

"""#,
        address: Address(path: "/assets/rapport-mark.135d04fcfb80.svg"))

    package static let rapportJS = Asset(
        name: "rapport.js", hash: "a030e5ec6cdf", contentType: "text/javascript; charset=utf-8",
        body: #"""
// Makes pages quicker to work with; every page does its work without it.

// After a form came back with errors, the list of them is where reading goes on.
document.querySelector("[data-focus]")?.focus();

// A text whose effect is shown as it changes: the count of an audience, the preview of a message.
// The element after its field is replaced with what the server answers; the frame of a mail and what stands above it are loaded anew.
for (const field of document.querySelectorAll("[data-live]")) {
  const output = document.getElementById(`${field.id}-live`);
  let timer = 0;
  let running = null;
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const body = new URLSearchParams({ [field.name]: field.value, csrf: field.form?.elements.csrf?.value ?? "" });
    try {
      const answer = await fetch(field.dataset.live, { method: "POST", body, signal: running.signal, headers: { accept: "text/html" } });
      if (answer.ok && output) output.innerHTML = await answer.text();
      for (const frame of document.querySelectorAll("iframe[data-preview]")) frame.src = frame.src;
      for (const head of document.querySelectorAll("[data-arrival]")) {
        const arrival = await fetch(head.dataset.arrival, { signal: running.signal, headers: { accept: "text/html" } });
        if (arrival.ok) head.innerHTML = await arrival.text();
      }
    } catch (error) {
      if (error.name !== "AbortError" && output) output.dataset.stale = "";
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 350);
  });
}

// A form under way is not sent twice by a second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// "/" leads to the search of the page, "?" is left to the browser.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// Ctrl+Enter (or Cmd+Enter) in a long text sends its form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest("textarea")?.form?.requestSubmit();
});

// A long work under way shows its progress: the element is fetched again until it no longer asks for it.
for (const element of document.querySelectorAll("[data-refresh]")) {
  const again = async () => {
    const answer = await fetch(element.dataset.refresh, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    element.innerHTML = await answer.text();
    if (answer.headers.get("x-refresh") !== "done") setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
}

"""#,
        address: Address(path: "/assets/rapport.a030e5ec6cdf.js"))
}
