import { expect, test } from "vitest";
import { writeSshConfig } from "./ssh-config.ts";

test("writes hosts in the given order, since the first value counts", () => {
  const text = writeSshConfig(
    ["A line for the reader."],
    [
      {
        host: "bastion.example.com",
        options: [
          ["User", "jump"],
          ["Port", 2222],
        ],
      },
      { host: "*", options: [["ProxyJump", "bastion.example.com"]] },
    ],
  );

  expect(text).toBe(`# A line for the reader.

Host bastion.example.com
  User jump
  Port 2222

Host *
  ProxyJump bastion.example.com
`);
});

test.each(["a b", "a\nProxyCommand id", "%h", "-oProxyCommand=id", "h*", "!h", "", '"'])(
  "refuses %j as a word",
  (value) => {
    expect(() => writeSshConfig([], [{ host: value, options: [] }])).toThrow("not one word");
    expect(() => writeSshConfig([], [{ host: "h", options: [["User", value]] }])).toThrow("not one word");
  },
);
