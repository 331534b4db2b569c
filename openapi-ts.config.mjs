/** @param {string} text */
const firstSentence = (text) => text.split(/\.\s|\n/)[0];

/** Generates the client's types, and a method for each operation. */
export default {
  input: './openapi/gateway.json',
  output: {
    path: process.env.CLIENT_OUT ?? 'src/client/generated',
    importFileExtension: null,
    // the generated code does not compile with exactOptionalPropertyTypes
    header: ['// generated from openapi/gateway.json: `npm run openapi`', '// @ts-nocheck'],
  },
  parser: {
    patch: {
      // longer descriptions name vendors, and the client is independent of vendors
      operations(_method, _path, operation) {
        delete operation.description;
        const parts = [
          ...(operation.parameters ?? []),
          ...Object.values(operation.responses ?? {}),
        ];
        for (const part of parts)
          if (part.description !== undefined) part.description = firstSentence(part.description);
      },
    },
  },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    {
      name: '@hey-api/sdk',
      operations: { strategy: 'single', containerName: 'Calls' },
    },
  ],
};
