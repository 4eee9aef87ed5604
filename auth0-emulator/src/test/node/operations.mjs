// Derives the table of the Management API's operations from the types of Auth0's SDK for Node:
//   node operations.mjs NODE_MODULES/auth0 SCOPES.json > operations.jsonl
// SCOPES.json maps "GET /clients" to the scopes of which a call needs one. A row is an operation with its query
// parameters and its body; "def" rows are object types that several operations share.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "x.js"));
const ts = require("typescript");
const root = join(process.argv[2], "dist/cjs/management/api");
const scopes = JSON.parse(readFileSync(process.argv[3], "utf8"));

const clients = [];
(function find(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) find(join(folder, entry.name));
    else if (entry.name === "Client.js") clients.push(join(folder, entry.name));
  }
})(join(root, "resources"));

const program = ts.createProgram(clients.map((file) => file.replace(/\.js$/, ".d.ts")), {
  module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, strict: true, exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
});
const checker = program.getTypeChecker();
const defs = new Map();

function comment(symbol) {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/<\/?code>/g, "");
}

/** The bounds that a description states. */
function bounds(text, schema) {
  const found = {};
  let m;
  if ((m = /max(?:imum)? (?:character )?length:?(?: of)? (\d+)/i.exec(text)) || (m = /(?:up to|maximum of|at most) (\d+) characters/i.exec(text))) found.max = +m[1];
  if (/must contain at least one character/i.test(text)) found.min = 1;
  if (/does not allow '<' or '>'/i.test(text)) found.not = "[<>]";
  return schema.t === "s" ? { ...schema, ...found } : schema;
}

function objectOf(type) {
  const schema = { p: {} };
  const required = [];
  for (const symbol of type.getProperties()) {
    const at = symbol.valueDeclaration ?? symbol.declarations[0];
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    schema.p[symbol.name] = bounds(comment(symbol), schemaOf(checker.getTypeOfSymbolAtLocation(symbol, at)));
    if (!optional) required.push(symbol.name);
  }
  if (required.length) schema.r = required;
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  if (index) schema.x = schemaOf(index.type);
  return schema;
}

function schemaOf(type) {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (type.isUnion()) {
    const parts = type.types.filter((each) => !(each.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)));
    const nullable = type.types.some((each) => each.flags & ts.TypeFlags.Null);
    const schema = unionOf(parts);
    return nullable ? { ...schema, z: 1 } : schema;
  }
  if (type.isStringLiteral()) return { e: [type.value] };
  if (type.isNumberLiteral()) return { e: [type.value] };
  if (type.flags & ts.TypeFlags.StringLike) return { t: "s" };
  if (type.flags & ts.TypeFlags.NumberLike) return { t: "n" };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { e: [type.intrinsicName === "true"] };
  if (type.flags & ts.TypeFlags.BooleanLike) return { t: "b" };
  if (checker.isArrayType(type)) return { a: schemaOf(checker.getTypeArguments(type)[0]) };
  const name = type.aliasSymbol?.name ?? type.symbol?.name;
  if (name === "Date") return { t: "s" };
  if (name && !name.startsWith("__")) {
    const key = checker.typeToString(type, undefined, ts.TypeFormatFlags.UseFullyQualifiedType | ts.TypeFormatFlags.NoTruncation).replace(/^.*import\([^)]*\)\./, "").replace(/Management\./g, "");
    if (!defs.has(key)) {
      defs.set(key, null);
      defs.set(key, objectOf(type));
    }
    return { d: key };
  }
  return objectOf(type);
}

function unionOf(parts) {
  if (parts.length === 2 && parts.every((each) => each.flags & ts.TypeFlags.BooleanLiteral)) return { t: "b" };
  if (parts.length && parts.every((each) => each.isStringLiteral() || each.isNumberLiteral())) return { e: parts.map((each) => each.value) };
  const strings = parts.filter((each) => each.flags & ts.TypeFlags.StringLike);
  if (strings.length === parts.length) return { t: "s" };
  const bools = parts.filter((each) => each.flags & ts.TypeFlags.BooleanLiteral);
  const rest = parts.filter((each) => !strings.includes(each) && !bools.includes(each)).map(schemaOf);
  if (strings.length) rest.push(strings.every((each) => each.isStringLiteral()) ? { e: strings.map((each) => each.value) } : { t: "s" });
  if (bools.length) rest.push({ t: "b" });
  return rest.length === 1 ? rest[0] : { u: rest };
}

const rows = [];
for (const file of clients) {
  const source = program.getSourceFile(file.replace(/\.js$/, ".d.ts"));
  const signatures = new Map();
  ts.forEachChild(source, (node) => {
    if (ts.isClassDeclaration(node)) for (const member of node.members) if (ts.isMethodDeclaration(member)) signatures.set(member.name.getText(), member);
  });
  let method = "", query = [], inQuery = false;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    let m;
    if ((m = /^ {4}(?:__)?(\w+)\(.*\) \{$/.exec(line))) { method = m[1]; query = []; }
    if (/const _queryParams = \{$/.test(line)) { inQuery = true; continue; }
    if (inQuery && /^ *\};$/.test(line)) inQuery = false;
    if (inQuery && (m = /^ {4,}"?([\w.]+)"?(?::|,$)/.exec(line))) query.push(m[1]);
    if ((m = /handleNonStatusCodeError\)\([^,]+, [^,]+, "([A-Z]+)", "([^"]+)"/.exec(line))) {
      const op = m[1] + " " + m[2];
      const row = { op, s: scopes[op] ?? [] };
      const parameter = signatures.get(method)?.parameters.find((each) => each.name.getText() === "request");
      if (parameter) {
        const type = checker.getNonNullableType(checker.getTypeAtLocation(parameter));
        const whole = type.isUnion() || checker.isArrayType(type) ? schemaOf(type) : objectOf(type);
        if (whole.p && (query.length || m[1] === "GET")) {
          row.q = {};
          for (const name of Object.keys(whole.p)) if (query.includes(name) || m[1] === "GET") { row.q[name] = whole.p[name]; delete whole.p[name]; }
          if (whole.r) whole.r = whole.r.filter((name) => whole.p[name]);
          if (!whole.r?.length) delete whole.r;
        }
        if (m[1] !== "GET" && (!whole.p || Object.keys(whole.p).length || whole.x)) row.b = whole;
      }
      rows.push(row);
    }
    // The key of the items in a page, or a list as it is.
    if ((m = /getItems: \(response\) => .*response(?:\.|\["?)(\w+)/.exec(line))) rows.at(-1).k = m[1];
  }
}
rows.sort((a, b) => (a.op < b.op ? -1 : a.op > b.op ? 1 : 0));
for (const row of rows) console.log(JSON.stringify(row));
for (const [name, schema] of [...defs].sort((a, b) => (a[0] < b[0] ? -1 : 1))) console.log(JSON.stringify({ def: name, ...schema }));
