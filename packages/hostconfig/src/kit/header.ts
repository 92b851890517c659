/** The line that stands above every generated text file, in the comment form of its format. */
export function header(component: string): readonly string[] {
  return [`Groundplan: ${component}. Generated from cluster.yaml; edit that instead.`];
}
