/**
 * `npm run bench`: whole reports against other tools on the same files; `-- --quick`: without those that take minutes; `-- --soak`: files and streams without end in
 * sight; `-- --window`: the window; `-- --interactive`: progress, cancelling and random access; `-- --live`: live capture; `-- --scale`: a thousand to
 * sixty-four thousand virtual routers.
 */
if (process.argv.includes('--window')) {
  await (await import('./window-bench.ts')).benchWindow();
} else if (process.argv.includes('--interactive')) {
  const [path] = process.argv.slice(process.argv.indexOf('--interactive') + 1);
  await (await import('./interactive-bench.ts')).benchInteractive(path);
} else if (process.argv.includes('--live')) {
  await (await import('./live-bench.ts')).benchLive();
} else if (process.argv.includes('--scale')) {
  (await import('./scale-bench.ts')).benchScale();
} else if (process.argv.includes('--soak')) {
  await (await import('./soak-bench.ts')).benchSoak();
} else {
  (await import('./report-bench.ts')).benchReport();
}

export {};
