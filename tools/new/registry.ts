import type { Name } from "./name.ts";

const LIST = /(export const \w+(?:: [^=]+)? = \[)([^\]]*)(\])/;

/**
 * The registry with one component more, in the order of names.
 * @param folder of the components, as the registry imports them: "./components"
 * @throws Error when the text holds no list of components
 */
export function withRegistryLine(registry: string, name: Name, folder: string): string {
  if (!LIST.test(registry)) throw new Error("The registry has no list of components to add to.");
  const line = `import { ${name.camel} } from "${folder}/${name.kebab}/index.ts";\n`;
  return (
    line + registry.replace(LIST, (_, start: string, list: string, end: string) => start + withEntry(list, name) + end)
  );
}

function withEntry(list: string, { camel }: Name): string {
  const entries = list.split(",").map((entry) => entry.trim());
  return [...entries.filter((entry) => entry !== ""), camel].sort().join(", ");
}
