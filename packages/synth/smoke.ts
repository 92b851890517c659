import { builtin, loadCluster, judgeLoaded, synth, formatProblem } from "./src/index.ts";
import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
for (const f of process.argv.slice(2)) {
  let t=performance.now();
  const reg = {...builtin, deliveries: builtin.deliveries.length ? builtin.deliveries : [{name:"ansible",title:"",docs:"",files:()=>new Map()}]};
  const r = loadCluster(readFileSync(f,"utf8"), f, reg);
  for (const p of r.problems) console.log("  ", formatProblem(p));
  if (!r.ok) { console.log("REFUSED", f); continue; }
  const t1=performance.now();
  const s = await synth(r.value.cluster, reg);
  const t2=performance.now();
  for (const p of judgeLoaded(r.value,"2026-11-21")) console.log("  ", p.severity, formatProblem(p));
  console.log(f, s.ok, s.ok ? s.value.size : 0, "load", (t1-t).toFixed(1), "synth", (t2-t1).toFixed(1), process.memoryUsage().rss/1e6|0);
  if (s.ok) for (const e of s.value.values()) { const p = "/tmp/out/"+r.value.cluster.name+"/"+e.path; mkdirSync(dirname(p),{recursive:true}); writeFileSync(p,e.content); }
}
