import en from 'zod/v4/locales/en.js';

/**
 * How everything is parsed. Problems are told in English, since a person reads them. And zod compiles no schema
 * at its first use: most are used a few times before their execution environment is gone, and interpreting takes no longer.
 */
export const PARSING = { error: en().localeError, jitless: true };
