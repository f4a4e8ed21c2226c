import { trimEndOf } from '../../../platform/trim.ts';

/** A PHP array: keys and values in their order. */
export type PhpArray = readonly (readonly [key: number | string, value: string | PhpArray])[];

/**
 * Returns PHP's serialize() of an array of strings and arrays.
 *
 * @param lengthOf returns the length to write for a string: PHP counts bytes in the encoding that the client uses.
 */
export function phpSerialize(array: PhpArray, lengthOf: (text: string) => number): string {
  const text = (value: string): string => `s:${lengthOf(value)}:"${value}";`;
  const entries = array.map(([key, value]) => {
    const name = typeof key === 'number' ? `i:${key};` : text(key);
    return name + (typeof value === 'string' ? text(value) : phpSerialize(value, lengthOf));
  });
  return `a:${array.length}:{${entries.join('')}}`;
}

/** Formats a float as PHP does with a precision of 14 digits: `0.1`, `1.0E+25`, `1.5E-7`. */
export function phpFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : value < 0 ? '-INF' : 'NAN';
  const [mantissa = '', exponentText = '0'] = value.toExponential(13).split('e');
  const exponent = Number(exponentText);
  const digits = mantissa.includes('.') ? trimEndOf(trimEndOf(mantissa, '0'), '.') : mantissa;
  if (exponent >= -4 && exponent < 14) return String(Number(value.toPrecision(14)));
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
