/** The code as it is read aloud: `ABCD EFGH`. */
export const grouped = (code: string): string => code.replace(/.{4}(?=.)/g, '$& ');
