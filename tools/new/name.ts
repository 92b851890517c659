/** The name of a component in the three ways that it is written. */
export interface Name {
  /** In cluster.yaml, folders and file names: ingress-pair. */
  readonly kebab: string;
  /** In values and functions: ingressPair. */
  readonly camel: string;
  /** In schemas: IngressPair. */
  readonly pascal: string;
  /** In sentences: Ingress pair. */
  readonly title: string;
}

/** @throws Error when it is not kebab-case, or too long for the name of a namespace */
export function parseName(kebab: string): Name {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(kebab) || kebab.length > 40) {
    throw new Error(`"${kebab}" is no name of a component. Use kebab-case, at most 40 characters: ingress-pair.`);
  }
  const words = kebab.split("-");
  const pascal = words.map(capitalized).join("");
  return {
    kebab,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    pascal,
    title: capitalized(words.join(" ")),
  };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
