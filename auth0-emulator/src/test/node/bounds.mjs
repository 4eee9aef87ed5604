// Adds the bounds of Auth0's OpenAPI document to the table of operations:
//   node bounds.mjs OPENAPI.json operations.jsonl > bounded.jsonl
// A bound is a fact about a value: a length, a range, a number of items, a pattern, a format, and of a body whether it
// may be absent, the key of the items of a list without pages. Text of the document is not taken over. Where several
// places of the document share one type of the table and disagree, there is no bound.
import { readFileSync } from "node:fs";

const api = JSON.parse(readFileSync(process.argv[2], "utf8"));
const rows = readFileSync(process.argv[3], "utf8").trim().split("\n").map((line) => JSON.parse(line));
const defs = new Map(rows.filter((row) => row.def).map((row) => [row.def, row]));
const FORMATS = ["email", "url", "uri", "strict-https-uri", "strict-uri", "absolute-https-uri-or-empty", "absolute-uri-or-empty", "callback-url", "date-time", "html-color"];
const seen = new Set();
const given = new Map();

const resolved = (schema) => {
  while (schema?.$ref) schema = schema.$ref.split("/").slice(1).reduce((node, key) => node?.[key], api);
  return schema;
};

function note(node, key, value) {
  if (value === undefined) return;
  const known = given.get(node) ?? {};
  given.set(node, known);
  if (key in known && known[key] !== value) delete node[key];
  else if (!(key in known)) node[key] = value;
  known[key] = value;
}

/** A pattern is taken if it means the same to Java: no flags, no classes of Unicode. */
const plain = (pattern) => (pattern && !/\\[pu]|\[:|\(\?<?[!=]/.test(pattern) ? pattern : undefined);

function bound(node, schema) {
  schema = resolved(schema);
  if (!node || !schema || typeof schema !== "object") return;
  if (node.d) {
    const mark = node.d + " " + JSON.stringify(schema).length;
    if (seen.has(mark)) return;
    seen.add(mark);
    return bound(defs.get(node.d), schema);
  }
  const one = schema.oneOf ?? schema.anyOf;
  if (node.u) {
    if (one && one.length === node.u.length) node.u.forEach((each, i) => bound(each, one[i]));
    return;
  }
  if (one) {
    const left = one.map(resolved).filter((each) => each && each.type !== "null");
    return left.length === 1 ? bound(node, left[0]) : undefined;
  }
  if (node.p) {
    for (const [name, each] of Object.entries(node.p)) bound(each, schema.properties?.[name]);
    if (schema.minProperties > 0) note(node, "min", schema.minProperties);
    note(node, "max", schema.maxProperties);
    if (node.x && typeof schema.additionalProperties === "object") bound(node.x, schema.additionalProperties);
  } else if (node.a) {
    if (schema.minItems > 0) note(node, "min", schema.minItems);
    note(node, "max", schema.maxItems);
    bound(node.a, schema.items);
  } else if (node.t === "s") {
    if (schema.minLength > 0) note(node, "min", schema.minLength);
    note(node, "max", schema.maxLength);
    note(node, "re", plain(schema.pattern));
    if (FORMATS.includes(schema.format)) note(node, "f", schema.format);
  } else if (node.t === "n") {
    note(node, "min", schema.minimum);
    note(node, "max", schema.maximum);
    if ([].concat(schema.type).includes("integer")) note(node, "i", 1);
  }
}

const plainPath = (path) => path.replace(/\{[^}]*\}/g, "{}");
const operations = new Map();
for (const [path, item] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(item)) operations.set(`${method.toUpperCase()} ${plainPath(path)}`, operation);
}
for (const row of rows.filter((each) => each.op)) {
  const operation = operations.get(plainPath(row.op));
  if (!operation) continue;
  if (row.b) {
    const body = resolved(resolved(operation.requestBody)?.content?.["application/json"]?.schema);
    bound(row.b, body);
    if ([].concat(body?.type).includes("null")) row.b.z = 1;
  }
  const answer = resolved(operation.responses?.["200"]?.content?.["application/json"]?.schema);
  const [[key, items] = [], ...others] = Object.entries(answer?.properties ?? {});
  if (row.op.startsWith("GET ") && !others.length && resolved(items)?.type === "array") row.k ??= key;
  for (const parameter of (operation.parameters ?? []).map(resolved)) {
    if (parameter.in === "query" && row.q?.[parameter.name]?.t === "n") bound(row.q[parameter.name], parameter.schema);
  }
}
for (const row of rows) console.log(JSON.stringify(row));
