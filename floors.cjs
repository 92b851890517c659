// Who may import whom. Rooms on one floor never import each other; a room imports lower floors only.
const FLOORS = [
  ["packages/core-model"],
  ["packages/hostconfig", "packages/cdk8s-addons"],
  ["packages/synth", "packages/gitops-bot", "packages/provisioner", "packages/lab"],
  ["apps/cli"],
];

// Each folder in one of these is a component of its own. What two of them share goes to kit/ or into the model.
const COMPONENT_SHELVES = [
  "packages/hostconfig/src/components",
  "packages/hostconfig/src/deliveries",
  "packages/cdk8s-addons/src/addons",
];

// Generators are pure: the same cluster gives the same bytes, so they ask nothing of the world.
const PURE = ["packages/core-model", "packages/hostconfig", "packages/cdk8s-addons", "packages/synth"];
const WORLD = [
  "child_process",
  "cluster",
  "dgram",
  "dns",
  "fs",
  "http",
  "http2",
  "https",
  "inspector",
  "net",
  "os",
  "perf_hooks",
  "process",
  "readline",
  "repl",
  "sqlite",
  "timers",
  "tls",
  "tty",
  "worker_threads",
];

// Packages that are nothing but types: they stand in @types, where only the compiler looks.
const TYPES_ONLY = ["mdast", "sarif"];

const TESTS = "\\.test\\.ts$";
const TEST_TOOLS = Object.keys(require("./package.json").devDependencies);
const anyOf = (paths) => `^(?:${paths.join("|")})/`;

const floorRules = FLOORS.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `floor-${floor}-${room.split("/")[1]}`,
    comment: "A room imports lower floors only. What two rooms of one floor share goes down into the model.",
    severity: "error",
    from: { path: anyOf([room]) },
    to: {
      path: anyOf(
        FLOORS.slice(floor)
          .flat()
          .filter((other) => other !== room),
      ),
    },
  })),
).filter((rule) => rule.to.path !== anyOf([]));

const shelfRules = COMPONENT_SHELVES.map((shelf) => ({
  name: `siblings-${shelf.split("/").at(-1)}`,
  comment: "A component never imports its neighbour: move what they share to kit/ or into the model.",
  severity: "error",
  from: { path: `^${shelf}/([^/]+)/` },
  to: { path: `^${shelf}/[^/]+/`, pathNot: `^${shelf}/$1/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    ...shelfRules,
    {
      name: "a-room-without-a-floor",
      comment: "A new package needs a place in FLOORS.",
      severity: "error",
      from: { path: "^(?:packages|apps)/", pathNot: anyOf(FLOORS.flat()) },
      to: {},
    },
    {
      name: "kit-knows-no-component",
      comment: "kit/ is shared by the components, so it stands below them.",
      severity: "error",
      from: { path: "^(packages/[^/]+/src)/kit/" },
      to: { path: "^$1/(?:addons|components|deliveries)/" },
    },
    {
      name: "enter-through-the-index",
      comment: "What the index of a package does not say is not ours to use.",
      severity: "error",
      from: { path: "^((?:packages|apps)/[^/]+)/" },
      to: { path: "^(?:packages|apps)/[^/]+/", pathNot: ["^$1/", "^packages/[^/]+/src/index\\.ts$"] },
    },
    {
      name: "import-packages-by-name",
      comment: "Another package is imported by its name, never by a path.",
      severity: "error",
      from: { path: "^((?:packages|apps)/[^/]+)/" },
      to: {
        path: "^(?:packages|apps)/[^/]+/",
        pathNot: "^$1/",
        dependencyTypes: ["local"],
        dependencyTypesNot: ["aliased-workspace"],
      },
    },
    {
      name: "pure",
      comment: "A generator touches no disk, network, process or clock: only apps/cli does.",
      severity: "error",
      from: { path: anyOf(PURE), pathNot: TESTS },
      to: { path: `^(?:node:)?(?:${WORLD.join("|")})(?:/|$)`, dependencyTypes: ["core"] },
    },
    {
      name: "model-knows-no-engine",
      comment: "The model is data. What draws manifests or talks to a forge stands above it.",
      severity: "error",
      from: { path: anyOf(["packages/core-model"]) },
      to: { path: "node_modules/(?:cdk8s[^/]*|constructs|@octokit|octokit|kubernetes-models)/" },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one idea, or hide a third. (Types may name each other.)",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "declared",
      comment: "What is imported stands in the package.json of the room.",
      severity: "error",
      from: { pathNot: TESTS },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "declared-for-tests",
      comment: "What a test imports stands in the package.json of its room, or in the root's.",
      severity: "error",
      from: { path: TESTS },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: `node_modules/(?:${TEST_TOOLS.join("|")})/` },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: `^(?:${TYPES_ONLY.join("|")})$` },
    },
    {
      name: "no-test-code-in-the-product",
      comment: "Sources import neither tests nor the tools of development.",
      severity: "error",
      from: { path: "^(?:packages|apps)/", pathNot: TESTS },
      to: { path: [TESTS, "^tools/"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(?:^|/)(?:dist|golden|rendered)/" },
    // Type imports count: a floor is about who knows whom, not about what is left after compilation.
    tsPreCompilationDeps: true,
    // TypeScript 7 has no parser to lend. Without swc this tool finds no module and reports success.
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@groundplan/source", "import", "node", "default"],
      extensions: [".ts", ".js", ".cjs", ".json"],
    },
  },
};
