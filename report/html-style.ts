/** The look of the page: light and dark, from the width of a telephone on. */
export const style: string = `
:root {
  color-scheme: light dark;
  --ground: #fdfdfc; --ink: #1b1d21; --quiet: #5b616b; --line: #d9dce1; --panel: #f4f5f3;
  --gain: #176b3a; --gain-ground: #e6f3ea; --loss: #9c2b25; --loss-ground: #f9eae8; --accent: #1f5fae;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181c; --ink: #e7e9ec; --quiet: #a2a8b2; --line: #353a42; --panel: #1f2227;
    --gain: #7fd4a0; --gain-ground: #173023; --loss: #f0a09a; --loss-ground: #3a2020; --accent: #8bb9f5;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
code, pre { font: .85rem/1.45 ui-monospace, monospace; }
pre { margin: 0; padding: .6rem; overflow: auto; max-height: 24rem; border-radius: .3rem; white-space: pre; }
a { color: var(--accent); }
:focus-visible { outline: .15rem solid var(--accent); outline-offset: .1rem; }
.quiet { color: var(--quiet); }
.numbers { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: 0; list-style: none; }
.numbers b { display: block; font-size: 1.6rem; line-height: 1.2; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th.number, td.number { text-align: right; overflow-wrap: normal; }
td:first-child code { overflow-wrap: normal; }
.bar { margin-top: .5rem; }
.bar { display: block; height: .5rem; min-width: 2px; border-radius: .2rem; background: var(--gain); }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; padding: .6rem 0;
  background: var(--ground); border-bottom: 1px solid var(--line); }
.filters label { display: flex; gap: .4rem; align-items: center; }
input, select { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line);
  border-radius: .3rem; padding: .2rem .4rem; max-width: 100%; }
.item { margin: .5rem 0; border: 1px solid var(--line); border-radius: .4rem; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.item > summary { padding: .5rem .7rem; cursor: pointer; }
.item > summary .gain { color: var(--gain); font-weight: 600; }
.item > :not(summary) { margin: 0 .7rem .7rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; }
.pair > * { min-width: 0; }
.pair .before { background: var(--loss-ground); }
.pair .after { background: var(--gain-ground); }
.pair h4 { margin: 0 0 .2rem; font-size: .85rem; font-weight: 600; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: var(--quiet); } dd { margin: 0; }
.tag { padding: .05rem .4rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .8rem; color: var(--quiet); }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  .pair { grid-template-columns: 1fr; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; }
  .wide { display: none; }
}
`;
