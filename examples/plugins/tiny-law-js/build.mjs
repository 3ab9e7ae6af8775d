// Makes the component: the contract's WIT beside our world, the sources as one file, and no feature of the
// system, so that the component imports nothing.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { componentize } from "@bytecodealliance/componentize-js";

const here = (path) => new URL(path, import.meta.url).pathname;

await rm(here("build"), { recursive: true, force: true });
await mkdir(here("build/wit/deps"), { recursive: true });
await cp(here("world.wit"), here("build/wit/world.wit"));
await cp(here("../../../wit/v1"), here("build/wit/deps/plugin"), { recursive: true });

// componentize-js takes one module: ours are joined in the order in which they need each other.
const sources = ["law.js", "truth.js", "plugin.js"].map((file) => readFile(here(`src/${file}`), "utf8"));
const joined = (await Promise.all(sources)).map((text) => text.replace(/^import [^;]*;$/gm, "")).join("\n");
const source = joined.replace(/^export (const|function) (?!about|sharing)/gm, "$1 ");

const { component, imports } = await componentize(source, {
  witPath: here("build/wit"),
  worldName: "tiny-law",
  disableFeatures: ["random", "stdio", "clocks", "http", "fetch-event"],
});
await writeFile(here("build/tiny-law.wasm"), component);
console.log(`built build/tiny-law.wasm, ${component.length} bytes, imports: ${JSON.stringify(imports)}`);
