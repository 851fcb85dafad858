/** Tells whether a value that came from outside is what it should be. */
export type Shape<T> = (value: unknown) => value is T;

type Shapes<T> = { readonly [K in keyof T]-?: Shape<T[K]> };

export const isText: Shape<string> = (value) => typeof value === 'string';
export const isNumber: Shape<number> = (value): value is number => Number.isFinite(value);
export const isCount: Shape<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return (value): value is T => values.some((one) => one === value);
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

export function listOf<T>(shape: Shape<T>): Shape<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(shape);
}

export function tuple<T extends readonly unknown[]>(...shapes: Shapes<T>): Shape<T> {
  return (value): value is T =>
    Array.isArray(value) && value.length === shapes.length && shapes.every((shape, index) => shape(value[index]));
}

export function either<A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> {
  return (value): value is A | B => one(value) || other(value);
}

/** An object with these fields and no others. */
export function record<R extends object, O = unknown>(
  required: Shapes<R>,
  optional?: Shapes<O>,
): Shape<R & Partial<O>> {
  const fields = new Map<string, { shape: Shape<unknown>; required: boolean }>();
  for (const [name, shape] of Object.entries<Shape<unknown>>(required)) fields.set(name, { shape, required: true });
  for (const [name, shape] of Object.entries<Shape<unknown>>({ ...optional }))
    fields.set(name, { shape, required: false });
  return (value): value is R & Partial<O> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = new Map<string, unknown>(Object.entries(value));
    return (
      [...given.keys()].every((name) => fields.has(name)) &&
      [...fields].every(([name, field]) => (given.has(name) ? field.shape(given.get(name)) : !field.required))
    );
  };
}
