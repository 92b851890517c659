import fc from "fast-check";
import { expect, test } from "vitest";
import { writeMyCnf } from "./my-cnf.ts";

test("settings stand in the server's section, below the header", () => {
  const text = writeMyCnf(["Written by a test."], ["Why it is so.", ["sync_binlog", 1], ["report_host", "db-1"]]);

  expect(text).toBe("# Written by a test.\n\n[mysqld]\n# Why it is so.\nsync_binlog = 1\nreport_host = db-1\n");
});

test("no value becomes another setting, a section or a comment: it stands as it is, or is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      let text: string | undefined;
      try {
        text = writeMyCnf([], [["report_host", value]]);
      } catch {
        expect(value).toMatch(/^$|[^A-Za-z0-9_./:,@+-]/u);
      }
      if (text !== undefined) expect(text).toBe(`\n[mysqld]\nreport_host = ${value}\n`);
    }),
  );
});

test("a name that is none is refused", () => {
  expect(() => writeMyCnf([], [["!includedir", "/etc"]])).toThrow("not a setting");
});
