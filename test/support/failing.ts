/**
 * A binding of the platform that fails in one of its methods.
 *
 * @param failure what the nth call of the method, from 1, throws before it reaches the platform; undefined: nothing.
 */
export function failingIn<T extends object>(
  binding: T,
  method: keyof T,
  failure: (call: number) => unknown,
): { readonly binding: T; readonly calls: () => number } {
  let calls = 0;
  const failing = new Proxy(binding, {
    get: (target, property) => {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (property === method) {
          calls += 1;
          const error = failure(calls);
          if (error !== undefined) throw error;
        }
        return Reflect.apply(member, target, args);
      };
    },
  });
  return { binding: failing, calls: () => calls };
}
