// @ts-check
/**
 * Projects whose own test suites judge the optimized sources (leverage.md). Commands run in `folder` of a checkout in
 * which `install` has been run; `test` gets `{report}` replaced by a file to write its
 * results to, and `{bench}` by this folder.
 *
 * @typedef {object} Suite
 * @property {string} repository owner/name on GitHub
 * @property {string} folder inside the checkout, "." for its top
 * @property {string[]} include files that are optimized, relative to `folder`
 * @property {string[]} ignore
 * @property {string} install run once at the top of the checkout
 * @property {string} [build] run in `folder` before the tests, before and after
 * @property {string[]} [built] files that these commands write themselves: no part of what a run is remembered by
 * @property {string} test
 * @property {import("./test-results.mjs").Reporter} reporter how the results file is read
 * @property {string} [types] prints `error TS…` lines; their number must not grow
 * @property {string} expected pass/fail/skip as leverage.md counted them
 */

const npm = "npm install --ignore-scripts --legacy-peer-deps --no-package-lock --no-audit --no-fund";
// npm itself refuses to touch a package that asks for pnpm.
const withoutPnpm = `node -e 'const { devEngines, devDependencies, packageManager, ...rest } = require("./package.json"); fs.writeFileSync("package.json", JSON.stringify(rest))'`;
const mochaJson = "--reporter json --reporter-option output={report}";
const vitestJson = "--reporter=json --outputFile={report} --bail=0";
const testFiles = [
  "**/*.test.*",
  "**/*.spec.*",
  "**/*-test.*",
  "**/__tests__/**",
  "**/__tests/**",
  "**/test/**",
  "**/tests/**",
];

/** All tests of turf in one process, each in the folder that it expects to be run in. */
const turfTests = `import fs from "node:fs";
import test from "tape";
const top = process.cwd();
test("load", async () => {
  for (const name of fs.readdirSync("packages").sort()) {
    const folder = top + "/packages/" + name;
    if (name === "turf" || !fs.existsSync(folder + "/test.ts")) continue;
    process.chdir(folder);
    test(name, async () => process.chdir(folder));
    await import(folder + "/test.ts");
  }
});`;

/** @type {Record<string, Suite>} */
export const suites = {
  "d3-array": {
    repository: "d3/d3-array",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: testFiles,
    install: npm,
    test: `npx mocha 'test/**/*-test.js' ${mochaJson}`,
    reporter: "mocha",
    expected: "529/0/1",
  },
  "d3-scale": {
    repository: "d3/d3-scale",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: testFiles,
    install: npm,
    // mocha 9, which it names, has no `output` option; its JSON goes to stdout
    test: "TZ=America/Los_Angeles npx mocha 'test/**/*-test.js' --reporter json > {report}",
    reporter: "mocha",
    expected: "433/0/0",
  },
  formulajs: {
    repository: "formulajs/formulajs",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: testFiles,
    install: npm,
    test: `npx mocha --recursive ${mochaJson}`,
    reporter: "mocha",
    expected: "570/0/3",
  },
  geodesy: {
    repository: "chrisveness/geodesy",
    folder: ".",
    include: ["{dms,latlon-*,mgrs,osgridref,utm,vector3d}.js"],
    ignore: [],
    install: npm,
    test: "npx mocha --exit test/*.js --reporter json > {report}",
    reporter: "mocha",
    expected: "1218/0/0",
  },
  arquero: {
    repository: "uwdata/arquero",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: testFiles,
    // Later releases of flechette depend on a package that the registry does not have.
    install: `npm pkg set dependencies.@uwdata/flechette=2.0.0 && ${npm}`,
    test: `TZ=America/Los_Angeles npx mocha 'test/**/*-test.js' --timeout 5000 ${mochaJson}`,
    reporter: "mocha",
    expected: "388/4/0",
  },
  "simple-statistics": {
    repository: "simple-statistics/simple-statistics",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: [],
    install: "npm install --no-save --ignore-scripts --no-package-lock --no-audit --no-fund random-js@2",
    test: "node --test --test-reporter=tap --test-reporter-destination={report} test/*.test.js",
    reporter: "node",
    expected: "301/0/0",
  },
  "color.js": {
    repository: "color-js/color.js",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies && ${npm} --no-save htest.dev@0.0.24`,
    // htest prints a tree for people
    test: "node {bench}/htest-tap.mjs ./test > {report}",
    reporter: "node",
    expected: "755/0/72",
  },
  svgo: {
    repository: "svg/svgo",
    folder: ".",
    include: ["{lib,plugins}/**/*.js"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies.cspell devDependencies.playwright && ${npm}`,
    test: `npx vitest run --typecheck.enabled=false --exclude 'test/{coa,cli}/**' ${vitestJson}`,
    reporter: "vitest",
    expected: "494/0/3",
  },
  "trading-signals": {
    repository: "bennycode/trading-signals",
    folder: "packages/trading-signals",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    // The workspace as a whole pulls in a thousand packages that these tests do not need.
    install:
      "rm -rf package-lock.json packages/[!t]* packages/trading-s[!i]* packages/trading-signals-* && " +
      `echo '{"private":true,"type":"module"}' > package.json && ` +
      "npm install --ignore-scripts --no-audit --no-fund vitest@4 typescript@7 @types/node@26 @vitest/coverage-v8@4",
    test: `npx vitest run ${vitestJson}`,
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "1740/0/0",
  },
  tonal: {
    repository: "tonaljs/tonal",
    folder: ".",
    include: ["packages/*/**/*.ts"],
    ignore: [...testFiles, "**/dist/**"],
    // Its packages import each other's dist/; the build takes four minutes.
    install: `${npm} && npx turbo run build --no-daemon`,
    test: `npx vitest run ${vitestJson}`,
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "282/0/0",
  },
  dinero: {
    repository: "dinerojs/dinero.js",
    folder: ".",
    include: ["packages/*/src/**/*.ts"],
    ignore: testFiles,
    install: `rm -rf docs examples && npm pkg delete scripts.prepare && npm pkg set --json workspaces='["packages/*"]' && ${npm}`,
    test: `npx vitest run --no-isolate ${vitestJson}`,
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "848/0/0",
  },
  "ml-distance": {
    repository: "mljs/distance",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    install: npm,
    test: `npx vitest run --no-isolate ${vitestJson}`,
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "83/0/0",
  },
  // Controls: numeric code in plain loops, where little is to be done and nothing may break.
  "gl-matrix": {
    repository: "toji/gl-matrix",
    folder: ".",
    include: ["src/**/*.js"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies && ${npm} --no-save @babel/core@7 @babel/preset-env@7 @babel/register@7 mocha@8`,
    test: "BABEL_DISABLE_CACHE=1 npx mocha --require @babel/register --recursive spec --reporter json > {report}",
    reporter: "mocha",
    expected: "1298/0/1",
  },
  underscore: {
    repository: "jashkenas/underscore",
    folder: ".",
    include: ["modules/**/*.js"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies && ${npm} --no-save qunit@2.10.1 rollup@2 glob@7`,
    built: ["underscore-{esm,umd,node}*", "test-treeshake/*-umd.js"],
    build: "npx rollup -c && npx rollup -c rollup.config2.js && cd test-treeshake && npx rollup --config",
    test: "npx qunit test/ > {report}",
    reporter: "node",
    expected: "208/0/0",
  },
  "graphql-js": {
    repository: "graphql/graphql-js",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    install:
      `npm pkg delete devDependencies && ${npm} --no-save @babel/core@7.17.9 @babel/plugin-syntax-typescript@7.16.7 ` +
      "@babel/plugin-transform-typescript@7.16.8 @babel/preset-env@7.16.11 @babel/register@7.17.7 @types/chai@4.3.1 " +
      "@types/mocha@9.1.0 @types/node@17.0.24 chai@4.3.6 mocha@9.2.2 prettier@2.6.2 typescript@4.6.3",
    test: "BABEL_DISABLE_CACHE=1 npx mocha 'src/**/__tests__/**/*-test.ts' --reporter json > {report}",
    reporter: "mocha",
    types: "npx tsc --noEmit --pretty false",
    expected: "1923/0/0",
  },
  euclid: {
    repository: "mathigon/euclid.js",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    install:
      `npm pkg delete devDependencies && ${npm} --no-save @mathigon/core@1.1.23 @mathigon/fermat@1.1.24 ` +
      "@types/tape@5.8.1 tape@5.9.0 ts-node@10.9.2 tslib@2.8.1 typescript@5.7.3",
    // It checks the types of what it runs: a type error ends it before the first test.
    test: "npx ts-node node_modules/tape/bin/tape 'test/**/*.ts' > {report}",
    reporter: "tape",
    types: "npx tsc --noEmit",
    expected: "73/0/0",
  },
  "satellite-js": {
    repository: "shashwatak/satellite-js",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    install:
      `npm pkg delete devDependencies && ${npm} --no-save @babel/core@7 @babel/preset-env@7 ` +
      "@babel/plugin-proposal-class-properties@7 @babel/plugin-proposal-json-strings@7 " +
      "@babel/plugin-syntax-dynamic-import@7 @babel/plugin-syntax-import-meta@7 @rollup/plugin-babel@6 " +
      "@rollup/plugin-terser@0.2 jest@29 rollup@3 typescript@5.8",
    built: ["compiled/**", "dist/**", "types/**"],
    build: "npx tsc; npx rollup --bundleConfigAsCjs --config rollup.config.js",
    test: "npx jest --testPathIgnorePatterns sgp4Catalog --json --outputFile={report}",
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "385/0/0",
  },
  "sql-formatter": {
    repository: "sql-formatter-org/sql-formatter",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: [...testFiles, "**/grammar.ts"],
    install:
      `${withoutPnpm} && ${npm} --no-save argparse@2 nearley@2.20 jest@29 ts-jest@29 @jest/globals@29 ` +
      "@types/jest@29 @types/nearley@2 @types/node@22.9.0 dedent-js@1.0.1 typescript@4.7",
    built: ["src/parser/grammar.ts"],
    build: "npx nearleyc src/parser/grammar.ne -o src/parser/grammar.ts",
    test: "npx jest --coverage=false --json --outputFile={report}",
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "5822/0/2",
  },
  "antv-scale": {
    repository: "antvis/scale",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    install:
      `npm pkg delete devDependencies && ${npm} --no-save @antv/util@3.3 color-string@1 fecha@4 jest@26 ts-jest@26 ` +
      "typescript@4.1 @types/jest@26 @types/color-string@1 @types/node@14 tslib@2",
    test: "npx jest --coverage=false --testPathIgnorePatterns=__tests__/bugs/d3-timezone.spec.ts --json --outputFile={report}",
    reporter: "vitest",
    types: "npx tsc --noEmit",
    expected: "341/0/0",
  },
  // Not of leverage.md.
  csstree: {
    repository: "csstree/csstree",
    folder: ".",
    include: ["lib/**/*.js"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies && ${npm} --no-save json-to-ast@2 mocha@9`,
    test: "npx mocha lib/__tests --require lib/__tests/helpers/setup.js --reporter json > {report}",
    reporter: "mocha",
    expected: "?",
  },
  "chroma.js": {
    repository: "gka/chroma.js",
    folder: ".",
    include: ["src/**/*.js", "index.js"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies && npm pkg delete scripts.prepare && ${npm} --no-save minimatch@10 vitest@4`,
    test: `npx vitest run ${vitestJson}`,
    reporter: "vitest",
    expected: "?",
  },
  radashi: {
    repository: "radashi-org/radashi",
    folder: ".",
    include: ["src/**/*.ts"],
    ignore: testFiles,
    install: `npm pkg delete devDependencies && ${npm} --no-save @types/node@22 typescript@5 vitest@2.1.9`,
    // Its tests of types run the compiler too.
    test: `npx vitest run ${vitestJson}`,
    reporter: "vitest",
    types: "npx tsc --noEmit --emitDeclarationOnly false; npx tsc --noEmit -p tests/tsconfig.json",
    expected: "?",
  },
  turf: {
    repository: "Turfjs/turf",
    folder: ".",
    include: ["packages/turf-*/{index,lib/**/*}.ts"],
    ignore: [],
    // Instead of linking 115 packages with pnpm and building them: one package whose tsconfig maps their names to sources.
    // Left out: the test of packages/turf, which reads documentation, not code.
    install:
      "rm -f pnpm-* && " +
      `echo '{"private":true,"type":"module"}' > package.json && ` +
      `echo '{"compilerOptions":{"target":"es2022","module":"esnext","moduleResolution":"bundler","strict":true,"noEmit":true,"skipLibCheck":true,"types":["node"],"paths":{"@turf/turf":["./packages/turf/index.ts"],"@turf/*":["./packages/turf-*/index.ts"]}},"include":["packages/*/index.ts","packages/*/lib/**/*.ts"]}' > tsconfig.json && ` +
      `echo '${turfTests}' > all-tests.ts && ` +
      `${npm} --no-save @placemarkio/check-geojson@0.1 @types/benchmark@2 @types/concaveman@1 @types/d3-geo@2 ` +
      "@types/d3-voronoi@1.1 @types/earcut@2 @types/geojson@7946 @types/kdbush@3 @types/node@22 @types/object-assign@4.0 " +
      "@types/rbush@3 @types/skmeans@0.11 @types/tape@5 @types/topojson-client@3 @types/topojson-server@3 arc@0.2 benchmark@2 " +
      "boolean-jsts@0.0 boolean-shapely@0.1 camelcase@9 chromatism@3 concaveman@2 d3-geo@2 d3-voronoi@1.1.2 earcut@2 " +
      "fast-deep-equal@3 geojson-equality-ts@1 geojson-polygon-self-intersections@1 glob@13 load-json-file@7 mkdirp@3 " +
      "point-in-polygon-hao@1 polyclip-ts@0.16.8 proj4@2 rbush@3 robust-predicates@3 skmeans@0.9.7 tape@5 tinyqueue@3 " +
      "@turf/jsts@2 topojson-client@3 topojson-server@3 tslib@2 tsx@4 typescript@6 write-json-file@6",
    test: "npx tsx all-tests.ts > {report}",
    reporter: "tape",
    types: "npx tsc --noEmit --pretty false",
    expected: "2333/2/0",
  },
};

/** Projects of leverage.md that have no row, and why. @type {Record<string, string>} */
export const notRun = {};
