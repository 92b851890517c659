import fc from "fast-check";
import { expect, test } from "vitest";
import { writeExports } from "./exports.ts";

const client = { network: "10.0.0.0/24", options: ["rw", "fsid=1-2"] };

test("writes a folder and its clients on one line", () => {
  const text = writeExports(
    ["Header."],
    [{ folder: "/srv/a", clients: [client, { network: "10.1.0.1", options: ["ro"] }] }],
  );

  expect(text).toBe("# Header.\n/srv/a 10.0.0.0/24(rw,fsid=1-2) 10.1.0.1(ro)\n");
});

test.each([
  ["a folder with a blank", { folder: "/srv/a b", clients: [client] }],
  ["a folder that is not absolute", { folder: "srv", clients: [client] }],
  ["everybody", { folder: "/srv/a", clients: [{ ...client, network: "*" }] }],
  ["an option that ends its list", { folder: "/srv/a", clients: [{ ...client, options: ["rw) *(rw"] }] }],
  ["no client, which means everybody", { folder: "/srv/a", clients: [] }],
])("refuses %s", (_, given) => {
  expect(() => writeExports([], [given])).toThrow();
});

test("whatever the header holds, it stays one comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(writeExports([text], []).split("\n").length).toBe(2);
    }),
  );
});
