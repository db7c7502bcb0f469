/** Of one route: what was sent and what was answered in a real run, by what the call is for. */
export type RouteExamples = {
  readonly requests?: Readonly<Record<string, unknown>>;
  /** By status. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The same as CSV, where it is answered so too. */
  readonly csv?: Readonly<Record<string, string>>;
};

/** By the id of the route. */
export type Examples = Readonly<Record<string, RouteExamples>>;

export const NO_EXAMPLES: RouteExamples = { answers: {} };
