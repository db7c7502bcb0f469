/**
 * ISO 4217, list one, as of 2026-11-25: the currencies and funds by how many decimal digits their minor unit has.
 * Metals, baskets and codes for tests have none, and are not in it. A test holds it against `dinero.js`, so that an
 * update of that package shows what ISO has changed.
 */
const CODES_BY_DIGITS: ReadonlyMap<number, string> = new Map([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
    CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
    MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]);

/** Since when ISO lists a code as historic. What is kept in one can still be read and printed. */
const WITHDRAWN: ReadonlyMap<string, string> = new Map([['BGN', '2026-01-01']]);

const DIGITS: ReadonlyMap<string, number> = new Map(
  [...CODES_BY_DIGITS].flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code) => [code, digits] as const),
  ),
);

/** How many decimal digits the minor unit has; undefined if ISO knows no minor unit of that code. */
export function minorUnitDigits(currency: string): number | undefined {
  return DIGITS.get(currency);
}

/** Why nobody can owe in it, in words that follow its name; undefined for a currency in use. */
export function whyNotInUse(currency: string): string | undefined {
  const withdrawnOn = WITHDRAWN.get(currency);
  if (withdrawnOn !== undefined) return `was withdrawn on ${withdrawnOn}`;
  return DIGITS.has(currency) ? undefined : 'is none';
}
