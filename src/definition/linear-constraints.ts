/** Σ coefficient × variable ≤ numerator / denominator, or < where it is strict. Whole numbers throughout: nothing is rounded. */
export interface LinearConstraint {
  readonly terms: ReadonlyMap<string, bigint>;
  readonly numerator: bigint;
  /** Above 0. */
  readonly denominator: bigint;
  readonly isStrict: boolean;
}

/** More than this, and nothing is said: far beyond what a form's relations come to. */
const MOST_CONSTRAINTS = 300;

/**
 * True when certainly no numbers satisfy all constraints (Fourier and Motzkin: variables are eliminated one by one,
 * every upper bound held against every lower one). Variables of which `isWhole` holds take whole numbers only. False
 * says nothing.
 */
export function areImpossible(
  constraints: readonly LinearConstraint[],
  isWhole: (variable: string) => boolean,
): boolean {
  let rows = tightest(constraints.map((row) => normalized(row, isWhole)));
  for (;;) {
    if (rows.some(isBroken)) return true;
    const variable = cheapestVariable(rows);
    if (variable === null) return false;
    const uppers = rows.filter((row) => (row.terms.get(variable) ?? 0n) > 0n);
    const lowers = rows.filter((row) => (row.terms.get(variable) ?? 0n) < 0n);
    const others = rows.filter((row) => !row.terms.has(variable));
    const joined = uppers.flatMap((upper) =>
      lowers.map((lower) => normalized(withoutVariable(upper, lower, variable), isWhole)),
    );
    rows = tightest([...others, ...joined]);
    if (rows.length > MOST_CONSTRAINTS) return false;
  }
}

/** 0 ≤ negative. */
function isBroken(row: LinearConstraint): boolean {
  return row.terms.size === 0 && (row.isStrict ? row.numerator <= 0n : row.numerator < 0n);
}

/** The variable whose elimination makes the fewest constraints; null when there is none left. */
function cheapestVariable(rows: readonly LinearConstraint[]): string | null {
  const counts = new Map<string, { upper: number; lower: number }>();
  for (const row of rows) {
    for (const [variable, coefficient] of row.terms) {
      const count = counts.get(variable) ?? { upper: 0, lower: 0 };
      if (coefficient > 0n) count.upper++;
      else count.lower++;
      counts.set(variable, count);
    }
  }
  let best: { variable: string; cost: number } | null = null;
  for (const [variable, { upper, lower }] of counts) {
    const cost = upper * lower - upper - lower;
    if (best === null || cost < best.cost) best = { variable, cost };
  }
  return best?.variable ?? null;
}

/** The sum of both, each taken so often that the variable falls out. */
function withoutVariable(
  upper: LinearConstraint,
  lower: LinearConstraint,
  variable: string,
): LinearConstraint {
  const [a, b] = [upper.terms.get(variable)!, -lower.terms.get(variable)!];
  const terms = new Map<string, bigint>();
  const add = (row: LinearConstraint, times: bigint) => {
    for (const [name, coefficient] of row.terms) {
      const total = (terms.get(name) ?? 0n) + coefficient * times;
      if (total === 0n) terms.delete(name);
      else terms.set(name, total);
    }
  };
  add(upper, b);
  add(lower, a);
  return {
    terms,
    numerator: upper.numerator * b * lower.denominator + lower.numerator * a * upper.denominator,
    denominator: upper.denominator * lower.denominator,
    isStrict: upper.isStrict || lower.isStrict,
  };
}

/** In lowest terms; where every variable is whole, the bound is too. */
function normalized(row: LinearConstraint, isWhole: (variable: string) => boolean): LinearConstraint {
  const terms = new Map([...row.terms].filter(([, coefficient]) => coefficient !== 0n));
  if (terms.size === 0) return { ...row, terms };
  const common = [...terms.values()].reduce(greatestCommonDivisor, 0n);
  const reduced = new Map([...terms].map(([name, coefficient]) => [name, coefficient / common] as const));
  const denominator = row.denominator * common;
  if ([...reduced.keys()].every(isWhole)) {
    const floor = floorDivide(row.numerator, denominator);
    const isExact = floor * denominator === row.numerator;
    const numerator = row.isStrict && isExact ? floor - 1n : floor;
    return { terms: reduced, numerator, denominator: 1n, isStrict: false };
  }
  const shared = greatestCommonDivisor(row.numerator, denominator) || 1n;
  return {
    terms: reduced,
    numerator: row.numerator / shared,
    denominator: denominator / shared,
    isStrict: row.isStrict,
  };
}

/** Of constraints on the same sum the one that asks most. */
function tightest(rows: readonly LinearConstraint[]): readonly LinearConstraint[] {
  const best = new Map<string, LinearConstraint>();
  for (const row of rows) {
    const key = [...row.terms]
      .map(([name, coefficient]) => `${coefficient} ${name}`)
      .sort()
      .join('\n');
    const other = best.get(key);
    if (other === undefined || asksMore(row, other)) best.set(key, row);
  }
  return [...best.values()];
}

function asksMore(row: LinearConstraint, other: LinearConstraint): boolean {
  const [a, b] = [row.numerator * other.denominator, other.numerator * row.denominator];
  return a < b || (a === b && row.isStrict && !other.isStrict);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator !== 0n && numerator < 0n ? quotient - 1n : quotient;
}
