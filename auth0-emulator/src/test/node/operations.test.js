// Which of the Management API's operations the emulator has, measured from outside: every operation in the sources of
// npm auth0 7 is requested once, and counts unless the answer says that there is no such path or verb.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const tenant = JSON.parse(process.env.TENANT);
const issuer = `https://${tenant.domain}/`;

function operations() {
  const found = new Set();
  (function read(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) read(file);
      else if (entry.name === "Client.js") {
        for (const [, verb, path] of readFileSync(file, "utf8").matchAll(/handleNonStatusCodeError\)\([^,]+, [^,]+, "([A-Z]+)", "([^"]+)"/g)) {
          found.add(`${verb} ${path}`);
        }
      }
    }
  })("node_modules/auth0-7/dist/cjs/management/api/resources");
  return [...found].sort();
}

test("three of five operations of the Management API are answered", async () => {
  const { access_token: token } = await (await fetch(`${issuer}oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      grant_type: "client_credentials",
      client_id: tenant.management.clientId,
      client_secret: tenant.management.clientSecret,
      audience: `${issuer}api/v2/`,
    }),
  })).json();
  const all = operations();
  const missing = [];
  for (const operation of all) {
    const [method, path] = operation.split(" ");
    // Without a route of its own such a path is the id of an item.
    const otherwiseAnId = ["/search", "/cimd/register", "/cimd/preview", "/encryption/rekey"].some((end) => path.endsWith(end));
    const answer = await fetch(`${issuer}api/v2${path.replace(/\{[^}]*\}/g, "nobody")}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: method === "GET" ? undefined : "{}",
    });
    const text = await answer.text();
    assert.ok(answer.status < 500, `${operation}: ${answer.status} ${text}`);
    if (answer.status === 405 || (otherwiseAnId && answer.status === 404) || (answer.status === 404 && JSON.parse(text).message === "Not Found")) missing.push(operation);
  }
  console.log(`${all.length - missing.length} of ${all.length} operations are answered`);
  assert.equal(all.length, 457);
  assert.equal(all.length - missing.length, Number(tenant.operations), missing.join("\n"));
});
