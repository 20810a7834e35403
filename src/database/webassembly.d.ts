/** What we use of the WebAssembly global, which neither ES2023 nor Node's types declare. */
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  interface Module {
    readonly __module: never;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, unknown>): Promise<{ readonly exports: Exports }>;
}
