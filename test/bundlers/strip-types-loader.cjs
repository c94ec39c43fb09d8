// A loader for webpack and Rspack: TypeScript to JavaScript, with a map.
const { transformSync } = require("esbuild");

module.exports = function stripTypes(source, map) {
  const options = { loader: "ts", sourcemap: true, sourcefile: this.resourcePath, format: "esm" };
  const { code, map: own } = transformSync(map ? withMap(source, map) : source, options);
  this.callback(null, code, JSON.parse(own));
};

/** esbuild composes with the map that stands in the text. */
function withMap(source, map) {
  const json = JSON.stringify(typeof map === "string" ? JSON.parse(map) : map);
  return `${source}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString("base64")}`;
}
