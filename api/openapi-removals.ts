type Json = unknown;

/** Keys whose values are pictures of an answer: they may change. */
const PICTURES = new Set(['example', 'examples', 'tags']);
/** And texts, where they are that: a field may have such a name. */
const TEXTS = new Set(['description', 'summary', 'title']);

/**
 * What a client of the `before` document would miss in `after`, as JSON pointers: paths, operations, fields, enumeration values, answers.
 * A field that a request must have from now on is such a thing, too. What was added is not.
 */
export function removalsIn(before: Json, after: Json, at = ''): string[] {
  if (Array.isArray(before)) return listRemovals(before, after, at);
  if (!isObject(before)) return before === after ? [] : [`${at}: ${text(before)} became ${text(after)}`];
  if (!isObject(after)) return [`${at} is gone`];
  return Object.entries(before).flatMap(([key, value]) => {
    if (PICTURES.has(key) || (TEXTS.has(key) && typeof value !== 'object')) return [];
    const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!(key in after)) return isLimit(key) ? [] : [`${pointer} is gone`];
    if (key === 'required' && at.includes('/requestBody/')) return requiredAdded(value, after[key], pointer);
    return removalsIn(value, after[key], pointer);
  });
}

/** Without a limit more is allowed. */
function isLimit(key: string): boolean {
  return /^(?:max|min)|^pattern$|^additionalProperties$/.test(key);
}

/** Parameters are known by name, other things by what they are. */
function listRemovals(before: readonly Json[], after: Json, at: string): string[] {
  if (!Array.isArray(after)) return [`${at} is gone`];
  return before.flatMap((value) => {
    const same = (after as readonly Json[]).find((other) => nameOf(other) === nameOf(value));
    if (same === undefined) return [`${at}: ${nameOf(value)} is gone`];
    return isObject(value) ? removalsIn(value, same, `${at}/${nameOf(value)}`) : [];
  });
}

function requiredAdded(before: Json, after: Json, at: string): string[] {
  const had: readonly Json[] = Array.isArray(before) ? before : [];
  const has: readonly Json[] = Array.isArray(after) ? after : [];
  return has.filter((name) => !had.includes(name)).map((name) => `${at}: ${text(name)} must be sent from now on`);
}

function nameOf(value: Json): string {
  return isObject(value) && typeof value['name'] === 'string' ? value['name'] : text(value);
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
