import 'reflect-metadata';
import { PROBLEMS } from '../../src/api/http/problems/problem-table';
import { PROVIDERS } from '../../src/providers/registry';
import { readDocument } from '../support/documents/documents';
import { codesOf, rowsOf, sectionOf } from '../support/documents/markdown';

const API = readDocument('docs/api.md');
const QUOTAS = readDocument('docs/quotas.md');

it('documents every problem code with its status, and no other', () => {
  const rows = rowsOf(sectionOf(API, 'Problems')).filter(([, status = '']) =>
    /^\d{3}$/.test(status),
  );
  const documented = rows.map(([code = '', status]) => [codesOf(code)[0], Number(status)]);
  const known = Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]);
  expect(documented.sort()).toEqual(known.sort());
});

it('documents every quota of every vendor', () => {
  const documented = rowsOf(sectionOf(QUOTAS, 'Names')).map(([name = '']) => codesOf(name)[0]);
  const names = PROVIDERS.flatMap((provider) =>
    provider
      .createAdapter(Object.assign(new provider.settings(), provider.sandboxExamples.settings))
      .quotas.map(({ name }) => name),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !documented.includes(name))).toEqual([]);
});

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly headers?: Readonly<Record<string, object>> }>
  >;
}

const { paths } = JSON.parse(readDocument('openapi/gateway.json')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.values(paths).flatMap((path) => Object.values(path));

it('documents every request header of the API document', () => {
  const documented = codesOf(API).map((text) => text.split(':')[0]);
  const headers = operations.flatMap(({ parameters = [] }) =>
    parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name),
  );
  expect(new Set(headers).size).toBeGreaterThan(4);
  expect(headers.filter((name) => !documented.includes(name))).toEqual([]);
});

it('documents every reply header of the API document', () => {
  const documented = codesOf(API).map((text) => text.split(':')[0]);
  const headers = operations.flatMap(({ responses }) =>
    Object.values(responses).flatMap((response) => Object.keys(response.headers ?? {})),
  );
  expect(new Set(headers).size).toBeGreaterThan(4);
  expect(headers.filter((name) => !documented.includes(name))).toEqual([]);
});

it('describes the refusals that every call of the API can meet, besides those to a vendor', () => {
  const closed = Object.entries(paths).filter(
    ([path]) => path.startsWith('/v1/') && !path.includes('/vendor/'),
  );
  const incomplete = closed.flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(
        ([, { responses }]) => !['400', '401', '406', '500'].every((code) => code in responses),
      )
      .map(([method]) => `${method} ${path}`),
  );
  expect(closed.length).toBeGreaterThan(10);
  expect(incomplete).toEqual([]);
});
