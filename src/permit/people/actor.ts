/** Who acts: a person who logged in, a system by its key, the office's own machine, or nobody in particular. */
export interface Actor {
  readonly kind: 'user' | 'system' | 'machine' | 'public';
  /** Id of the user or key; `machine` and `public` for the others. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Of systems: what their key is for. Empty for people, whose roles decide. */
  readonly scopes: readonly string[];
}

export const PUBLIC: Actor = {
  kind: 'public',
  id: 'public',
  name: 'publik',
  roles: ['publik'],
  scopes: [],
};

/** Clocks, expiry and other things that happen by themselves. */
export const MACHINE: Actor = {
  kind: 'machine',
  id: 'machine',
  name: 'Si Pejuang',
  roles: ['sistem'],
  scopes: [],
};
