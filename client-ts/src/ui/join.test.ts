import { expect, test } from 'vitest';
import { plainCode } from './join';

test.each(['HXKTMPRW', 'hxkt mprw', ' HXKT-mprw ', 'h x k t m p r w'])('%j is the code HXKTMPRW', (typed) =>
  expect(plainCode(typed)).toBe('HXKTMPRW'),
);
