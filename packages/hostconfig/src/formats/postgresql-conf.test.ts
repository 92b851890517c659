import fc from "fast-check";
import { expect, test } from "vitest";
import { writePostgresqlConf } from "./postgresql-conf.ts";

test("numbers stand bare and texts in quotes, below the header", () => {
  const text = writePostgresqlConf(["Written by a test."], ["Why.", ["port", 5432], ["listen_addresses", "*"]]);

  expect(text).toBe("# Written by a test.\n\n# Why.\nport = 5432\nlisten_addresses = '*'\n");
});

test("no value becomes another setting: it stays within its quotes, or is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      let text: string | undefined;
      try {
        text = writePostgresqlConf([], [["cluster_name", value]]);
      } catch {
        expect(value).toMatch(/\p{Cc}/u);
      }
      if (text === undefined) return;
      const inner = /^\ncluster_name = '(.*)'\n$/u.exec(text)?.[1] ?? expect.unreachable();
      expect(inner.replaceAll("''", "").replaceAll("\\\\", "")).not.toMatch(/['\\]/);
      expect(inner.replaceAll("''", "'").replaceAll("\\\\", "\\")).toBe(value);
    }),
  );
});

test("a name that is none is refused", () => {
  expect(() => writePostgresqlConf([], [["include '/etc/passwd'", 1]])).toThrow("not a setting");
});
