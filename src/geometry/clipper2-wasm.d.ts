/** The package ships its types beside `dist/es`, where TypeScript does not look for them. */
declare module 'clipper2-wasm/dist/es/clipper2z.js' {
  import type { MainModule } from 'clipper2-wasm/dist/clipper2z.js';

  export type { Paths64 } from 'clipper2-wasm/dist/clipper2z.js';
  export type { MainModule };
  export default function clipper2(): Promise<MainModule>;
}
