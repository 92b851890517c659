import { Address4 } from "ip-address";

// The library accepts shorthand ("10.1") in places; a document must say exactly one thing, so the form is checked first.
const dotted = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** True for four decimal numbers 0-255 without leading zeros. */
export function isIpv4(text: string): boolean {
  return dotted.test(text) && Address4.isValid(text);
}

/** True for a network written by its first address: 10.0.0.0/24 is one, 10.0.0.1/24 is not. */
export function isCidr(text: string): boolean {
  const [address = "", prefix = "", ...rest] = text.split("/");
  if (rest.length > 0 || !isIpv4(address) || !/^(0|[1-9]\d?)$/.test(prefix) || Number(prefix) > 32) return false;
  return new Address4(text).startAddress().address === address;
}

/** An address as a number, so that addresses can be ordered and counted. */
export function toNumber(address: string): number {
  return Number(new Address4(address).bigInt());
}

/** @throws Error outside 0 - 2^32-1, where no address is. */
export function fromNumber(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff)
    throw new Error(`no IPv4 address has the number ${value}`);
  return Address4.fromBigInt(BigInt(value)).address;
}

/** The first and last address of a network, as numbers, both included. */
export interface AddressSpan {
  readonly first: number;
  readonly last: number;
}

export function spanOf(cidr: string): AddressSpan {
  const network = new Address4(cidr);
  return { first: Number(network.startAddress().bigInt()), last: Number(network.endAddress().bigInt()) };
}

/** Number of bits of the network part: 24 for 10.0.0.0/24. */
export function prefixLength(cidr: string): number {
  return new Address4(cidr).subnetMask;
}

export function contains(cidr: string, address: string): boolean {
  const span = spanOf(cidr);
  const value = toNumber(address);
  return span.first <= value && value <= span.last;
}

export function overlap(a: string, b: string): boolean {
  const one = spanOf(a);
  const other = spanOf(b);
  return one.first <= other.last && other.first <= one.last;
}

const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** True inside the networks that the public internet does not route. @see RFC 1918, RFC 6598 */
export function isPrivate(address: string): boolean {
  return privateNetworks.some((network) => contains(network, address));
}

/** True when the public internet routes none of the network's addresses. */
export function isPrivateNetwork(cidr: string): boolean {
  const { first, last } = spanOf(cidr);
  return isPrivate(fromNumber(first)) && isPrivate(fromNumber(last));
}
