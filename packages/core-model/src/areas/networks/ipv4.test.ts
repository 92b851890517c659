import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleCluster } from "../changed-example.ts";
import { segmentOf } from "./facts.ts";
import {
  contains,
  fromNumber,
  isCidr,
  isIpv4,
  isPrivate,
  isPrivateNetwork,
  overlap,
  prefixLength,
  spanOf,
  toNumber,
} from "./ipv4.ts";

test.each(["0.0.0.0", "10.0.0.1", "255.255.255.255"])("%s is an address", (text) => {
  expect(isIpv4(text)).toBe(true);
});

test.each([
  "",
  "10.1",
  "10.0.0.256",
  "10.0.0.01",
  "010.0.0.1",
  "10.0.0.1/24",
  "10.0.0.1 ",
  "1e1.0.0.1",
  "::1",
  "10.0.0.-1",
  "０.0.0.0",
])("%j is no address", (text) => {
  expect(isIpv4(text)).toBe(false);
});

test.each(["0.0.0.0/0", "10.0.0.0/24", "10.0.0.4/30", "10.0.0.1/32"])("%s is a network", (text) => {
  expect(isCidr(text)).toBe(true);
});

test.each(["10.0.0.0", "10.0.0.1/24", "10.0.0.0/33", "10.0.0.0/024", "10.0.0.0/", "10.0.0.0/24/8", "fd00::/64"])(
  "%j is no network",
  (text) => {
    expect(isCidr(text)).toBe(false);
  },
);

test("addresses and numbers stand for each other", () => {
  fc.assert(fc.property(fc.nat(0xffff_ffff), (value) => toNumber(fromNumber(value)) === value));
  expect(toNumber("10.0.0.1")).toBe(167_772_161);
  for (const value of [-1, 2 ** 32, 0.5]) expect(() => fromNumber(value)).toThrow("no IPv4 address has the number");
});

test("a network spans its first to its last address", () => {
  expect(spanOf("10.0.0.0/30")).toEqual({ first: toNumber("10.0.0.0"), last: toNumber("10.0.0.3") });
  expect(prefixLength("10.128.0.0/14")).toBe(14);
  expect([contains("10.0.0.0/30", "10.0.0.3"), contains("10.0.0.0/30", "10.0.0.4")]).toEqual([true, false]);
});

test.each([
  ["10.0.0.0/8", "10.9.0.0/16", true],
  ["10.9.0.0/16", "10.0.0.0/8", true],
  ["10.0.0.0/24", "10.0.1.0/24", false],
  ["0.0.0.0/0", "192.168.0.0/16", true],
])("%s and %s overlap: %s", (a, b, overlapping) => {
  expect(overlap(a, b)).toBe(overlapping);
});

test.each([
  ["10.255.255.255", true],
  ["172.15.255.255", false],
  ["172.16.0.0", true],
  ["172.32.0.0", false],
  ["192.168.1.1", true],
  ["100.64.0.1", true],
  ["100.128.0.0", false],
  ["8.8.8.8", false],
])("%s is private: %s", (address, isIt) => {
  expect(isPrivate(address)).toBe(isIt);
});

test("a network is private when both of its ends are", () => {
  expect(isPrivateNetwork("172.16.0.0/12")).toBe(true);
  expect(isPrivateNetwork("172.16.0.0/11".replace("16", "0"))).toBe(false);
});

test("a network is a segment of its own, unless it shares one by name", () => {
  expect(segmentOf(exampleCluster({}), "nodes")).toBe("10.0.0.0/24");
  expect(segmentOf(exampleCluster({ "spec.networks.nodes.segment": "vlan-20" }), "nodes")).toBe("vlan-20");
  expect(segmentOf(exampleCluster({}), undefined)).toBe("");
});
