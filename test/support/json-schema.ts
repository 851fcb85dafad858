/**
 * Checks a value against the part of JSON Schema (draft 7) that the report's schema uses. A keyword that is not
 * known here is an error, so that nothing is passed over in silence.
 */
export type Schema = { readonly [keyword: string]: unknown };

const NOTES = new Set(['$schema', '$id', 'description', 'definitions', 'title']);

export function schemaErrors(value: unknown, schema: Schema, root: Schema = schema, path = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (NOTES.has(keyword)) return [];
    const check = CHECKS[keyword];
    if (check === undefined) return [`${path}: unknown keyword ${keyword}`];
    return check(value, rule, schema, root, path);
  });
}

type Check = (value: unknown, rule: unknown, schema: Schema, root: Schema, path: string) => string[];

const CHECKS: Readonly<Record<string, Check>> = {
  $ref: (value, rule, _schema, root, path) => {
    const name = String(rule).replace('#/definitions/', '');
    const target = isRecord(root.definitions) ? root.definitions[decodeURIComponent(name)] : undefined;
    return isRecord(target) ? schemaErrors(value, target, root, path) : [`${path}: no definition ${name}`];
  },
  type: (value, rule, _schema, _root, path) => {
    const types = Array.isArray(rule) ? rule : [rule];
    return types.includes(typeOf(value)) ? [] : [`${path}: ${typeOf(value)} is not ${types.join(' or ')}`];
  },
  const: (value, rule, _schema, _root, path) => (value === rule ? [] : [`${path}: ${value} is not ${rule}`]),
  enum: (value, rule, _schema, _root, path) =>
    Array.isArray(rule) && rule.includes(value) ? [] : [`${path}: ${value} is none of ${rule}`],
  anyOf: (value, rule, _schema, root, path) => {
    const fits = Array.isArray(rule) && rule.some((one) => schemaErrors(value, one, root, path).length === 0);
    return fits ? [] : [`${path}: fits none of several`];
  },
  properties: (value, rule, _schema, root, path) => {
    if (!isRecord(value) || !isRecord(rule)) return [];
    return Object.entries(rule).flatMap(([name, schema]) =>
      value[name] !== undefined && isRecord(schema) ? schemaErrors(value[name], schema, root, `${path}.${name}`) : [],
    );
  },
  required: (value, rule, _schema, _root, path) => {
    const names = Array.isArray(rule) ? rule : [];
    return isRecord(value)
      ? names.filter((name) => value[name] === undefined).map((name) => `${path}: no ${name}`)
      : [];
  },
  additionalProperties: (value, rule, schema, _root, path) => {
    if (rule !== false || !isRecord(value)) return [];
    const known = isRecord(schema.properties) ? schema.properties : {};
    return Object.keys(value).flatMap((name) => (name in known ? [] : [`${path}: ${name} is not in the schema`]));
  },
  items: (value, rule, _schema, root, path) => {
    if (!Array.isArray(value)) return [];
    const schemaAt = (index: number) => (Array.isArray(rule) ? rule[index] : rule);
    return value.flatMap((item, index) => schemaErrors(item, schemaAt(index), root, `${path}[${index}]`));
  },
  minItems: (value, rule, _schema, _root, path) =>
    Array.isArray(value) && value.length < Number(rule) ? [`${path}: fewer than ${rule}`] : [],
  maxItems: (value, rule, _schema, _root, path) =>
    Array.isArray(value) && value.length > Number(rule) ? [`${path}: more than ${rule}`] : [],
};

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
