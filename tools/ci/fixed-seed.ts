import { configureGlobal } from "fast-check";

// On a desk, property tests look at new values each time, and may find what nobody thought of. In CI the same commit gives
// the same verdict.
configureGlobal({ seed: 20_261_121 });
