import { expect, test } from "vitest";
import { writeAptConf } from "./apt-conf.ts";

test("writes an option a line, quoted", () => {
  const text = writeAptConf(["who wrote it"], [["Acquire::http::Proxy", "http://proxy.example.com:3128"]]);

  expect(text).toBe('# who wrote it\nAcquire::http::Proxy "http://proxy.example.com:3128";\n');
});

test.each([
  ["a value that closes its quotes", "Acquire::http::Proxy", 'x"; DPkg::Post-Invoke "id'],
  ["a value with a line break", "Acquire::http::Proxy", "x\ny"],
  ["a value with a backslash", "Acquire::http::Proxy", "x\\"],
  ["a name with a blank", "Acquire http", "x"],
])("refuses %s", (_what, name, value) => {
  expect(() => writeAptConf([], [[name, value]])).toThrow();
});

test("a comment is no directive", () => {
  expect(writeAptConf(["clear APT"], [])).toBe("# clear APT\n");
});
