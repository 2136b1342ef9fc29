// Sums up the reports of all runners: node tally.mjs DIR, where DIR holds for each part NAME.exit (its exit code) and, of a
// test runner (its name ends in 'tests'), NAME.json.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const dir = process.argv[2];
const read = (name) => readFileSync(join(dir, name), 'utf8');

/** [passed, failed, skipped] of a report in CTRF (.NET), vitest's or Playwright's JSON. */
function count(report) {
  if (report.results) {
    const { passed, failed, other = 0, skipped = 0, pending = 0 } = report.results.summary;
    return [passed, failed + other, skipped + pending];
  }
  if (report.stats) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return [expected, unexpected + flaky, skipped];
  }
  return [report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests];
}

/** Why Playwright skipped what it skipped. */
function reasons({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ tests }) => tests).flatMap(({ status, annotations }) => (status === 'skipped' ? annotations : []));
  return [...own.flatMap(({ type, description }) => (type === 'skip' ? [description] : [])), ...suites.flatMap(reasons)];
}

/** The tests that failed, as [name, what was said of it], in any of the three formats. */
function failures({ results, testResults = [], suites = [], specs = [] }) {
  return [
    ...(results?.tests ?? []).flatMap(({ name, status, message, trace }) =>
      status === 'failed' || status === 'other' ? [[name, `${message}\n${trace ?? ''}`]] : [],
    ),
    ...testResults.flatMap(({ name, assertionResults: tests, message }) => [
      ...(message && tests.length === 0 ? [[name, message]] : []),
      ...tests.flatMap(({ status, fullName, failureMessages }) => (status === 'failed' ? [[fullName, failureMessages.join('\n')]] : [])),
    ]),
    ...specs.flatMap(({ file, title, tests }) =>
      tests.flatMap(({ status, projectName, results: runs }) =>
        status === 'unexpected' || status === 'flaky'
          ? [[`[${projectName}] ${file}: ${title}`, runs.flatMap(({ errors }) => errors.map(({ message }) => message)).join('\n')]]
          : [],
      ),
    ),
    ...suites.flatMap(failures),
  ];
}

/** The counts that a part's runner left, or undefined where it left none or died while writing. */
function countOf(part) {
  try {
    const report = JSON.parse(read(`${part}.json`));
    for (const reason of reasons(report)) leftOut.add(reason);
    failed.push(...failures(report));
    return count(report);
  } catch {
    return undefined;
  }
}

const sum = [0, 0, 0];
const leftOut = new Set();
const failed = [];
const spell = ([passed, failed, skipped]) => `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
const parts = readdirSync(dir)
  .filter((name) => name.endsWith('.exit'))
  .sort();
for (const part of parts.map((name) => name.slice(0, -'.exit'.length))) {
  const ok = Number(read(`${part}.exit`)) === 0;
  const counts = countOf(part) ?? (ok && !part.endsWith(' tests') ? [1, 0, 0] : [0, 1, 0]);
  // A runner that broke down before or after its tests has failed, whatever it counted; so has one that found none.
  if (counts[1] === 0 && (!ok || counts[0] === 0)) counts[1] = 1;
  console.log(`  ${part}: ${spell(counts)}`);
  for (const i of sum.keys()) sum[i] += counts[i];
}
// Once more at the end, where whoever has only the end of a long log finds them.
for (const [name, text] of failed)
  console.log(`  failed: ${name}\n${text.trim().split('\n').slice(0, 25).join('\n').replace(/^/gm, '    ')}`);
for (const reason of leftOut) console.log(`  left out: ${reason}`);
console.log(spell(sum));
process.exit(sum[1] === 0 && sum[0] > 0 ? 0 : 1);
