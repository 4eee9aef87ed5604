package dev.portcullis.doctor.report;

/** The style of the doctor's page: light and dark, from 360 pixels on. */
final class DoctorStyle {

  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --ground: #eef1f7; --card: #fff; --ink: #161b26; --soft: #525d73; --line: #c3cad9;
        --accent: #1f4fd8;
        --passed: #1b6e3c; --passed-ground: #e4f5ea;
        --warning: #8a5200; --warning-ground: #fdf1dc;
        --failed: #a81c1c; --failed-ground: #fdeaea;
        --accepted: #1c5a8a; --accepted-ground: #e5f1fb;
        --open: #7a2bb5; --open-ground: #f4eafc;
        --none: #525d73; --none-ground: #f2f5fb;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #0d1119; --card: #181f2c; --ink: #eef1f7; --soft: #aab4c8; --line: #47536b;
          --accent: #8cabff;
          --passed: #86dfa4; --passed-ground: #12351f;
          --warning: #ffc46b; --warning-ground: #3b2705;
          --failed: #ffb4ab; --failed-ground: #40181a;
          --accepted: #9cd0f5; --accepted-ground: #102f46;
          --open: #dcb8ff; --open-ground: #321a47;
          --none: #aab4c8; --none-ground: #202938;
        }
      }
      *, *::before, *::after { box-sizing: border-box; }
      body {
        margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
      }
      main { width: min(64rem, 100%); margin: 0 auto; padding: 1.25rem 0.75rem 3rem; }
      h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; }
      h2 { margin: 2rem 0 0.5rem; font-size: 1.05rem; }
      h3 { margin: 0; font-size: 1rem; font-weight: 600; }
      a { color: var(--accent); }
      p { margin: 0.25rem 0 0; }
      header, article { background: var(--card); border: 1px solid var(--line); }
      header { padding: 1.25rem; border-radius: 14px; }
      header .state { display: inline-block; margin-top: 0.75rem; }
      article {
        display: grid; grid-template-columns: 9.5rem 1fr; gap: 0.25rem 1rem;
        padding: 0.75rem 1rem; margin-top: -1px; scroll-margin-top: 1rem;
      }
      article:target { outline: 3px solid var(--accent); outline-offset: -3px; }
      article h3 a { color: inherit; text-decoration: none; }
      article h3 a:hover, article h3 a:focus-visible { text-decoration: underline; }
      code { color: var(--soft); font-size: 0.85rem; }
      dl { display: grid; grid-template-columns: 6rem 1fr; gap: 0.15rem 0.75rem; margin: 0.5rem 0 0; }
      dt { color: var(--soft); }
      dd { margin: 0; }
      .soft { color: var(--soft); }
      .state {
        justify-self: start; align-self: start; padding: 0.1rem 0.6rem; border-radius: 999px;
        font-size: 0.85rem; font-weight: 600; white-space: nowrap;
      }
      .passed { color: var(--passed); background: var(--passed-ground); }
      .warning { color: var(--warning); background: var(--warning-ground); }
      .failed { color: var(--failed); background: var(--failed-ground); }
      .accepted { color: var(--accepted); background: var(--accepted-ground); }
      .open { color: var(--open); background: var(--open-ground); }
      .none { color: var(--none); background: var(--none-ground); }
      @media (max-width: 40rem) {
        article { grid-template-columns: 1fr; }
        dl { grid-template-columns: 1fr; gap: 0; }
        dd + dt { margin-top: 0.35rem; }
      }
      """;

  private DoctorStyle() {}
}
